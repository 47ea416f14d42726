// CSV as it is found: other encodings, lines around the table, ragged records. What comes of it is what comes of a plain file.

import type { Column } from '../../src/schema/dataset.ts'
import { type Dialect, defaultDialect } from '../../src/schema/dialect.ts'
import { generateCsv } from '../oracle/generate-csv.ts'
import { Random, testSeed } from '../oracle/random.ts'
import { scanRecords } from '../oracle/scan-records.ts'
import { type ConvertBytesOptions, convertBytes } from './convert-bytes.ts'

const column = (name: string, type: 'string' | 'int'): Column => ({ name, type: { name: type }, nullable: true, source: name })
const dialect = (changes: Partial<Dialect>): Dialect => ({ ...defaultDialect, ...changes })

async function rowsOf(source: string | Uint8Array, options: ConvertBytesOptions = {}) {
  const { report } = await convertBytes(source, options)
  return [report.outputs[0]!.rows, report.outputs[0]!.contentHash]
}

const text = `id,name\n${Array.from({ length: 2_000 }, (_, i) => `${i},"Größe €${i % 3 === 0 ? '😀' : ''}\n${i}"`).join('\n')}\n`
const latinText = text.replaceAll('€', 'é').replaceAll('😀', 'ü')

it.each([
  ['UTF-16LE with a mark, undeclared', text, Buffer.from(`\ufeff${text}`, 'utf16le'), {}],
  ['UTF-16BE', text, Buffer.from(text, 'utf16le').swap16(), { encoding: 'utf-16be' }],
  ['UTF-16 without a mark', text, Buffer.from(text, 'utf16le'), { encoding: 'utf-16' }],
  ['Latin-1', latinText, Buffer.from(latinText, 'latin1'), { encoding: 'latin-1' }],
  [
    'Windows-1252',
    text.replaceAll('😀', ''),
    Buffer.from(text.replaceAll('😀', '').replaceAll('€', '\x80'), 'latin1'),
    { encoding: 'windows-1252' },
  ],
  ['UTF-8 with a mark, though Latin-1 is declared', text, Buffer.from(`\ufeff${text}`), { encoding: 'latin-1' }],
] as const)('T47: gives the rows of the UTF-8 file: %s', async (_, plain, bytes, changes) => {
  const expected = await rowsOf(plain)
  for (const options of [{}, { threads: 2, rowGroupBytes: 20_000 }, { blockBytes: 64 }])
    expect(await rowsOf(bytes, { dialect: dialect(changes), ...options })).toEqual(expected)
})

it('names places in the source’s own bytes, and writes rejects as UTF-8 that can be dropped again', async () => {
  const source = 'ignore me\nid,name\n1,ä\nx,😀\n3,b\ny,é\nsum'
  const options = { columns: [column('id', 'int'), column('name', 'string')], onBadRow: 'reject' } as const
  const changes = { encoding: 'utf-16le', skipLines: 1, footerLines: 1 } as const
  for (const threads of [1, 2]) {
    const { report, rejectedRows } = await convertBytes(Buffer.from(source, 'utf16le'), { ...options, dialect: dialect(changes), threads })
    const offsets = ['x,', 'y,'].map(record => 2 * source.indexOf(record))
    expect(report.rejects.map(({ line, byteOffset }) => [line, byteOffset])).toEqual([
      [4, offsets[0]],
      [6, offsets[1]],
    ])
    expect(rejectedRows).toBe('\ufeff\nid,name\nx,😀\ny,é\n\n')
    const again = await convertBytes(rejectedRows.replace('x', '7').replace('y', '8'), { ...options, dialect: dialect(changes) })
    expect([again.report.rowsWritten, again.report.rowsRejected]).toEqual([2, 0])
  }
})

it.each([
  ['Report\r\nof "today\r\nid,name\r\n1,a\r\n', 2],
  ['\ufeff\n\nid,name\n1,a\n', 2],
  ['x\rid,name\r1,a\r', 1],
])('skips lines in front of the header: %j', async (source, skipLines) => {
  const expected = await rowsOf('id,name\n1,a\n')
  for (const blockBytes of [1, 2, 3, 1000]) expect(await rowsOf(source, { dialect: dialect({ skipLines }), blockBytes })).toEqual(expected)
})

it('skips every byte order mark in front of the header', async () => {
  const expected = await rowsOf('id,name\n1,a\n')
  for (const source of ['\ufeff\ufeffid,name\n1,a\n', '\ufeff\ufeff\ufeff"id",name\n1,a\n'])
    for (const blockBytes of [1, 2, 3, 4, 7, 1000]) expect(await rowsOf(source, { blockBytes })).toEqual(expected)
})

