// What `inspect` shows: the footer in words and numbers, as plain data.

import type { CompressionCodec, Encoding, Type } from '../format/enums.ts'
import type { ColumnChunkEntry, ColumnMetaData, FileMetaData, RowGroup } from '../format/file-metadata.ts'
import type { SchemaElement } from '../format/schema-element.ts'
import { typeName } from './annotation.ts'
import { type SchemaLeaf, schemaLeaves } from './schema-leaves.ts'
import { storedBound, type Value, valueReader } from './value.ts'

export interface FileDescription {
  rows: number
  createdBy: string | undefined
  columns: ColumnDescription[]
  rowGroups: RowGroupDescription[]
  /** In file order. */
  keyValueMetadata: { key: string; value: string | undefined }[]
}

export interface ColumnDescription {
  /** Names from the top, joined by dots where nested. */
  name: string
  /** As in a dataset file where there is such a type: `decimal(10,2)`. */
  type: string
  storedAs: Type
  nullable: boolean
}

export interface RowGroupDescription {
  rows: number
  compressedBytes: number
  uncompressedBytes: number
  /** One a column. */
  chunks: ChunkDescription[]
  /** The order of the rows, as the writer declares it. */
  sortedBy: { column: string; descending: boolean; nullsFirst: boolean }[]
}

export interface ChunkDescription {
  codec: CompressionCodec
  encodings: readonly Encoding[]
  /** Data pages of each encoding, where the writer says it. */
  dataPages: { encoding: Encoding; count: number }[] | undefined
  hasDictionary: boolean
  hasPageIndex: boolean
  /** Header included, where the writer says it; 0: it has none. */
  bloomFilterBytes: number | undefined
  values: number // nulls included
  nulls: number | undefined
  compressedBytes: number // page headers included
  uncompressedBytes: number
  min: BoundDescription | undefined
  max: BoundDescription | undefined
}

export interface BoundDescription {
  value: Value
  /** Whether the chunk holds this very value; undefined where the writer does not say. */
  isExact: boolean | undefined
}

/**
 * @param metadata as `readMetadata` gives it
 * @throws Failure PARQUET_INVALID when the schema is no tree
 */
export function describeFile(metadata: FileMetaData): FileDescription {
  const leaves = schemaLeaves(metadata.schema)
  return {
    rows: metadata.num_rows,
    createdBy: metadata.created_by,
    columns: leaves.map(describeColumn),
    rowGroups: metadata.row_groups.map(rowGroup => describeRowGroup(rowGroup, leaves)),
    keyValueMetadata: (metadata.key_value_metadata ?? []).map(({ key, value }) => ({ key, value })),
  }
}

function describeColumn({ element, path, nullable }: SchemaLeaf): ColumnDescription {
  return { name: path.join('.'), type: typeName(element), storedAs: element.type ?? 'BYTE_ARRAY', nullable }
}

function describeRowGroup(rowGroup: RowGroup, leaves: readonly SchemaLeaf[]): RowGroupDescription {
  const chunks = leaves.flatMap((leaf, index) => describeChunk(leaf.element, rowGroup.columns[index]))
  return {
    rows: rowGroup.num_rows,
    compressedBytes: chunks.reduce((sum, chunk) => sum + chunk.compressedBytes, 0),
    uncompressedBytes: chunks.reduce((sum, chunk) => sum + chunk.uncompressedBytes, 0),
    chunks,
    sortedBy: (rowGroup.sorting_columns ?? []).map(({ column_idx, descending, nulls_first }) => ({
      column: leaves[column_idx]?.path.join('.') ?? '?',
      descending,
      nullsFirst: nulls_first,
    })),
  }
}

function describeChunk(element: SchemaElement, chunk: ColumnChunkEntry | undefined): ChunkDescription[] {
  const data = chunk?.meta_data
  if (chunk === undefined || data === undefined) return []
  return [
    {
      codec: data.codec,
      encodings: data.encodings,
      dataPages: dataPages(data),
      hasDictionary: data.dictionary_page_offset !== undefined,
      hasPageIndex: chunk.offset_index_offset !== undefined,
      bloomFilterBytes: data.bloom_filter_offset === undefined ? 0 : data.bloom_filter_length,
      values: data.num_values,
      nulls: data.statistics?.null_count,
      compressedBytes: data.total_compressed_size,
      uncompressedBytes: data.total_uncompressed_size,
      min: describeBound(element, data.statistics?.min_value, data.statistics?.is_min_value_exact),
      max: describeBound(element, data.statistics?.max_value, data.statistics?.is_max_value_exact),
    },
  ]
}

function dataPages(data: ColumnMetaData): ChunkDescription['dataPages'] {
  return data.encoding_stats
    ?.filter(stats => stats.page_type === 'DATA_PAGE' || stats.page_type === 'DATA_PAGE_V2')
    .map(({ encoding, count }) => ({ encoding, count }))
}

function describeBound(element: SchemaElement, bytes: Uint8Array | undefined, isExact: boolean | undefined): BoundDescription | undefined {
  const stored = bytes && storedBound(element, bytes)
  return stored === undefined ? undefined : { value: valueReader(element)(stored), isExact }
}
