// The first rows of a Parquet file as a table, for whoever wants a look.

import type { ParquetFile } from '../../parquet/read/parquet-file.ts'
import { readMetadata } from '../../parquet/read/read-metadata.ts'
import { readRows } from '../../parquet/read/read-rows.ts'
import { type RowsTableOptions, rowsTable } from './rows-table.ts'
import { topLevelColumns } from './top-level-columns.ts'

/** @param rowEnd how many rows; fewer where the file has fewer */
export async function firstRows(file: ParquetFile, rowEnd: number, layout: Omit<RowsTableOptions, 'totalRows'>): Promise<string> {
  const metadata = await readMetadata(file)
  const rows = await readRows(file, { start: 0, end: rowEnd, metadata })
  return rowsTable(topLevelColumns(metadata), rows, { ...layout, totalRows: metadata.num_rows })
}