it('finds nothing in a file that is all skipped', async () => {
  await expect(convertBytes('a\nb\n', { dialect: dialect({ skipLines: 2 }) })).rejects.toMatchObject({ data: { code: 'SOURCE_EMPTY' } })
  await expect(convertBytes('a\nb\n', { dialect: dialect({ footerLines: 2 }) })).rejects.toMatchObject({ data: { code: 'SOURCE_EMPTY' } })
})

describe('ragged: pad', () => {
  const pad = { dialect: dialect({ ragged: 'pad' }) }
  const columns = ['a', 'b', 'c'].map(name => column(name, 'string'))

  it.each([
    ['a,b,c\n1\n2,x\n3,y,z\n', 'a,b,c\n1,,\n2,x,\n3,y,z\n'],
    ['a,b,c\r\n1\r\n2,x\r\n3,y,z,,\r\n', 'a,b,c\n1,,\n2,x,\n3,y,z\n'],
    ['a,b,c\n1,,,,\n', 'a,b,c\n1,,\n'],
    ['a,b,c\n"1"\n2,\n\n3', 'a,b,c\n1,,\n2,,\n3,,\n'],
    ['a,b,c\r1\r2,x\r', 'a,b,c\n1,,\n2,x,\n'],
  ])('%j is read like %j', async (source, plain) => {
    const expected = await rowsOf(plain, { columns })
    for (const blockBytes of [1, 5, 1000]) expect(await rowsOf(source, { ...pad, columns, blockBytes })).toEqual(expected)
  })

  it('refuses fields too many that hold something', async () => {
    const failing = convertBytes('a,b\n1,2,,x\n', pad)
    await expect(failing).rejects.toMatchObject({ data: { code: 'RECORD_TOO_LONG', line: 2 } })
  })

  it('has room for many columns in short records', async () => {
    const many = Array.from({ length: 5_000 }, (_, i) => column(`c${i}`, 'string'))
    const header = many.map(({ name }) => name).join(',')
    const { report } = await convertBytes(`${header}\n${'1\n'.repeat(500)}`, { ...pad, columns: many })
    expect(report.rowsWritten).toBe(500)
  })

  const seed = testSeed()

  it(`reads generated files as if the fields were there, and rejects whole records (SEED=${seed})`, async () => {
    for (let i = 0; i < 40; i++) {
      const random = new Random(seed + i)
      const {
        bytes,
        columns: declared,
        nullTokens,
      } = generateCsv(seed + i, {
        raggedEvery: 3,
        badCellEvery: 10,
        rows: 40,
        ...(i % 2 === 0 && { mostColumns: 40, nulls: 95 }),
      })
      if (bytes.subarray(0, 4096).includes(0) || declared.length === 1) continue // there a blank line is a record
      const nullable = declared.map(each => ({ ...each, nullable: true }))
      const lines = recordsOf(bytes)
      const plain = Buffer.concat(lines.map(({ record, fields }) => padded(record, fields, nullable.length)))
      const options = { columns: nullable, nullTokens, onBadRow: 'reject' as const }
      const expected = await convertBytes(plain, options)
      for (const more of [{}, { threads: 2, rowGroupBytes: 300 }, { blockBytes: 1 + random.below(200) }]) {
        const actual = await convertBytes(bytes, { ...options, ...pad, ...more })
        expect([seed + i, summary(actual)]).toEqual([seed + i, summary(expected)])
        const records = actual.report.rejects.map(({ byteOffset }) => byteOffset)
        expect(records.every(offset => lines.some(({ byteOffset }) => byteOffset === offset))).toBe(true)
      }
    }
  })

  const summary = ({ report }: Awaited<ReturnType<typeof convertBytes>>) => {
    const { rowsWritten, rowsRejected, outputs } = report
    return { rowsWritten, rowsRejected, contentHash: outputs[0]!.contentHash }
  }

  interface Line {
    record: Buffer
    fields: number
    byteOffset: number
  }

  function recordsOf(bytes: Uint8Array): Line[] {
    const { records } = scanRecords(bytes, defaultDialect)
    return records.map(({ byteOffset, fields }, at) => {
      const end = records[at + 1]?.byteOffset ?? bytes.length
      return { record: Buffer.from(bytes.subarray(byteOffset, end)), fields: fields.length, byteOffset }
    })
  }

  /** Delimiters added or taken away in front of the record's line break; blank lines between records stay behind it. */
  function padded(record: Buffer, fields: number, count: number): Buffer {
    const [, body = '', rest = ''] = /^(.*?)([\r\n]*)$/s.exec(record.toString('latin1')) ?? []
    if (fields === count + 1 && body.endsWith(',')) return Buffer.from(`${body.slice(0, -1)}${rest || '\n'}`, 'latin1')
    if (fields >= count) return record
    return Buffer.from(`${body}${','.repeat(count - fields)}${rest}`, 'latin1')
  }
})
