// The benchmark times nothing that was not found equal: so its comparison has to see what can go wrong.

import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { literal, readCsv } from '../../bench/duckdb/read-csv.ts'
import { generate } from '../../bench/generate/generate.ts'
import { shapeNamed, shapes } from '../../bench/shapes/shapes.ts'
import { Verifier } from '../../bench/verify/verify.ts'

const seed = 7
const lineitem = shapeNamed('lineitem')
const folder = mkdtempSync(join(tmpdir(), 'parquetry-bench-'))
const csv = join(folder, 'lineitem.csv')
const parquet = join(folder, 'lineitem.parquet')

beforeAll(() => generate(lineitem, csv, 50_000, seed))
afterAll(() => rmSync(folder, { recursive: true }))

describe('verification of a contender', () => {
  const verified = async (select: string) => {
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    await connection.run(`COPY (${select}) TO ${literal(parquet)} (FORMAT parquet)`)
    connection.closeSync()
    instance.closeSync()
    const verifier = await Verifier.open()
    try {
      return await verifier.verify(csv, parquet, lineitem)
    } finally {
      verifier.close()
    }
  }
  const source = readCsv(csv, lineitem)
  const order = 'ORDER BY l_orderkey, l_linenumber'

  it('accepts the same rows', async () => {
    expect(await verified(`FROM ${source}`)).toEqual({ differences: [], otherTypes: [] })
  })

  it('accepts the same values in another type, and says so', async () => {
    expect(await verified(`SELECT * REPLACE (l_tax::DOUBLE AS l_tax) FROM ${source}`)).toEqual({
      differences: [],
      otherTypes: ['DOUBLE instead of DECIMAL(15,2): l_tax'],
    })
  })

  it.each([
    ['one changed cell', `SELECT * REPLACE (l_quantity + (l_orderkey = 2)::INT AS l_quantity) FROM ${source}`],
    [
      'a value that became null',
      `SELECT * REPLACE (nullif(l_comment, (SELECT min(l_comment) FROM ${source})) AS l_comment) FROM ${source}`,
    ],
    ['a missing row', `FROM ${source} ${order} LIMIT (SELECT count(*) - 1 FROM ${source})`],
    ['a row more', `(FROM ${source}) UNION ALL (FROM ${source} LIMIT 1)`],
    ['another order of the rows', `FROM ${source} ORDER BY l_orderkey DESC, l_linenumber DESC`],
    ['cells exchanged between columns', `SELECT * REPLACE (l_shipdate AS l_commitdate, l_commitdate AS l_shipdate) FROM ${source}`],
    ['a missing column', `SELECT * EXCLUDE (l_tax) FROM ${source}`],
  ])('refuses %s', async (_, select) => {
    expect((await verified(select)).differences).not.toEqual([])
  })
})

describe.each(shapes.map(shape => [shape.name, shape] as const))('generated %s data', (name, shape) => {
  const path = (size: number) => join(folder, `${name}-${size}.csv`)

  it('depends on the seed alone: a smaller file is the beginning of a larger one', () => {
    generate(shape, path(1_500_000), 1_500_000, seed)
    generate(shape, path(20_000), 20_000, seed)
    const small = readFileSync(path(20_000))
    expect(readFileSync(path(1_500_000)).subarray(0, small.length).equals(small)).toBe(true)
  })

  it('has the size asked for, in whole records', () => {
    generate(shape, path(30_000), 30_000, seed)
    expect(statSync(path(30_000)).size).toBeGreaterThanOrEqual(30_000)
    expect(statSync(path(30_000)).size).toBeLessThan(34_096)
    expect(readFileSync(path(30_000)).at(-1)).toBe(0x0a)
  })
})
