// DuckDB leaves row groups out whose statistics say that a value cannot be there: every value must be found all the same.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { sampleCell, sampleColumns, sampleValue } from '../parquet/sample-values.ts'
import { slowFile } from '../parquet/slow-file.ts'

const columns = sampleColumns.filter(column => !['binary', 'boolean'].includes(column.type.name))
const rowCount = 30
const rows = Array.from({ length: rowCount }, (_, row) => columns.map(column => sampleValue(column, row)))

it('a filter finds each value as often as it was written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parquetry-statistics-'))
  try {
    const path = join(folder, 'file.parquet')
    writeFileSync(path, await slowFile({ columns, rows, codec: 'snappy', layout: 'both', rowsPerPage: 1, rowsPerRowGroup: 2 }))
    const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
    for (const column of columns) {
      const cells = Array.from({ length: rowCount }, (_, row) => sampleCell(column, row))
      for (const value of new Set(cells.filter(cell => cell !== null && !cell.includes('\0')))) {
        const literal = `CAST('${value?.replaceAll("'", "''")}' AS ${duckdbType(column.type)})`
        const result = await connection.runAndReadAll(`SELECT count(*) FROM read_parquet('${path}') WHERE "${column.name}" = ${literal}`)
        const expected = cells.filter(
          cell => cell !== null && (cell === value || (Number(cell) === 0 && Number(value) === 0 && cell !== '')),
        ).length
        expect({ column: column.name, value, count: Number(result.getRows()[0]?.[0]) }).toEqual({
          column: column.name,
          value,
          count: expected,
        })
      }
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

function duckdbType(type: (typeof columns)[number]['type']): string {
  if (type.name === 'decimal') return `DECIMAL(${type.precision},${type.scale})`
  const names: Readonly<Record<string, string>> = { int: 'INTEGER', long: 'BIGINT', string: 'VARCHAR' }
  return names[type.name] ?? type.name.toUpperCase()
}
