// DuckDB leaves row groups out whose statistics say that a value cannot be there: every value must be found all the same.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { ColumnType } from '../../src/schema/column-type.ts'
import { parquetOf } from '../convert/convert-bytes.ts'
import { sampleCell, sampleColumns, sampleValue } from '../parquet/sample-values.ts'
import { slowFile } from '../parquet/slow-file.ts'
import type { Cell } from './readers/reader.ts'

const columns = sampleColumns.filter(column => !['binary', 'boolean'].includes(column.type.name))
const rowNumbers = Array.from({ length: 30 }, (_, row) => row)
const rows = rowNumbers.map(row => columns.map(column => sampleValue(column, row)))

const files: Record<string, () => Promise<Uint8Array>> = {
  'encoded page by page': () => slowFile({ columns, rows, codec: 'snappy', layout: 'both', rowsPerPage: 1, rowsPerRowGroup: 2 }),
  'converted from CSV': () => parquetOf(csv(), { columns, rowGroupBytes: 1500 }), // two rows or so
}

describe.each(Object.entries(files))('in a file %s a filter on a value', (_, makeFile) => {
  const folder = mkdtempSync(join(tmpdir(), 'parquetry-statistics-'))
  const path = join(folder, 'file.parquet')
  let connection: DuckDBConnection

  beforeAll(async () => {
    writeFileSync(path, await makeFile())
    connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
  })

  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(columns)('finds it as often as it was written: $name', async column => {
    const cells = rowNumbers.flatMap(row => sampleCell(column, row) ?? [])
    for (const value of new Set(cells)) {
      if (value.includes('\0')) continue // not to be had in an SQL text
      const literal = `CAST('${value.replaceAll("'", "''")}' AS ${sqlType(column.type)})`
      const result = await connection.runAndReadAll(`SELECT count(*) FROM read_parquet('${path}') WHERE "${column.name}" = ${literal}`)
      const expected = cells.filter(cell => cell === value || isZeroOfOtherSign(column.type, cell, value)).length
      expect([value, Number(result.getRows()[0]?.[0])]).toEqual([value, expected])
    }
  })
})

/** The same rows, but for the zero byte (with one at its beginning a file is taken for binary): a text above ASCII is in its place. */
function csv(): string {
  const lines = rowNumbers.map(row => columns.map(column => field(sampleCell(column, row))).join(','))
  return `${columns.map(({ name }) => name).join(',')}\n${lines.join('\n')}\n`
}

function field(cell: Cell): string {
  return cell === null ? '' : `"${cell.replaceAll('"', '""').replaceAll('\0', 'ß')}"`
}

/** -0 equals 0. */
function isZeroOfOtherSign(type: ColumnType, a: string, b: string): boolean {
  return (type.name === 'float' || type.name === 'double') && Number(a) === 0 && Number(b) === 0
}

function sqlType(type: ColumnType): string {
  if (type.name === 'decimal') return `DECIMAL(${type.precision},${type.scale})`
  const names: Readonly<Record<string, string>> = { int: 'INTEGER', long: 'BIGINT', string: 'VARCHAR' }
  return names[type.name] ?? type.name.toUpperCase()
}
