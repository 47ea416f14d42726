// Files of other writers: their pages pass what our reader checks (src/parquet/read/checked-pages.ts), and their rows are read.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { parquetry } from './readers/parquetry.ts'

const folder = mkdtempSync(join(tmpdir(), 'parquetry-foreign-'))
let instance: DuckDBInstance
let connection: DuckDBConnection

beforeAll(async () => {
  instance = await DuckDBInstance.create()
  connection = await instance.connect()
})

afterAll(() => {
  connection.closeSync()
  instance.closeSync()
  rmSync(folder, { recursive: true })
})

const rows = 5000

const columns: [name: string, sql: string, cell: (i: number) => string | null][] = [
  ['number', 'i', i => String(i)],
  ['nulls', 'CASE WHEN i % 3 = 0 THEN NULL ELSE i END', i => (i % 3 === 0 ? null : String(i))],
  ['nothing', 'NULL::INTEGER', () => null],
  ['constant', "'the same'", () => 'the same'],
  ['few', "'value ' || (i % 7)", i => `value ${i % 7}`],
  ['many', "'value ' || (i * 7919)", i => `value ${i * 7919}`],
  ['sparse', "CASE WHEN i % 1000 = 1 THEN 'x' END", i => (i % 1000 === 1 ? 'x' : null)],
  ['truth', 'i % 2 = 0', i => String(i % 2 === 0)],
  ['double', 'i / 8', i => String(i / 8)],
  ['list', 'range(i % 4)', i => JSON.stringify(Array.from({ length: i % 4 }, (_, at) => at))],
  ['struct', "{'a': i, 'b': CASE WHEN i % 2 = 0 THEN NULL ELSE 'text' END}", i => JSON.stringify({ a: i, b: i % 2 === 0 ? null : 'text' })],
]

const select = columns.map(([name, sql]) => `${sql} AS "${name}"`).join(', ')

it.each(
  ['v1', 'v2'].flatMap(version => ['uncompressed', 'snappy', 'zstd', 'gzip', 'lz4_raw', 'brotli'].map(codec => ({ version, codec }))),
)('DuckDB $version, $codec', async ({ version, codec }) => {
  const path = join(folder, `${version}-${codec}.parquet`)
  const options = `FORMAT parquet, PARQUET_VERSION ${version}, CODEC ${codec}, ROW_GROUP_SIZE 2048`
  await connection.run(`COPY (SELECT ${select} FROM range(${rows}) t(i)) TO '${path}' (${options})`)
  const table = await parquetry.read(readFileSync(path))
  for (const [at, [name, , cell]] of columns.entries()) {
    const cells = table.rows.map(row => row[at])
    expect({ name, cells }).toEqual({ name, cells: Array.from({ length: rows }, (_, i) => cell(i)) })
  }
})
