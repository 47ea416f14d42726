// Whether a footer is sound: the schema is one tree, every row group has one chunk a leaf, every chunk lies inside the file. What is read
// later is planned from these numbers, so they must not lie.

import type { ColumnChunkEntry, FileMetaData, RowGroup } from '../format/file-metadata.ts'
import type { SchemaElement } from '../format/schema-element.ts'
import { invalidParquet } from './parquet-file.ts'
import { isFlat, type SchemaLeaf, schemaLeaves } from './schema-leaves.ts'

/** Pages count their values in 32 bits, so no reader handles row groups beyond. */
const maxRowGroupRows = 2 ** 31 - 1
const maxFixedBytes = 1024 * 1024

/**
 * @param fileBytes the size of the file
 * @throws Failure PARQUET_INVALID
 */
export function checkMetadata(metadata: FileMetaData, fileBytes: number): void {
  const leaves = schemaLeaves(metadata.schema)
  for (const leaf of leaves) checkLeaf(leaf.element)
  for (const [index, rowGroup] of metadata.row_groups.entries()) {
    if (rowGroup.columns.length !== leaves.length) {
      throw invalidParquet(`row group ${index} has ${rowGroup.columns.length} column chunks for ${leaves.length} columns`)
    }
    checkRowCount(rowGroup, index)
    for (const [column, leaf] of leaves.entries()) checkChunk(rowGroup.columns[column], leaf, rowGroup.num_rows, fileBytes)
  }
  const rows = metadata.row_groups.reduce((sum, rowGroup) => sum + rowGroup.num_rows, 0)
  if (rows !== metadata.num_rows) throw invalidParquet(`the row groups hold ${rows} rows, the footer says ${metadata.num_rows}`)
}

function checkLeaf(element: SchemaElement): void {
  if (element.type !== 'FIXED_LEN_BYTE_ARRAY') return
  const bytes = element.type_length ?? 0
  if (bytes < 1 || bytes > maxFixedBytes) throw invalidParquet(`column "${element.name}" has values of ${bytes} bytes`)
}

function checkRowCount(rowGroup: RowGroup, index: number): void {
  const rows = rowGroup.num_rows
  if (rows < 0 || rows > maxRowGroupRows) throw invalidParquet(`row group ${index} has ${rows} rows`)
}

function checkChunk(chunk: ColumnChunkEntry | undefined, leaf: SchemaLeaf, rows: number, fileBytes: number): void {
  const meta_data = chunk?.meta_data
  if (chunk?.file_path !== undefined) throw invalidParquet('its columns lie in other files')
  if (chunk === undefined || meta_data === undefined) throw invalidParquet('a column chunk without metadata')
  if (meta_data.type !== leaf.element.type) throw invalidParquet(`a column chunk of type ${meta_data.type} instead of ${leaf.element.type}`)
  const values = meta_data.num_values
  if (values < 0 || (isFlat(leaf) && values !== rows)) throw invalidParquet(`a column chunk with ${values} values for ${rows} rows`)
  const start = meta_data.dictionary_page_offset || meta_data.data_page_offset
  checkRange('a column chunk', start, meta_data.total_compressed_size, fileBytes)
  checkRange('a data page', meta_data.data_page_offset, 0, fileBytes)
  checkRange('an offset index', chunk.offset_index_offset ?? 0, chunk.offset_index_length ?? 0, fileBytes)
  checkRange('a column index', chunk.column_index_offset ?? 0, chunk.column_index_length ?? 0, fileBytes)
}

function checkRange(what: string, offset: number, length: number, fileBytes: number): void {
  if (offset < 0 || length < 0 || offset + length > fileBytes) {
    throw invalidParquet(`${what} at ${offset}, ${length} bytes long, lies outside the file`)
  }
}
