// The footer: schema, row groups, column chunks. Left out: encryption, size and geospatial statistics.
//
// Three structs are made twice: as they are read, and with what a writer keeps encoded.

import {
  bool,
  encoded,
  i16,
  i32,
  i64,
  list,
  listOfEncoded,
  optional,
  required,
  struct,
  type ThriftType,
  text,
  type ValueOf,
} from '../thrift/struct.ts'
import { CompressionCodec, Encoding, PageType, Type } from './enums.ts'
import { SchemaElement } from './schema-element.ts'
import { Statistics } from './statistics.ts'

export const KeyValue = struct('KeyValue', { key: required(1, text), value: optional(2, text) })
export type KeyValue = ValueOf<typeof KeyValue>

const SortingColumn = struct('SortingColumn', {
  column_idx: required(1, i32),
  descending: required(2, bool),
  nulls_first: required(3, bool),
})

const PageEncodingStats = struct('PageEncodingStats', {
  page_type: required(1, PageType),
  encoding: required(2, Encoding),
  count: required(3, i32),
})
export type PageEncodingStats = ValueOf<typeof PageEncodingStats>

export const ColumnMetaData = struct('ColumnMetaData', {
  type: required(1, Type),
  encodings: required(2, list(Encoding)),
  path_in_schema: required(3, list(text)),
  codec: required(4, CompressionCodec),
  num_values: required(5, i64), // nulls included
  total_uncompressed_size: required(6, i64), // page headers included
  total_compressed_size: required(7, i64), // page headers included
  key_value_metadata: optional(8, list(KeyValue)),
  data_page_offset: required(9, i64),
  index_page_offset: optional(10, i64),
  dictionary_page_offset: optional(11, i64),
  statistics: optional(12, Statistics),
  encoding_stats: optional(13, list(PageEncodingStats)),
  bloom_filter_offset: optional(14, i64),
  bloom_filter_length: optional(15, i32),
})
export type ColumnMetaData = ValueOf<typeof ColumnMetaData>

const columnChunk = <T>(metadata: ThriftType<T>) =>
  struct('ColumnChunk', {
    file_path: optional(1, text),
    file_offset: required(2, i64), // deprecated, 0
    meta_data: optional(3, metadata), // optional in the specification, and written by everybody
    offset_index_offset: optional(4, i64),
    offset_index_length: optional(5, i32),
    column_index_offset: optional(6, i64),
    column_index_length: optional(7, i32),
  })

const ColumnChunk = columnChunk(ColumnMetaData)
/** A column chunk as the footer describes it; its pages in the making are src/parquet/column-chunk.ts. */
export type ColumnChunkEntry = ValueOf<typeof ColumnChunk>

const rowGroup = <T>(chunk: ThriftType<T>) =>
  struct('RowGroup', {
    columns: required(1, list(chunk)),
    total_byte_size: required(2, i64), // uncompressed
    num_rows: required(3, i64),
    sorting_columns: optional(4, list(SortingColumn)),
    file_offset: optional(5, i64), // of the first page
    total_compressed_size: optional(6, i64),
    ordinal: optional(7, i16),
  })

const RowGroup = rowGroup(ColumnChunk)
export type RowGroup = ValueOf<typeof RowGroup>

/** With its column chunks' metadata encoded. */
export const RowGroupOfEncoded = rowGroup(columnChunk(encoded(ColumnMetaData)))

const ColumnOrder = struct('ColumnOrder', { TYPE_ORDER: optional(1, struct('TypeDefinedOrder', {})) })

const fileMetaData = <T>(rowGroups: ThriftType<T>) =>
  struct('FileMetaData', {
    version: required(1, i32),
    schema: required(2, list(SchemaElement)), // depth first, the root in front
    num_rows: required(3, i64),
    row_groups: required(4, rowGroups),
    key_value_metadata: optional(5, list(KeyValue)),
    created_by: optional(6, text),
    column_orders: optional(7, list(ColumnOrder)),
  })

export const FileMetaData = fileMetaData(list(RowGroup))
export type FileMetaData = ValueOf<typeof FileMetaData>

/** With its row groups encoded. */
export const FileMetaDataOfEncoded = fileMetaData(listOfEncoded(RowGroup))
