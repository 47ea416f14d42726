// Values that other tools round, roll over or swallow: in the Parquet stands what stood in the file, or the file says why not.

import type { ColumnType } from '../../src/schema/column-type.ts'
import { formatType, parseType } from '../../src/schema/column-type.ts'
import type { Column } from '../../src/schema/dataset.ts'
import { independentReaders } from '../interop/readers/all.ts'
import { duckdb } from '../interop/readers/duckdb.ts'
import type { Cell } from '../interop/readers/reader.ts'
import { type ConvertBytesOptions, convertBytes } from './convert-bytes.ts'

const declared = (type: string): Column[] => [{ name: 'v', type: parseType(type) as ColumnType, nullable: true, source: 'v' }]

/** One column of texts; a second one, of one letter, so that an empty text is no blank line. */
const csv = (values: readonly string[]) => `v,z\n${values.map(value => `${value},z\n`).join('')}`

async function converted(values: readonly string[], options: ConvertBytesOptions = {}) {
  const columns = options.columns && [...options.columns, ...declared('string').map(column => ({ ...column, name: 'z', source: 'z' }))]
  const { report, files, rejectReasons } = await convertBytes(csv(values), { ...options, ...(columns && { columns }) })
  const { rows } = await duckdb.read(files.get('')!)
  const reasons = rejectReasons.trim().split('\n').filter(Boolean)
  return { type: formatType(report.columns[0]!.type), cells: rows.map(([cell]) => cell), reasons: reasons.map(line => JSON.parse(line)) }
}

const counting = (count: number) => Array.from({ length: count }, (_, i) => String(i))

/** How a conversion without declared columns may look at the file: all at once, a sample first, on two threads. */
const ways: ConvertBytesOptions[] = [{}, { sampleBytes: 2000, blockBytes: 4096 }, { sampleBytes: 2000, threads: 2, rowGroupBytes: 50_000 }]

describe('T23: long integers', () => {
  const extremes = ['9007199254740993', '-9007199254740993', '9223372036854775807', '-9223372036854775808', '-1', '0']

  it('are exact, inferred and declared', async () => {
    expect(await converted(extremes)).toEqual({ type: 'long', cells: extremes, reasons: [] })
    expect(await converted(extremes, { columns: declared('long') })).toEqual({ type: 'long', cells: extremes, reasons: [] })
  })

  it.each(['9223372036854775808', '-9223372036854775809', '18446744073709551616'])(
    '%s late in the file makes the column text',
    async late => {
      const values = [...counting(30_000), late]
      for (const way of ways) expect(await converted(values, way)).toEqual({ type: 'string', cells: values, reasons: [] })
    },
  )

  it('beyond what was declared are rejected, and never rounded', async () => {
    const { cells, reasons } = await converted(['1', '9223372036854775808', '2'], { columns: declared('long'), onBadRow: 'reject' })
    expect(cells).toEqual(['1', '2'])
    expect(reasons).toMatchObject([{ code: 'VALUE_OUT_OF_RANGE', value: '9223372036854775808', line: 3 }])
  })
})

describe('T24: a contradiction in row 20,001', () => {
  it.each([
    ['a word', 'oops', 'string'],
    ['a leading zero', '007', 'string'],
    ['a fraction', '1.25', 'double'],
    ['a long', '2147483648', 'long'],
  ])('widens what is inferred: %s', async (_, late, type) => {
    const values = [...counting(20_000), late, '7']
    for (const way of ways) expect(await converted(values, way)).toEqual({ type, cells: values, reasons: [] })
  })

  it('fails what is declared, or is rejected alone', async () => {
    const values = [...counting(20_000), 'oops', '7']
    const failing = convertBytes(`v\n${values.join('\n')}\n`, { columns: declared('int') })
    await expect(failing).rejects.toMatchObject({ data: { code: 'VALUE_INVALID', value: 'oops', line: 20_002, record: 20_001 } })
    const { cells, reasons } = await converted(values, { columns: declared('int'), onBadRow: 'reject' })
    expect(cells).toEqual(values.filter(value => value !== 'oops'))
    expect(reasons).toMatchObject([{ code: 'VALUE_INVALID', value: 'oops', line: 20_002 }])
  })
})

describe('T26: dates that do not exist', () => {
  const impossible = [
    '2026-02-29',
    '1900-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-01-32',
    '0000-01-01',
  ]

  it.each(impossible)('%s stays text, or is rejected, and never rolls over', async date => {
    for (const [type, suffix] of [
      ['date', ''],
      ['timestamp', ' 12:00:00'],
      ['timestamptz', 'T12:00:00Z'],
    ] as const) {
      const values = [`2026-01-31${suffix}`, `${date}${suffix}`, `2024-02-29${suffix}`]
      expect(await converted(values)).toEqual({ type: 'string', cells: values, reasons: [] })
      const { cells, reasons } = await converted(values, { columns: declared(type), onBadRow: 'reject' })
      expect(cells).toHaveLength(2)
      expect(reasons).toMatchObject([{ code: 'VALUE_INVALID', value: values[1], line: 3 }])
    }
  })
})

