// What stands before every page's bytes. Left out: index pages (never used by anybody) and the statistics of single pages, which live in
// the column index.

import { bool, i32, optional, required, struct, type ValueOf } from '../thrift/struct.ts'
import { Encoding, PageType } from './enums.ts'

const DataPageHeader = struct('DataPageHeader', {
  num_values: required(1, i32), // nulls included
  encoding: required(2, Encoding),
  definition_level_encoding: required(3, Encoding),
  repetition_level_encoding: required(4, Encoding),
})

const DictionaryPageHeader = struct('DictionaryPageHeader', {
  num_values: required(1, i32),
  encoding: required(2, Encoding),
  is_sorted: optional(3, bool),
})

const DataPageHeaderV2 = struct('DataPageHeaderV2', {
  num_values: required(1, i32),
  num_nulls: required(2, i32),
  num_rows: required(3, i32),
  encoding: required(4, Encoding),
  definition_levels_byte_length: required(5, i32),
  repetition_levels_byte_length: required(6, i32),
  is_compressed: optional(7, bool), // absent: true
})

export const PageHeader = struct('PageHeader', {
  type: required(1, PageType),
  uncompressed_page_size: required(2, i32), // bytes, without this header
  compressed_page_size: required(3, i32), // bytes, without this header
  crc: optional(4, i32), // CRC-32 of the page's bytes as they stand in the file
  data_page_header: optional(5, DataPageHeader),
  dictionary_page_header: optional(7, DictionaryPageHeader),
  data_page_header_v2: optional(8, DataPageHeaderV2),
})
export type PageHeader = ValueOf<typeof PageHeader>
