// Bloom filters of converted columns: the very bits of the slow twin, at the place that the footer says, and DuckDB leaves row groups out by
// them without ever losing a row.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { bloomFilterBytes } from '../../src/parquet/bloom-filter.ts'
import { BloomFilterHeader } from '../../src/parquet/format/bloom-filter-header.ts'
import type { FileMetaData } from '../../src/parquet/format/file-metadata.ts'
import { readMetadata } from '../../src/parquet/read/read-metadata.ts'
import { decodeThrift, encodeThrift } from '../../src/parquet/thrift/struct.ts'
import type { ColumnType } from '../../src/schema/column-type.ts'
import type { Column } from '../../src/schema/dataset.ts'
import { bloomFilter, mayHold, xxh64 } from '../oracle/bloom-filter.ts'
import { Random, testSeed } from '../oracle/random.ts'
import { plainValue, type Stored } from '../parquet/plain-values.ts'
import { convertBytes } from './convert-bytes.ts'

const seed = testSeed()
const rows = 3000
const random = new Random(seed)

/** Values of each type, and how they are written; few of them repeat, and few of those asked for are there. */
const types: { type: ColumnType; value: (n: number) => Stored; text: (n: number) => string; sql: (n: number) => string }[] = [
  { type: { name: 'int' }, value: n => n - 500, text: n => String(n - 500), sql: n => String(n - 500) },
  {
    type: { name: 'long' },
    value: n => BigInt(n) * 10_000_000_019n,
    text: n => String(BigInt(n) * 10_000_000_019n),
    sql: n => String(BigInt(n) * 10_000_000_019n),
  },
  {
    type: { name: 'string' },
    value: n => 'é'.repeat(n % 40) + n,
    text: n => 'é'.repeat(n % 40) + n,
    sql: n => `'${'é'.repeat(n % 40)}${n}'`,
  },
  { type: { name: 'date' }, value: n => n, text: n => day(n), sql: n => `DATE '${day(n)}'` },
  { type: { name: 'timestamp' }, value: n => BigInt(n) * 86_400_000_000n, text: n => day(n), sql: n => `TIMESTAMP '${day(n)}'` },
  {
    type: { name: 'decimal', precision: 4, scale: 2 },
    value: n => BigInt(n),
    text: n => (n / 100).toFixed(2),
    sql: n => `${(n / 100).toFixed(2)}::DECIMAL(4,2)`,
  },
  {
    type: { name: 'decimal', precision: 9, scale: 2 },
    value: n => BigInt(n),
    text: n => (n / 100).toFixed(2),
    sql: n => `${(n / 100).toFixed(2)}::DECIMAL(9,2)`,
  },
  {
    type: { name: 'decimal', precision: 18, scale: 2 },
    value: n => BigInt(n),
    text: n => (n / 100).toFixed(2),
    sql: n => `${(n / 100).toFixed(2)}::DECIMAL(18,2)`,
  },
  {
    type: { name: 'decimal', precision: 38, scale: 2 },
    value: n => BigInt(n),
    text: n => (n / 100).toFixed(2),
    sql: n => `${(n / 100).toFixed(2)}::DECIMAL(38,2)`,
  },
  { type: { name: 'uuid' }, value: n => Buffer.from(uuid(n).replaceAll('-', ''), 'hex'), text: uuid, sql: n => `'${uuid(n)}'::UUID` },
  { type: { name: 'binary' }, value: n => Buffer.from(`b${n}`), text: n => `b${n}`, sql: n => `'b${n}'::BLOB` },
]

function day(n: number): string {
  return new Date(n * 86_400_000).toISOString().slice(0, 10)
}

function uuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
}

const columns = types.map(
  ({ type }, index): Column => ({ name: `c${index}`, type, nullable: true, source: `c${index}`, bloomFilter: { falsePositives: 0.01 } }),
)
const numbers = Array.from({ length: rows }, () => (random.once(10) ? null : random.below(9999)))
const lines = numbers.map(n => types.map(({ text }) => (n === null ? '' : text(n))).join(','))
const csv = `${columns.map(({ name }) => name).join(',')}\n${lines.join('\n')}\n`

let file: Buffer
let metadata: FileMetaData

beforeAll(async () => {
  file = (await convertBytes(csv, { columns, rowGroupBytes: 65_536 })).files.get('')!
  metadata = await readMetadata({ byteLength: file.length, slice: async (start, end) => new Uint8Array(file.subarray(start, end)).buffer })
})

it('XXH64 gives the test vectors of its specification', () => {
  const known: [string, bigint][] = [
    ['', 0xef46db3751d8e999n],
    ['a', 0xd24ec4f1a98c6e5bn],
    ['abc', 0x44bc2cf5ad770999n],
    ['Nobody inspects the spammish repetition', 0xfbcea83c8a378bf1n],
  ]
  for (const [text, hash] of known) expect(xxh64(Buffer.from(text))).toBe(hash)
})