describe('T29: nothing, the empty text and words for null', () => {
  const texts = ['', '""', 'NULL', '"NULL"', 'NA', '"NA"', '" "']
  const nullTokens = ['NULL', 'NA']

  it.each<[string, Cell[]]>([
    ['string', [null, '', null, 'NULL', null, 'NA', ' ']],
    ['binary', [null, '', null, '4e554c4c', null, '4e41', '20']],
  ])('are told apart in a %s column, in every block and row group', async (type, expected) => {
    const values = Array.from({ length: 300 }, () => texts).flat()
    for (const way of [{}, { blockBytes: 64, rowGroupBytes: 3000 }, { threads: 2, rowGroupBytes: 3000 }])
      expect((await converted(values, { columns: declared(type), nullTokens, ...way })).cells).toEqual(
        values.map((_, i) => expected[i % 7]),
      )
  })

  it.each(['int', 'double', 'decimal(9,2)', 'date', 'timestamp', 'boolean', 'uuid'])(
    'are null in a %s column, unless it is a word in quotes',
    async type => {
      const { cells, reasons } = await converted(texts, { columns: declared(type), nullTokens, onBadRow: 'reject' })
      expect(cells).toEqual([null, null, null, null, null])
      expect(reasons.map(({ value }) => value)).toEqual(['NULL', 'NA'])
    },
  )

  it('words are text when nobody called them null', async () => {
    expect((await converted(['NULL', 'NaN', '-', 'None'])).cells).toEqual(['NULL', 'NaN', '-', 'None'])
  })
})

describe('T83: timestamps with and without a zone in one column', () => {
  const mixed = ['2026-01-31T12:00:00', '2026-01-31T12:00:00Z', '2026-01-31T12:00:00+02:00']

  it('stay text when they are inferred', async () => {
    expect(await converted(mixed)).toEqual({ type: 'string', cells: mixed, reasons: [] })
  })

  it('are never given a zone, nor robbed of one, when they are declared', async () => {
    const zoned = await converted(mixed, { columns: declared('timestamptz'), onBadRow: 'reject' })
    expect(zoned.cells).toEqual(['2026-01-31T12:00:00Z', '2026-01-31T10:00:00Z'])
    expect(zoned.reasons.map(({ value }) => value)).toEqual([mixed[0]])
    const naive = await converted(mixed, { columns: declared('timestamp'), onBadRow: 'reject' })
    expect(naive.cells).toEqual(['2026-01-31T12:00:00'])
    expect(naive.reasons.map(({ value }) => value)).toEqual([mixed[1], mixed[2]])
  })
})

it.each(independentReaders)('T84: $name reads special floating-point values as they were written', async reader => {
  const values = [
    'NaN',
    'Infinity',
    '-Infinity',
    '-0.0',
    '0.0',
    '5e-324',
    '-5e-324',
    '2.2250738585072014e-308',
    '1.7976931348623157e308',
    '0.1',
  ]
  const column: Column = { name: 'v', type: { name: 'double' }, nullable: true, source: 'v' }
  const codec = reader.knows(column, 'zstd', 'both') ? 'zstd' : 'snappy'
  const { files } = await convertBytes(`v\n${values.join('\n')}\n`, { columns: [column], codec })
  const { rows } = await reader.read(files.get('')!)
  expect(rows.map(([cell]) => cell)).toEqual(values.map(value => (Object.is(Number(value), -0) ? '-0' : String(Number(value)))))
})

describe('T75: decimals', () => {
  const columns = declared('decimal(5,2)')

  it.each([
    ['123.456', 'VALUE_OUT_OF_RANGE'],
    ['0.001', 'VALUE_OUT_OF_RANGE'],
    ['-0.005', 'VALUE_OUT_OF_RANGE'],
    ['999.995', 'VALUE_OUT_OF_RANGE'],
    ['1000', 'VALUE_OUT_OF_RANGE'],
    ['-1000.00', 'VALUE_OUT_OF_RANGE'],
    ['1e2', 'VALUE_INVALID'],
    ['1,5', 'VALUE_INVALID'],
  ])('%s does not fit decimal(5,2), and is not rounded to it', async (value, code) => {
    const values = ['999.99', `"${value}"`, '-0.010']
    await expect(convertBytes(csv(values), { columns, extraColumns: 'ignore' })).rejects.toMatchObject({ data: { code, value, line: 3 } })
    const { cells, reasons } = await converted(values, { columns, onBadRow: 'reject' })
    expect(cells).toEqual(['999.99', '-0.01'])
    expect(reasons).toMatchObject([{ code, value }])
  })
})
