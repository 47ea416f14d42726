// Input made to take long. Work grows with the bytes: the same bytes in cells 32 times as long take about the same CPU time, where quadratic
// work would take 32 times as much; values that collide in every hash table take as long as others do, where chains would take thousands of times.

import { sniffDialect } from '../../src/csv/sniff-dialect.ts'
import { describeFile } from '../../src/parquet/read/describe-file.ts'
import { readMetadata } from '../../src/parquet/read/read-metadata.ts'
import { type ColumnType, parseType } from '../../src/schema/column-type.ts'
import type { Column } from '../../src/schema/dataset.ts'
import type { WrittenAs } from '../../src/schema/written-as.ts'
import { Random, testSeed } from '../oracle/random.ts'
import { collidingTexts, collidingWords } from './collisions.ts'
import { convertBytes, parquetOf } from './convert-bytes.ts'
import { cpuRatio } from './cpu-time.ts'

const isFine = (ratio: number) => ratio < 8

/** Cells of about `bytes` bytes that nearly are something, so that parsers go on to the end. */
function adversarialCells(bytes: number): string[] {
  const repeated = (text: string) => text.repeat(Math.ceil(bytes / text.length)).slice(0, bytes)
  const half = (text: string) => repeated(text).slice(0, bytes / 2)
  return [
    repeated('1'),
    `${repeated('0')}1x`,
    `0.${repeated('0')}1`,
    `${half('9')}.${half('9')}`,
    `1e${repeated('0')}1`,
    `1e-${repeated('9')}`,
    repeated('-'),
    repeated('1,'),
    `1${repeated('.234')}x`,
    repeated('2026-01-31'),
    `2026-01-31T12:00:00.${repeated('0')}Z`,
    `2026-01-31 12:00${repeated(':00')}`,
    `${half(' ')}1${half(' ')}x`,
    repeated('31.01.'),
    repeated('true'),
    repeated('0123456789abcdef-'),
    repeated('AAAA'),
    repeated('é'),
    repeated('""'),
    repeated('<!-- -->'),
  ]
}

const longCell = 1024 * 1024
const factor = 32
const header = 'v,z\n'
const csvOf = (cells: readonly string[]) => cells.map(cell => `"${cell}",\n`).join('')
const long = Buffer.from(header + csvOf(adversarialCells(longCell)))
const short = Buffer.from(header + csvOf(adversarialCells(longCell / factor)).repeat(factor))

const column = (type: string, written: WrittenAs = {}): Column[] => [
  { name: 'v', type: parseType(type) as ColumnType, nullable: true, source: 'v', ...written },
]

describe('S22: cells of a megabyte take as long as as many bytes in short ones', () => {
  it.each<[string, Column[] | undefined]>([
    ['inferred', undefined],
    ...['boolean', 'long', 'double', 'float', 'decimal(38,10)', 'date', 'time', 'timestamp', 'timestamptz', 'string', 'uuid'].map(
      (type): [string, Column[]] => [type, column(type)],
    ),
    ['binary as base64', column('binary', { format: 'base64' })],
    ['decimal with thousands', column('decimal(38,10)', { decimal: ',', thousands: '.' })],
    ['date as a pattern', column('date', { format: '%d.%m.%Y' })],
    ['timestamp as Unix time', column('timestamp', { format: 'unix-seconds' })],
    ['boolean by words', column('boolean', { trueWords: ['ja'], falseWords: ['nein'] })],
  ])('%s', async (_, columns) => {
    const options = { ...(columns && { columns }), extraColumns: 'ignore', onBadRow: 'reject', codec: 'none' } as const
    const convert = (source: Uint8Array) => convertBytes(source, options)
    expect(
      await cpuRatio(
        () => convert(long),
        () => convert(short),
        isFine,
      ),
    ).toBeLessThan(8)
  })

  it('when the dialect is sniffed', async () => {
    const sampleBytes = 64 * 1024
    for (const cell of adversarialCells(sampleBytes)) {
      const small = `${cell.slice(0, sampleBytes / 16)},\n`
      const once = () => sniffed(cell)
      const often = () => Array.from({ length: 16 }, () => sniffed(small))
      expect({ cell: cell.slice(0, 20), isFine: isFine(await cpuRatio(once, often, isFine)) }).toEqual({
        cell: cell.slice(0, 20),
        isFine: true,
      })
    }
  })
})