describe('a bloom filter', () => {
  it(`has the bits of the values of its row group, and no others (SEED=${seed})`, () => {
    let from = 0
    expect(metadata.row_groups.length).toBeGreaterThan(2)
    for (const group of metadata.row_groups) {
      const here = numbers.slice(from, from + group.num_rows)
      from += group.num_rows
      for (const [index, { type, value }] of types.entries()) {
        const filter = filterOf(group.columns[index]!.meta_data!)
        const values = [...new Set(here)].filter(n => n !== null).map(n => plainValue(type, value(n)))
        expect(filter.length).toBe(bloomFilterBytes(values.length, 0.01))
        expect(Buffer.compare(filter, bloomFilter(values, filter.length))).toBe(0)
      }
    }
  })

  it('holds few values that are not there', () => {
    const filter = filterOf(metadata.row_groups[0]!.columns[0]!.meta_data!)
    const absent = Array.from({ length: 5000 }, (_, n) => plainValue({ name: 'int' }, 20_000 + n))
    expect(absent.filter(value => mayHold(filter, value)).length).toBeLessThan(150)
  })

  it('is not there for a column without values', async () => {
    const nulls = (await convertBytes('a,b\n1,\n2,\n', { columns: [int('a'), int('b')] })).files.get('')!
    const { row_groups } = await readMetadata({
      byteLength: nulls.length,
      slice: async (start, end) => new Uint8Array(nulls.subarray(start, end)).buffer,
    })
    expect(row_groups[0]!.columns.map(({ meta_data }) => meta_data!.bloom_filter_offset !== undefined)).toEqual([true, false])
  })

  it.each([
    [1, 0.01, 32],
    [26_214, 0.0126, 32_768],
    [1_000_000, 0.01, 2 ** 21],
    [1, 0.5, 32],
  ])('of %i values and %d false positives has %i bytes', (distinct, falsePositives, bytes) => {
    expect(bloomFilterBytes(distinct, falsePositives)).toBe(bytes)
  })
})

describe('DuckDB, which leaves row groups out by bloom filters,', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parquetry-bloom-'))
  const path = join(folder, 'file.parquet')
  let connection: DuckDBConnection

  beforeAll(async () => {
    writeFileSync(path, file)
    connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
  })

  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(types.map((each, index) => ({ ...each, index, name: `${Object.values(each.type).join(' ')}` })))(
    'finds every value of type $name',
    async ({ index, sql }) => {
      const asked = [...new Set(numbers.slice(0, 60)), ...Array.from({ length: 20 }, () => random.below(9999))].filter(n => n !== null)
      for (const n of new Set(asked)) {
        const { getRows } = await connection
          .runAndReadAll(`SELECT count(*) FROM read_parquet('${path}') WHERE c${index} = ${sql(n)}`)
          .then(result => ({ getRows: () => result.getRows() }))
        expect([n, Number(getRows()[0]?.[0])]).toEqual([n, numbers.filter(other => other === n).length])
      }
    },
  )

  it('reads their header, and says which row groups they leave out', async () => {
    const absent = await connection.runAndReadAll(`SELECT bloom_filter_excludes FROM parquet_bloom_probe('${path}', 'c1', 12345678901)`)
    expect(absent.getRows().length).toBe(metadata.row_groups.length)
    const excluded = absent.getRows().filter(([excludes]) => excludes === true).length
    expect(excluded).toBeGreaterThan(metadata.row_groups.length / 2)
    const first = numbers.find(n => n !== null)!
    const present = await connection.runAndReadAll(
      `SELECT bloom_filter_excludes FROM parquet_bloom_probe('${path}', 'c1', ${BigInt(first) * 10_000_000_019n})`,
    )
    expect(present.getRows()[0]?.[0]).toBe(false)
  })
})

function int(name: string): Column {
  return { name, type: { name: 'int' }, nullable: true, source: name, bloomFilter: { falsePositives: 0.01 } }
}

function filterOf({
  bloom_filter_offset = 0,
  bloom_filter_length = 0,
}: {
  bloom_filter_offset?: number | undefined
  bloom_filter_length?: number | undefined
}): Uint8Array {
  const bytes = file.subarray(bloom_filter_offset, bloom_filter_offset + bloom_filter_length)
  const header = decodeThrift(BloomFilterHeader, bytes)
  expect(header).toMatchObject({ algorithm: { BLOCK: {} }, hash: { XXHASH: {} }, compression: { UNCOMPRESSED: {} } })
  const headerBytes = encodeThrift(BloomFilterHeader, header).length
  expect(headerBytes + header.numBytes).toBe(bytes.length)
  return bytes.subarray(headerBytes)
}
