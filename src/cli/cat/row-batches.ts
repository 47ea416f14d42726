// The rows of a file in batches that fit in memory.

import type { FileMetaData, RowGroup } from '../../parquet/format/file-metadata.ts'
import type { ParquetFile } from '../../parquet/read/parquet-file.ts'
import { readRows } from '../../parquet/read/read-rows.ts'
import type { Value } from '../../parquet/read/value.ts'

const batchValues = 500_000 // values held at once
const unindexedBatchValues = 2_000_000 // where each batch must read the whole row group
const batchBytes = 32 * 1024 * 1024 // of pages, decompressed

/** The first `rowEnd` rows. */
export async function* rowBatches(file: ParquetFile, metadata: FileMetaData, rowEnd: number): AsyncGenerator<Value[][]> {
  let start = 0
  for (const group of metadata.row_groups) {
    const groupEnd = Math.min(start + group.num_rows, rowEnd)
    const step = batchRows(group)
    for (; start < groupEnd; start = Math.min(start + step, groupEnd)) {
      yield await readRows(file, { start, end: Math.min(start + step, groupEnd), metadata })
    }
  }
}

function batchRows({ columns, num_rows }: RowGroup): number {
  const isIndexed = columns.every(column => column.offset_index_offset !== undefined)
  const bytes = columns.reduce((sum, { meta_data }) => sum + Math.max(0, meta_data?.total_uncompressed_size ?? 0), 0)
  const byValues = (isIndexed ? batchValues : unindexedBatchValues) / Math.max(1, columns.length)
  const byBytes = (batchBytes / Math.max(1, bytes)) * num_rows
  return Math.max(1, Math.floor(Math.min(byValues, byBytes)))
}