/** Whatever comes of it. */
function sniffed(text: string): void {
  try {
    sniffDialect(text, false)
  } catch {
    // unsure is fine here
  }
}

describe('S23: values made to collide take as long as others', () => {
  const count = 100_000
  const seed = testSeed()

  it(`numbers (SEED=${seed})`, async () => {
    const random = new Random(seed)
    const others = Array.from({ length: count }, () => random.between(-(2n ** 63n), 2n ** 63n - 1n))
    const source = (values: readonly bigint[]) => Buffer.from(`v,z\n${values.map(value => `${value},\n`).join('')}`)
    const [made, usual] = [source(collidingWords(count)), source(others)]
    const convert = (bytes: Uint8Array) => convertBytes(bytes, { columns: column('long'), extraColumns: 'ignore', codec: 'none' })
    expect(
      await cpuRatio(
        () => convert(made),
        () => convert(usual),
        isFine,
      ),
    ).toBeLessThan(8)
  })

  it(`texts (SEED=${seed})`, async () => {
    const random = new Random(seed)
    const { dictionary, seen } = collidingTexts(count)
    const others = Array.from({ length: count }, () => Buffer.from(random.between(36n ** 7n, 36n ** 8n - 1n).toString(36)))
    const source = (texts: readonly Uint8Array[]) =>
      Buffer.concat([Buffer.from('v,z\n'), ...texts.flatMap(text => [text, Buffer.from(',\n')])])
    const convert = (bytes: Uint8Array) => convertBytes(bytes, { columns: column('binary'), extraColumns: 'ignore', codec: 'none' })
    const usual = source(others)
    for (const made of [source(dictionary), source(seen)])
      expect(
        await cpuRatio(
          () => convert(made),
          () => convert(usual),
          isFine,
        ),
      ).toBeLessThan(8)
  })

  it('and collide indeed: a dictionary that would take as many others is given up', async () => {
    const encodings = async (type: string, texts: readonly Uint8Array[]) => {
      const rows = Array.from({ length: 20 }, () => texts).flat()
      const source = Buffer.concat([Buffer.from('v,z\n'), ...rows.flatMap(text => [text, Buffer.from(',\n')])])
      const file = await parquetOf(source, { columns: column(type), extraColumns: 'ignore', codec: 'none' })
      const { rowGroups } = describeFile(
        await readMetadata({ byteLength: file.length, slice: async (a, b) => Uint8Array.from(file.subarray(a, b)).buffer }),
      )
      return rowGroups[0]!.chunks[0]!.dataPages!.map(({ encoding }) => encoding)
    }
    const words = (values: readonly bigint[]) => values.map(value => Buffer.from(String(value)))
    expect(await encodings('long', words(collidingWords(300)))).toContain('PLAIN')
    expect(await encodings('long', words(collidingWords(300).map(value => value / 3n)))).not.toContain('PLAIN')
    const { dictionary, seen } = collidingTexts(300)
    expect(await encodings('binary', dictionary)).toContain('PLAIN')
    expect(await encodings('binary', seen)).not.toContain('PLAIN')
  })

  it('a million different texts take as long as four times a quarter of them', async () => {
    const texts = (from: number, to: number) =>
      Buffer.from(`v,z\n${Array.from({ length: to - from }, (_, i) => `text ${from + i},\n`).join('')}`)
    const quarters = [0, 1, 2, 3].map(i => texts(i * 250_000, (i + 1) * 250_000))
    const million = texts(0, 1_000_000)
    const convert = (bytes: Uint8Array) => convertBytes(bytes, { columns: column('string'), extraColumns: 'ignore', codec: 'none' })
    const inParts = async () => {
      for (const quarter of quarters) await convert(quarter)
    }
    expect(await cpuRatio(() => convert(million), inParts, isFine)).toBeLessThan(8)
  })
})
