// Files of one dataset whose columns change over time: what comes out can be read as one table, or a file is refused and says why.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { readDatasetFile } from '../../src/schema/dataset-file.ts'
import { duckdb } from '../interop/readers/duckdb.ts'
import { convertBytes } from './convert-bytes.ts'

const declared = (more = '') =>
  readDatasetFile(
    `dataset: sales
match: "sales/*.csv"
columns:
  - { name: id, type: long, nullable: false }
  - { name: amount, type: "decimal(9,2)" }
  - { name: note, type: string }
${more}`,
    'sales.yaml',
  )

const convertWith = (csv: string, more?: string) => {
  const { columns, ...options } = declared(more)
  return convertBytes(csv, { ...options, ...(columns && { columns }) })
}

const january = 'id,amount,note\n1,1.50,a\n2,,b\n'

describe('T73: a strict dataset', () => {
  it('maps columns by name, whatever their order', async () => {
    const { files } = await convertWith('note,id,amount\na,1,1.50\nb,2,\n')
    expect(await duckdb.read(files.get('')!)).toEqual(await duckdb.read((await convertWith(january)).files.get('')!))
  })

  it.each([
    ['missing', 'id,amount\n1,2\n', { code: 'HEADER_MISSING_COLUMN', columnName: 'note' }],
    ['extra', 'id,amount,note,more\n1,2,3,4\n', { code: 'HEADER_EXTRA_COLUMN', columnName: 'more' }],
    ['renamed', 'id,amount,notes\n1,2,3\n', { code: 'HEADER_MISSING_COLUMN', columnName: 'note' }],
    ['renamed by case', 'id,Amount,note\n1,2,3\n', { code: 'HEADER_MISSING_COLUMN', columnName: 'amount' }],
    ['swapped with another that fits its type', 'amount,note,id\nx,1,2\n', { code: 'VALUE_INVALID', columnName: 'amount' }],
  ])('refuses a column that is %s', async (_, csv, data) => {
    await expect(convertWith(csv)).rejects.toMatchObject({ data })
  })
})

describe('T74: files of one prefix that drift', () => {
  const lenient = 'missingColumns: null\nextraColumns: ignore\n'
  const months = [
    january,
    'amount,id,note\n2.25,3,c\n', // reordered
    'id,note\n4,d\n', // a column less
    'id,amount,note,region\n5,3.75,e,north\n', // a column more
    'id,amount,note\n6,7,007\n', // values that would be inferred otherwise
  ]

  it('make files of one schema, which read as one table, and say what changed', async () => {
    const converted = await Promise.all(months.map(csv => convertWith(csv, lenient)))
    expect(converted.map(({ report }) => report.warnings)).toEqual([
      [],
      [],
      ['column "amount" is not in the file and is null in every row'],
      ['column "region" is not declared and was left out'],
      [],
    ])
    expect(await asOneTable(converted.map(({ files }) => files.get('')!))).toEqual([
      ['1', '1.50', 'a'],
      ['2', null, 'b'],
      ['3', '2.25', 'c'],
      ['4', null, 'd'],
      ['5', '3.75', 'e'],
      ['6', '7.00', '007'],
    ])
  })

  it('are refused when nothing else was asked for', async () => {
    const outcomes = await Promise.allSettled(months.map(csv => convertWith(csv)))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected', 'fulfilled'])
  })

  it('have types of their own where nothing is declared, and each report says which', async () => {
    const types = await Promise.all(['v\n1\n', 'v\n1.5\n', 'v\n007\n'].map(async csv => (await convertBytes(csv)).report))
    expect(types.map(({ inferred, columns }) => [inferred, columns[0]!.type.name])).toEqual([
      [true, 'int'],
      [true, 'decimal'],
      [true, 'string'],
    ])
  })
})

/** Read by a glob, without telling DuckDB to reconcile anything. */
async function asOneTable(files: readonly Uint8Array[]): Promise<(string | null)[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'parquetry-drift-'))
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  try {
    for (const [i, file] of files.entries()) writeFileSync(join(folder, `${i}.parquet`), file)
    const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet('${folder}/*.parquet') ORDER BY id`)
    return reader.getRows().map(row => row.map(value => (value === null ? null : String(value))))
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(folder, { recursive: true })
  }
}
