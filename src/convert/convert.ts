// One source → Parquet. Bytes in, bytes out: where they come from and go to is given.

import { Failure } from '../failure/failure.ts'
import type { Column, ConversionOptions } from '../schema/dataset.ts'
import type { ObjectWriter } from '../store/store.ts'
import type { ConversionReport } from './report.ts'

/** Where the bytes come from. `open` may be called twice (inference reads the whole source first) and must give the same bytes. */
export interface Source {
  /** For messages: `s3://bucket/key` or a path. */
  name: string
  open(): AsyncIterable<Uint8Array>
  /** Bytes as stored, when known. */
  size?: number
}

/** Where the bytes go. */
export interface Destination {
  /** `partition` is the Hive path (`day=2026-01-31/`), empty without partitions. */
  data(partition: string): ObjectWriter
  /** Rejected records in the source's own dialect, header first. */
  rejectedRows(): ObjectWriter
  /** Why each was rejected: NDJSON of FailureData. */
  rejectReasons(): ObjectWriter
}

export interface ConvertRequest extends ConversionOptions {
  source: Source
  destination: Destination
  /** The declared columns; undefined: inferred from the whole source. */
  columns?: readonly Column[]
  /** Into the footer, beside the writer's own (`parquetry.source`, `parquetry.etag`, …). */
  keyValueMetadata?: Readonly<Record<string, string>>
  /** Worker threads; 1 converts on the calling thread. The output does not depend on it. */
  threads?: number
  onProgress?: (progress: Progress) => void
  signal?: AbortSignal
}

export interface Progress {
  phase: 'infer' | 'convert'
  bytesRead: number
  rows: number
}

/**
 * Converts one source. Every output is complete when it resolves, and none is committed: the caller does that.
 * When it rejects (with a `Failure`), all outputs are aborted.
 */
export async function convert(request: ConvertRequest): Promise<ConversionReport> {
  throw new Failure({ code: 'INTERNAL', detail: `not built yet: ${request.source.name}` })
}
