// Values that come again only behind a column chunk's first look at them: the dictionary is made late (kernel/late-dictionary.ts).

import { readMetadata } from '../../src/parquet/read/read-metadata.ts'
import type { Column } from '../../src/schema/dataset.ts'
import { duckdb } from '../interop/readers/duckdb.ts'
import { hyparquet } from '../interop/readers/hyparquet.ts'
import { Random, testSeed } from '../oracle/random.ts'
import { parquetOf } from './convert-bytes.ts'

const seed = testSeed()
const random = new Random(seed)
const period = 10_000
const rows = 42_000

const hex = (bytes: number) => Buffer.from(random.bytes(bytes)).toString('hex')

const kinds: [Column['type'], () => string][] = [
  [{ name: 'int' }, () => String(random.below(2 ** 31))],
  [{ name: 'long' }, () => String(random.between(-(10n ** 15n), 10n ** 15n))],
  [{ name: 'float' }, () => String(random.below(2 ** 24) / 1024)],
  [{ name: 'double' }, () => String(random.below(2 ** 31) / 1000)],
  [{ name: 'timestamp' }, () => new Date(random.below(2 ** 31) * 1000).toISOString().slice(0, -1)],
  [{ name: 'decimal', precision: 30, scale: 2 }, () => `${random.between(0n, 10n ** 20n)}.25`],
  [{ name: 'string' }, () => hex(8 + random.below(12))],
  [{ name: 'uuid' }, () => hex(16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')],
]
const columns = kinds.map(([type], at): Column => ({ name: `c${at}`, source: `c${at}`, type, nullable: true }))
const things = Array.from({ length: period }, () => kinds.map(([, value]) => (random.once(9) ? '' : value())))

function csvOf(records: readonly (readonly string[])[]): Buffer {
  return Buffer.from([columns.map(({ name }) => name), ...records].map(record => `${record.join(',')}\n`).join(''))
}

async function encodingsOf(file: Buffer): Promise<string[][]> {
  const slice = async (start: number, end: number) => new Uint8Array(file.subarray(start, end)).buffer
  const { row_groups } = await readMetadata({ byteLength: file.length, slice })
  return row_groups[0]!.columns.map(({ meta_data }) => meta_data!.encodings)
}

const isDictionary = (encodings: readonly string[]) => encodings.includes('RLE_DICTIONARY')

describe(`ten thousand things, one after the other, again and again (SEED=${seed})`, () => {
  const csv = csvOf(Array.from({ length: rows }, (_, row) => things[row % period]!))

  it('get dictionaries, and are what they were', async () => {
    const file = await parquetOf(csv, { columns })
    expect((await encodingsOf(file)).map(isDictionary)).toEqual(columns.map(() => true))
    const once = await parquetOf(csvOf(things), { columns })
    expect((await encodingsOf(once)).map(isDictionary)).toEqual(columns.map(() => false))
    for (const reader of [hyparquet, duckdb]) {
      const [all, first] = [await reader.read(file), await reader.read(once)]
      expect(all.rows.length).toBe(rows)
      expect(all.rows.findIndex((row, at) => String(row) !== String(first.rows[at % period]))).toBe(-1)
    }
  })
  it.each([{ blockBytes: 10_000 }, { blockBytes: 1 << 22 }, { threads: 2 }])('are the same bytes with %p', async options => {
    const rowGroupBytes = 6 << 20
    const whole = await parquetOf(csv, { columns, rowGroupBytes })
    expect((await parquetOf(csv, { columns, rowGroupBytes, ...options })).equals(whole)).toBe(true)
  })
})

it('numbers that begin with one of its own in each row, and are a few then, get one', async () => {
  const long: Column = { name: 'c0', source: 'c0', type: { name: 'long' }, nullable: true }
  const numbers = Array.from({ length: rows }, (_, row) => (row < period ? 10n ** 12n + BigInt(row) ** 2n : BigInt(row % 20)))
  const file = await parquetOf(`c0\n${numbers.join('\n')}\n`, { columns: [long] })
  expect((await encodingsOf(file)).map(isDictionary)).toEqual([true])
  const { rows: read } = await hyparquet.read(file)
  expect(read.findIndex(([value], row) => value !== String(numbers[row]))).toBe(-1)
})

it('texts that come again, and are more than a dictionary may hold, get none', async () => {
  const text: Column = { name: 'c0', source: 'c0', type: { name: 'string' }, nullable: true }
  const texts = Array.from({ length: period }, () => hex(60))
  const file = await parquetOf(`c0\n${Array.from({ length: 4 * period }, (_, row) => `${texts[row % period]}\n`).join('')}`, {
    columns: [text],
  })
  expect((await encodingsOf(file)).map(isDictionary)).toEqual([false])
  const { rows } = await hyparquet.read(file)
  expect(rows.findIndex(([value], row) => value !== texts[row % period])).toBe(-1)
})

it('texts known from the dictionary before, behind the page that gets another one in the same block, are what they were', async () => {
  const text: Column = { name: 'c0', source: 'c0', type: { name: 'string' }, nullable: true }
  const filler: Column = { ...text, name: 'c1', source: 'c1' }
  const pool = Array.from({ length: 20_000 }, () => hex(10))
  const common = ['abcde', 'fghij', 'klmno']
  const early = Array.from({ length: 5000 }, (_, row) => (row % 50 === 7 ? common[((row / 50) % 3) | 0]! : `e${row}`))
  const late = Array.from({ length: 90_000 }, (_, row) => {
    if (row % 50 === 7) return common[row % 3]!
    return pool[row < 5000 || row % 3 === 0 ? row % pool.length : row % 4000]!
  })
  const lines = [...early.map(value => `${value},${'x'.repeat(200)}\n`), ...late.map(value => `${value},\n`)]
  for (const blockBytes of [1 << 20, 1 << 16]) {
    const file = await parquetOf(`c0,c1\n${lines.join('')}`, { columns: [text, filler], blockBytes })
    const { rows } = await hyparquet.read(file)
    const values = [...early, ...late]
    expect(rows.findIndex(([value], row) => value !== values[row])).toBe(-1)
    expect((await encodingsOf(file)).map(isDictionary)[0]).toBe(true)
  }
})
