// The columns of a row: the root's children, in the order of a row's values. The nodes below a nested one are part of it.

import type { FileMetaData } from '../../parquet/format/file-metadata.ts'
import type { SchemaElement } from '../../parquet/format/schema-element.ts'

export function topLevelColumns({ schema }: FileMetaData): SchemaElement[] {
  const columns: SchemaElement[] = []
  let deeper = 0 // nodes that still belong to a nested column
  for (const element of schema.slice(1)) {
    if (deeper === 0) columns.push(element)
    else deeper--
    deeper += element.num_children ?? 0
  }
  return columns
}
