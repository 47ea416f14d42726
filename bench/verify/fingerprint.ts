// What a table holds, in a few numbers that DuckDB computes over all of its rows: for each column the count of values, smallest, largest
// and a sum of hashes; for the table the count of rows and a sum of hashes over (row number, all columns), so that order counts too.

import type { DuckDBConnection } from '@duckdb/node-api'
import { identifier } from '../duckdb/read-csv.ts'
import { duckdbType } from '../duckdb/type.ts'
import type { Shape } from '../shapes/shape.ts'

/** Numbers as text, by what they measure: `rows`, `row hashes`, `l_tax: largest`, … */
export type Fingerprint = ReadonlyMap<string, string>

/** `table` is what stands behind FROM; its columns are cast to the shape's types first. */
export async function fingerprint(connection: DuckDBConnection, table: string, shape: Shape): Promise<Fingerprint> {
  const measures = shape.columns.flatMap(({ name }) => columnMeasures(name))
  const columns = shape.columns.map(({ name }) => identifier(name)).join(', ')
  measures.push(['rows', 'count(*)'], ['row hashes', `sum(hash(row_number, ${columns}))`])
  const casts = shape.columns.map(({ name, type }) => `${identifier(name)}::${duckdbType(type)} AS ${identifier(name)}`)
  const reader = await connection.runAndReadAll(
    `SELECT ${measures.map(([, expression]) => `(${expression})::VARCHAR`).join(', ')}
     FROM (SELECT row_number() OVER () AS row_number, ${casts.join(', ')} FROM ${table})`,
  )
  const numbers = reader.getRows()[0] ?? []
  return new Map(measures.map(([measure], index) => [measure, String(numbers[index])]))
}

function columnMeasures(name: string): [string, string][] {
  const column = identifier(name)
  return [
    [`${name}: values`, `count(${column})`],
    [`${name}: smallest`, `min(${column})`],
    [`${name}: largest`, `max(${column})`],
    [`${name}: hashes`, `sum(hash(${column}))`],
  ]
}
