// Predicate push-down never loses a row: DuckDB asks random questions of converted files, where it leaves row groups out by statistics and
// bloom filters, and of the same rows in its own memory, where it cannot.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { type Column, ENCODING_PROFILES } from '../../src/schema/dataset.ts'
import { parquetOf } from '../convert/convert-bytes.ts'
import { Random, testSeed } from '../oracle/random.ts'

const seed = testSeed()
const random = new Random(seed)
const rows = 1500
const operators = ['=', '<', '<=', '>', '>=', '<>'] as const

/** Values crowd around the edges of their types and orders, so that bounds that are off by one are found. */
const types: { type: Column['type']; sql: string; value: () => string }[] = [
  { type: { name: 'int' }, sql: 'INTEGER', value: () => random.pick(['-2147483648', '2147483647', String(random.below(40) - 20)]) },
  {
    type: { name: 'long' },
    sql: 'BIGINT',
    value: () => random.pick(['9223372036854775807', '-9223372036854775808', String(random.below(40) - 20)]),
  },
  {
    type: { name: 'float' },
    sql: 'FLOAT',
    value: () => random.pick(['NaN', '-0.0', '0.0', 'Infinity', '-Infinity', '1e-45', String(random.below(9) - 4)]),
  },
  {
    type: { name: 'double' },
    sql: 'DOUBLE',
    value: () => random.pick(['NaN', '-0.0', '0.0', 'Infinity', '-Infinity', '5e-324', String(random.below(9) / 4 - 1)]),
  },
  { type: { name: 'double' }, sql: 'DOUBLE', value: () => String(random.pick([0, 1, -1]) * random.below(5) * 0.5) },
  { type: { name: 'decimal', precision: 5, scale: 2 }, sql: 'DECIMAL(5,2)', value: () => (random.below(99_999) / 100 - 400).toFixed(2) },
  {
    type: { name: 'decimal', precision: 38, scale: 3 },
    sql: 'DECIMAL(38,3)',
    value: () => `${random.pick(['', '-'])}${'9'.repeat(random.below(30))}${random.below(9)}.${random.pick(['000', '001', '999'])}`,
  },
  {
    type: { name: 'date' },
    sql: 'DATE',
    value: () => random.pick(['0001-01-01', '9999-12-31', `1970-01-0${1 + random.below(9)}`, '1969-12-31']),
  },
  {
    type: { name: 'timestamp' },
    sql: 'TIMESTAMP',
    value: () => random.pick(['1969-12-31 23:59:59.999999', `1970-01-01 00:00:0${random.below(10)}`]),
  },
  {
    type: { name: 'string' },
    sql: 'VARCHAR',
    value: () =>
      random.pick([
        '',
        'a',
        'é',
        '\u{ffee}',
        '\u{10ffff}',
        '\u{1f600}',
        `${'\u{10ffff}'.repeat(20)}z`,
        `${'x'.repeat(63 + random.below(3))}${random.pick(['', 'é', 'y'])}`,
      ]),
  },
  {
    type: { name: 'uuid' },
    sql: 'UUID',
    value: () => `${random.pick(['00000000', '7fffffff', '80000000', 'ffffffff'])}-0000-4000-8000-00000000000${random.below(10)}`,
  },
  { type: { name: 'boolean' }, sql: 'BOOLEAN', value: () => random.pick(['true', 'false']) },
]

const noBloom = ['boolean', 'float', 'double']

const columns = types.map(({ type }, at): Column => {
  const column = { name: `c${at}`, type, nullable: true, source: `c${at}` }
  return noBloom.includes(type.name) ? column : { ...column, bloomFilter: { falsePositives: 0.01 } }
})

/** Half of the columns come sorted, as text, so that row groups have bounds that leave others out. */
function csv(): string {
  const cells = types.map(({ value }, at) => {
    const column = Array.from({ length: rows }, () => (random.once(8) ? '' : `"${value()}"`))
    return at % 2 === 0 ? column.sort() : column
  })
  const records = Array.from({ length: rows }, (_, row) => cells.map(column => column[row]).join(','))
  return `${columns.map(({ name }) => name).join(',')}\n${records.join('\n')}\n`
}

describe.each(ENCODING_PROFILES)(`in a file of the profile %s (SEED=${seed})`, profile => {
  const folder = mkdtempSync(join(tmpdir(), 'parquetry-filters-'))
  const path = join(folder, 'file.parquet')
  let connection: DuckDBConnection

  beforeAll(async () => {
    writeFileSync(path, await parquetOf(csv(), { columns, encodings: profile, rowGroupBytes: 20_000 }))
    connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
    await connection.run(`CREATE TABLE whole AS SELECT * FROM read_parquet('${path}')`)
  })

  afterAll(() => rmSync(folder, { recursive: true }))

  const count = async (from: string, where: string) =>
    Number((await connection.runAndReadAll(`SELECT count(*) FROM ${from} WHERE ${where}`)).getRows()[0]![0])

  it.each(types.map((each, at) => ({ ...each, at, name: `${each.sql} c${at}` })))(
    'DuckDB finds the same rows by a filter on $name',
    async ({ at, sql, value }) => {
      for (let question = 0; question < 25; question++) {
        const literal = `CAST('${value()}' AS ${sql})`
        const where = random.once(6) ? `c${at} IS ${random.pick(['', 'NOT '])}NULL` : `c${at} ${random.pick(operators)} ${literal}`
        expect([where, await count(`read_parquet('${path}')`, where)]).toEqual([where, await count('whole', where)])
      }
    },
  )
})
