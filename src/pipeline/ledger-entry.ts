// What became of one source key, as readable JSON under `<statePrefix>ledger/`. Advanced only by conditional writes (ledger.ts), so it
// is also the fence between two workers at the same key.

import type { FailureData } from '../failure/failure.ts'

/** Which content of a key is meant. */
export interface SourceIdentity {
  bucket: string
  key: string
  etag: string
  versionId?: string
  size: number // bytes
}

export interface LedgerOutput {
  key: string
  rows: number
  bytes: number
  contentHash: string
  /** Known once it is published. */
  etag?: string
}

export interface LedgerEntry {
  /** Of this layout. */
  format: 1
  /**
   * `publishing`: outputs are being replaced; if that stays, the worker died and the message is delivered again.
   * `done`: exactly `outputs` are published. `failed`: nothing of this source version is; `outputs` are those of an earlier one.
   * Where a person has to act first the version still lies where it was dropped, and its message comes back.
   */
  state: 'publishing' | 'done' | 'failed'
  source: SourceIdentity
  /** Name of the dataset file; undefined: types were inferred. */
  dataset?: string
  configHash?: string
  outputs: readonly LedgerOutput[]
  rejectFiles: readonly string[]
  /**
   * Keys that an interrupted or overtaken attempt may have published, or still publish. What lies there is no part of the dataset, unless
   * `outputs` or `rejectFiles` name it too.
   */
  strays: readonly string[]
  rows?: { parsed: number; written: number; rejected: number }
  bytesParsed?: number
  warnings?: readonly string[]
  failure?: FailureData
  /** Where a failed version of the source lies; deleted once a later version is published. */
  retryKey?: string
  durationMs?: number
  /** ISO 8601, UTC. */
  finishedAt: string
}

/** Whether this content was published with this configuration. */
export function isDoneFor(entry: LedgerEntry, source: SourceIdentity, configHash: string): boolean {
  const isSameSource = entry.source.etag === source.etag && entry.source.size === source.size
  return entry.state === 'done' && isSameSource && entry.configHash === configHash
}
