// The border between whoever encodes values (the kernel) and whoever lays out the file: one data page's body, not yet compressed.

import type { Encoding } from './format/enums.ts'

/** Of values that are no indices into a dictionary. */
export type ValueEncoding = Extract<
  Encoding,
  'PLAIN' | 'RLE' | 'DELTA_BINARY_PACKED' | 'DELTA_LENGTH_BYTE_ARRAY' | 'DELTA_BYTE_ARRAY' | 'BYTE_STREAM_SPLIT'
>

export type PageEncoding = ValueEncoding | 'RLE_DICTIONARY'

export interface EncodedPage {
  /** Definition levels (RLE, 4-byte length in front, only when the column is nullable), then values: the body of a data page v1. */
  body: Uint8Array
  /** Rows, nulls included (the schema is flat: a value a row). */
  rowCount: number
  nullCount: number
  /** Values that are NaN, in `float` and `double` columns (0 where there are none); absent: unknown, and no bounds are written. */
  nanCount?: number
  encoding: PageEncoding
  /**
   * Smallest and largest value in the statistics' own byte form (PLAIN, without length prefix); absent when all is null or NaN. In buffers of
   * their own, which nobody changes.
   */
  min?: Uint8Array<ArrayBuffer>
  max?: Uint8Array<ArrayBuffer>
}

/** The dictionary page's body (PLAIN values), not yet compressed. */
export interface EncodedDictionary {
  body: Uint8Array
  valueCount: number
}
