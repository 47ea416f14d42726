// The closed sets of the format, numbered as in the specification.
// Spec: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift

import { enumeration, type ValueOf } from '../thrift/struct.ts'

export const Type = enumeration('Type', {
  BOOLEAN: 0,
  INT32: 1,
  INT64: 2,
  INT96: 3,
  FLOAT: 4,
  DOUBLE: 5,
  BYTE_ARRAY: 6,
  FIXED_LEN_BYTE_ARRAY: 7,
})
export type Type = ValueOf<typeof Type>

/** Superseded by LogicalType; written beside it for readers that know nothing else. */
export const ConvertedType = enumeration('ConvertedType', {
  UTF8: 0,
  MAP: 1,
  MAP_KEY_VALUE: 2,
  LIST: 3,
  ENUM: 4,
  DECIMAL: 5,
  DATE: 6,
  TIME_MILLIS: 7,
  TIME_MICROS: 8,
  TIMESTAMP_MILLIS: 9,
  TIMESTAMP_MICROS: 10,
  UINT_8: 11,
  UINT_16: 12,
  UINT_32: 13,
  UINT_64: 14,
  INT_8: 15,
  INT_16: 16,
  INT_32: 17,
  INT_64: 18,
  JSON: 19,
  BSON: 20,
  INTERVAL: 21,
})
export type ConvertedType = ValueOf<typeof ConvertedType>

export const FieldRepetitionType = enumeration('FieldRepetitionType', { REQUIRED: 0, OPTIONAL: 1, REPEATED: 2 })
export type FieldRepetitionType = ValueOf<typeof FieldRepetitionType>

export const encodingNumbers = {
  PLAIN: 0,
  GROUP_VAR_INT: 1, // never used
  PLAIN_DICTIONARY: 2,
  RLE: 3,
  BIT_PACKED: 4,
  DELTA_BINARY_PACKED: 5,
  DELTA_LENGTH_BYTE_ARRAY: 6,
  DELTA_BYTE_ARRAY: 7,
  RLE_DICTIONARY: 8,
  BYTE_STREAM_SPLIT: 9,
  ALP: 10,
} as const

export const Encoding = enumeration('Encoding', encodingNumbers)
export type Encoding = ValueOf<typeof Encoding>

export const CompressionCodec = enumeration('CompressionCodec', {
  UNCOMPRESSED: 0,
  SNAPPY: 1,
  GZIP: 2,
  LZO: 3,
  BROTLI: 4,
  LZ4: 5,
  ZSTD: 6,
  LZ4_RAW: 7,
})
export type CompressionCodec = ValueOf<typeof CompressionCodec>

export const PageType = enumeration('PageType', { DATA_PAGE: 0, INDEX_PAGE: 1, DICTIONARY_PAGE: 2, DATA_PAGE_V2: 3 })
export type PageType = ValueOf<typeof PageType>

export const BoundaryOrder = enumeration('BoundaryOrder', { UNORDERED: 0, ASCENDING: 1, DESCENDING: 2 })
export type BoundaryOrder = ValueOf<typeof BoundaryOrder>
