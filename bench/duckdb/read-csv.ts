// How DuckDB reads a shape's CSV: every column declared, nothing detected.

import type { Shape } from '../shapes/shape.ts'
import { duckdbType } from './type.ts'

/** The table function call, to be put behind FROM. */
export function readCsv(path: string, shape: Shape): string {
  const columns = shape.columns.map(column => `${literal(column.name)}: ${literal(duckdbType(column.type))}`)
  return `read_csv(${literal(path)}, columns = {${columns.join(', ')}}, header = true, delim = ',', quote = '"', escape = '"', auto_detect = false)`
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
