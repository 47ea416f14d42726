// The rows of a file in batches that fit in memory.

import type { FileMetaData } from '../../parquet/format/file-metadata.ts'
import type { ParquetFile } from '../../parquet/read/parquet-file.ts'
import { readRows } from '../../parquet/read/read-rows.ts'
import type { Value } from '../../parquet/read/value.ts'

const batchValues = 500_000 // values held at once

/** The first `rowEnd` rows. Row groups with an offset index are read in parts; others must be decoded as a whole anyway. */
export async function* rowBatches(file: ParquetFile, metadata: FileMetaData, rowEnd: number): AsyncGenerator<Value[][]> {
  let start = 0
  for (const group of metadata.row_groups) {
    const groupEnd = Math.min(start + group.num_rows, rowEnd)
    const isIndexed = group.columns.every(column => column.offset_index_offset !== undefined)
    const step = isIndexed ? Math.max(1, Math.floor(batchValues / Math.max(1, group.columns.length))) : group.num_rows
    for (; start < groupEnd; start = Math.min(start + step, groupEnd)) {
      yield await readRows(file, { start, end: Math.min(start + step, groupEnd), metadata })
    }
  }
}
