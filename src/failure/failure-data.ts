// What is known of a failure, as plain data: it travels between threads, into reports, ledger entries and queue attributes.

import type { FailureCode } from './codes.ts'

/** Where and why something failed. Positions count from 1 (line, record, column) or are byte offsets into the decompressed source. */
export interface FailureData {
  code: FailureCode
  /** The source: an object key, `s3://bucket/key` or a path. */
  source?: string
  /** Line in the source, 1-based; a quoted field may span lines: the line where its record starts, or where a quote opens that is never closed. */
  line?: number
  /** Record, 1-based, header and skipped lines not counted. */
  record?: number
  /** Column number in the source, 1-based. */
  column?: number
  columnName?: string
  /** Byte offset of the record, or of that quote, in the decompressed source. */
  byteOffset?: number
  /** The offending text, cut to `maxShownValue` characters by `shown()`. */
  value?: string
  /** What was expected, as in "decimal(10,2)". */
  expected?: string
  /** More words, when the catalogue's are not enough. */
  detail?: string
  /** How to go on, when it can be said better than the catalogue does. */
  fix?: string
}
