import { byteOrderMarkBytes } from '../../src/csv/sniff.ts'
import { SIMPLE_TYPES } from '../../src/schema/column-type.ts'
import type { Dialect } from '../../src/schema/dialect.ts'
import { type GeneratedCsv, type GenerateOptions, generateCsv } from './generate-csv.ts'
import { parseValue } from './parse-value.ts'
import { testSeed } from './random.ts'
import { scanRecords } from './scan-records.ts'

const firstSeed = testSeed()
const files = 20 // of each kind

const dialects: [string, Partial<Dialect>][] = [
  ['RFC 4180', {}],
  ['no header', { header: false }],
  ['semicolons and apostrophes', { delimiter: ';', quote: "'", escape: "'" }],
  ['tabs without quotes', { delimiter: '\t', quote: undefined, escape: undefined }],
  ['backslash escapes', { escape: '\\' }],
  ['quotes that cannot be escaped', { escape: undefined }],
  ['comments', { delimiter: '|', comment: '#' }],
  ['comments without header', { comment: '#', header: false }],
]

describe('what the generator says about its files is what the oracle finds in them', () => {
  describe.each(dialects)('%s', (_, dialect) => {
    it.each<[string, GenerateOptions]>([
      ['good files', {}],
      ['files with bad cells', { badCellEvery: 4 }],
      ['files with ragged records', { raggedEvery: 4 }],
      ['large numbers of one type', { types: [{ name: 'double' }], rows: 100 }],
    ])('%s', (_, options) => {
      for (let seed = firstSeed; seed < firstSeed + files; seed++) expectAgreement(generateCsv(seed, { ...options, dialect }))
    })
  })
})

function expectAgreement(csv: GeneratedCsv): void {
  const { seed, records: expected, columns, nullTokens } = csv
  const scan = scanRecords(csv.bytes, csv.dialect, columns.length)
  const header = csv.dialect.header ? scan.records.shift() : undefined
  if (header) expect(header.fields.map(field => String(Buffer.from(field.text)))).toEqual(columns.map(column => column.source))
  expect({ seed, ...scan, records: scan.records.map(({ sizes, ...record }) => plain(record)) }).toEqual({
    seed,
    records: expected.map(({ line, byteOffset, cells }) => plain({ line, byteOffset, fields: cells })),
  })
  for (const { cells } of expected) {
    if (cells.length !== columns.length) continue
    cells.forEach((cell, i) => {
      const told = { seed, text: String(Buffer.from(cell.text)), quoted: cell.quoted, column: columns[i] }
      expect({ ...told, outcome: parseValue(cell, columns[i]!, nullTokens) }).toEqual({ ...told, outcome: asBytes(cell.outcome) })
    })
  }
}

/** Records in a form whose differences can be read. */
function plain(record: { line: number; byteOffset: number; fields: readonly { text: Uint8Array; quoted: boolean }[] }): unknown {
  const fields = record.fields.map(({ text, quoted }) => [Buffer.from(text).toString('latin1'), quoted])
  return { ...record, fields }
}

function asBytes(outcome: GeneratedCsv['records'][0]['cells'][0]['outcome']): unknown {
  return 'value' in outcome && outcome.value instanceof Uint8Array ? { value: Uint8Array.from(outcome.value) } : outcome
}

describe('generateCsv', () => {
  it('gives the same file for the same seed, another one for another', () => {
    expect(generateCsv(7)).toEqual(generateCsv(7))
    expect(Buffer.from(generateCsv(7, { rows: 9 }).bytes).equals(generateCsv(8, { rows: 9 }).bytes)).toBe(false)
  })

  it('comes to every type, every failure of values, nulls, quotes, all line breaks and the byte order mark', () => {
    const csvs = Array.from({ length: 400 }, (_, seed) => generateCsv(seed, { badCellEvery: 5, raggedEvery: 20 }))
    const cells = csvs.flatMap(csv => csv.records.flatMap(record => record.cells))
    const codes = new Set(cells.map(({ outcome }) => ('error' in outcome ? outcome.error : outcome.value === null ? 'null' : 'value')))
    expect([...codes].sort()).toEqual(['VALUE_INVALID', 'VALUE_NOT_UTF8', 'VALUE_OUT_OF_RANGE', 'null', 'value'])
    const types = new Set(csvs.flatMap(csv => csv.columns.map(column => column.type.name)))
    expect([...types].sort()).toEqual([...SIMPLE_TYPES, 'decimal'].sort())
    expect(new Set(cells.map(cell => cell.quoted))).toEqual(new Set([true, false]))
    const texts = csvs.map(csv => Buffer.from(csv.bytes).toString('latin1'))
    for (const lineBreak of [/[^\r]\n/, /\r\n/, /\r[^\n]/]) expect(texts.some(text => lineBreak.test(text))).toBe(true)
    expect(new Set(csvs.map(csv => byteOrderMarkBytes(csv.bytes)))).toEqual(new Set([0, 3]))
    expect(csvs.some(csv => csv.records.some(record => record.cells.length < csv.columns.length))).toBe(true)
    expect(csvs.some(csv => csv.records.some(record => record.cells.length > csv.columns.length))).toBe(true)
  })
})
