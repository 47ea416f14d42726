// What a conversion tells about itself: the numbers that are checked before anything is published.

import type { FailureData } from '../failure/failure.ts'
import type { Column } from '../schema/dataset.ts'
import type { Dialect } from '../schema/dialect.ts'
import type { ObjectWriter } from '../store/store.ts'

export interface ConversionReport {
  columns: readonly Column[]
  inferred: boolean
  /** How the source was read: as declared, or as it was sniffed. */
  dialect: Dialect
  rowsParsed: number
  rowsWritten: number
  rowsRejected: number
  /** Bytes read from the source, compressed if it was. */
  bytesRead: number
  /** Bytes of CSV after decompression. */
  bytesParsed: number
  outputs: readonly WrittenOutput[]
  /** The first rejects, at most `maxReportedRejects`; all of them are in the reject files. */
  rejects: readonly FailureData[]
  rejectFiles: { rows: WrittenFile; reasons: WrittenFile } | undefined
  warnings: readonly string[]
}

export const maxReportedRejects = 10

/** A complete object, written but not yet visible: the caller commits all of them or aborts all of them. */
export interface WrittenFile {
  /** Of a reject file: its records, or reasons. */
  rows: number
  bytes: number
  writer: ObjectWriter
}

export interface WrittenOutput extends WrittenFile {
  /** Hive path of the partition, `day=2026-01-31/` (empty without partitions). */
  partition: string
  /** Order-independent hash of the rows, 16 hexadecimal digits. */
  contentHash: string
}
