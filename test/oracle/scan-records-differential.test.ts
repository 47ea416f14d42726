// The oracle against csv-parse, which knows nothing of it.

import { type Options, parse } from 'csv-parse/sync'
import { byteOrderMarkBytes } from '../../src/csv/sniff.ts'
import { type Dialect, defaultDialect } from '../../src/schema/dialect.ts'
import { generateCsv } from './generate-csv.ts'
import { Random, testSeed } from './random.ts'
import { type Scan, scanRecords } from './scan-records.ts'

const firstSeed = testSeed()

const dialects: [string, Partial<Dialect>][] = [
  ['RFC 4180', {}],
  ['semicolons and apostrophes', { delimiter: ';', quote: "'", escape: "'" }],
  ['no quotes', { quote: undefined, escape: undefined }],
  ['backslash escapes', { escape: '\\' }],
  ['comments', { comment: '#' }],
]

function optionsOf(dialect: Dialect, columns: number): Options {
  return {
    delimiter: dialect.delimiter,
    quote: dialect.quote ?? false,
    escape: dialect.escape ?? null,
    comment: dialect.comment ?? null,
    comment_no_infix: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true, // a quote inside an unquoted field is text
    skip_empty_lines: columns > 1,
    encoding: 'latin1', // a character a byte, so that bytes are compared
  }
}

/** csv-parse takes the text behind a closing quote otherwise than values.md, and throws where a quote stays open. */
function expectAgreement(bytes: Uint8Array, dialect: Dialect, columns: number, seed: number): 'compared' | 'left out' {
  const scan = scanRecords(bytes, { ...dialect, header: false }, columns) // csv-parse is not told of the header either
  if (scan.unterminated !== undefined || scan.records.some(record => record.badQuote)) return 'left out'
  // Its own `bom: true` would turn the encoding to UTF-8.
  const expected = parse(Buffer.from(bytes.subarray(byteOrderMarkBytes(bytes))), optionsOf(dialect, columns))
  expect({ seed, records: texts(scan) }).toEqual({ seed, records: expected })
  return 'compared'
}

function texts(scan: Scan): string[][] {
  return scan.records.map(record => record.fields.map(field => Buffer.from(field.text).toString('latin1')))
}

describe.each(dialects)('csv-parse agrees on %s', (_, partial) => {
  const dialect = { ...defaultDialect, ...partial }

  it('in generated tables', () => {
    for (let seed = firstSeed; seed < firstSeed + 50; seed++) {
      const { bytes, columns } = generateCsv(seed, { dialect, raggedEvery: 10 })
      expect(expectAgreement(bytes, dialect, columns.length, seed)).toBe('compared')
    }
  })

  it('in heaps of marks', () => {
    const quote = dialect.quote ?? '"'
    // csv-parse drops a backslash before an ordinary character, values.md keeps it: so only pairs where it is the escape.
    const backslashes = dialect.escape === '\\' ? ['\\\\', '\\"'] : ['\\']
    const marks = ['a', 'é', ' ', dialect.delimiter, dialect.delimiter, quote, quote, '#', '\n', '\r\n', '\r', ...backslashes]
    let compared = 0
    for (let seed = firstSeed; seed < firstSeed + 1500; seed++) {
      const random = new Random(seed)
      const text = `a${dialect.delimiter}b\n${Array.from({ length: random.below(14) }, () => random.pick(marks)).join('')}`
      if (expectAgreement(Buffer.from(text), dialect, 2, seed) === 'compared') compared++
    }
    expect(compared).toBeGreaterThan(300)
  })
})
