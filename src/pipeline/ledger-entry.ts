// What became of one source key, as readable JSON under `<statePrefix>ledger/`. Advanced only by conditional writes (ledger.ts), so it
// is also the fence between two workers at the same key.
//
// Format 2 has all of format 1 and more, none of it required, so entries of format 1 are read as they are (read-entry.ts). Whoever adds a
// required field or gives one another meaning makes a new format.

import type { FailureData } from '../failure/failure.ts'

/** Which content of a key is meant. */
export interface SourceIdentity {
  bucket: string
  key: string
  etag: string
  versionId?: string
  size: number // bytes
  /** Of the whole content, one that different contents do not share: `CRC64NVME:…`. Not every store has it. */
  checksum?: string
  /** Of the event that led here, if it had one; compared within one key only, after padding with zeros on the right. */
  sequencer?: string
}

export interface LedgerOutput {
  key: string
  rows: number
  bytes: number
  contentHash: string
  /** Known once it is published. */
  etag?: string
}

export const LEDGER_STATES = ['publishing', 'done', 'failed', 'removed'] as const
export type LedgerState = (typeof LEDGER_STATES)[number]

export interface LedgerEntry {
  /** Of this layout. */
  format: 2
  /**
   * `publishing`: outputs are being replaced; if that stays, the worker died and the message is delivered again.
   * `done`: exactly `outputs` are published. `failed`: nothing of this source version is; `outputs` are those of an earlier one.
   * Where a person has to act first the version still lies where it was dropped, and its message comes back.
   * `removed`: the source was deleted and its outputs with it.
   */
  state: LedgerState
  source: SourceIdentity
  /** By which identity the outputs know the source, where the same bytes came again under another one since. */
  convertedFrom?: SourceIdentity
  /** Name of the dataset file; undefined: types were inferred. */
  dataset?: string
  /** Which state of the dataset file (schema-version.ts). */
  schemaVersion?: string
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
  /** Where the pipeline itself puts the source once it is published; written before it does. A source that is gone then was not deleted. */
  putAway?: 'archive' | 'delete'
  /** Of corrected rows: the version of a source that they were rejected from. */
  parent?: ParentVersion
  /** Keys of corrected rows of this version, published or about to be: they go when it goes. */
  fixes?: readonly string[]
  /** What was published before: what this version replaced or, if it failed, what stays. */
  replaced?: ReplacedVersion
  /** Deliveries of the message that led here, the last one included. */
  attempts?: number
  /** ISO 8601, UTC: when the last attempt began. */
  startedAt?: string
  /** Of the conversion. */
  durationMs?: number
  /** From the conversion's end until everything was in place. */
  publishMs?: number
  /** ISO 8601, UTC. */
  finishedAt: string
}

/** The conversion from which corrected rows were rejected. */
export interface ParentVersion {
  key: string
  etag: string
  configHash: string
  /** Below the input prefix: the source in which the rows came first, whose dataset and layout they follow. */
  follows: string
}

/** A version of a source that was published and is not any more, or not for long. */
export interface ReplacedVersion {
  source: SourceIdentity
  configHash?: string
  rows?: { parsed: number; written: number; rejected: number }
  outputs: number
  /** ISO 8601, UTC. */
  finishedAt: string
}

/** Whether this content was published with this configuration. */
export function isDoneFor(entry: LedgerEntry, source: SourceIdentity, configHash: string): boolean {
  return entry.state === 'done' && isSameContent(entry.source, source) && entry.configHash === configHash
}

type ContentIdentity = Pick<SourceIdentity, 'etag' | 'size' | 'checksum'>

/** Whether two identities are known to have the same bytes; those that are not may have them all the same. */
export function isSameContent(a: ContentIdentity, b: ContentIdentity): boolean {
  return a.size === b.size && (a.etag === b.etag || (a.checksum !== undefined && a.checksum === b.checksum))
}

/** What a version that comes after `entry` has before it. */
export function versionBefore(entry: LedgerEntry | undefined, next: SourceIdentity): ReplacedVersion | undefined {
  if (entry === undefined) return undefined
  // What was never wholly published, or is converted once more, has replaced nothing itself.
  return entry.state === 'done' && !isSameContent(entry.source, next) ? publishedVersion(entry) : entry.replaced
}

/** What the entry says was published. */
export function publishedVersion(entry: LedgerEntry): ReplacedVersion {
  const { source, configHash, rows, outputs, finishedAt } = entry
  const known = { ...(configHash === undefined ? {} : { configHash }), ...(rows === undefined ? {} : { rows }) }
  return { source, ...known, outputs: outputs.length, finishedAt }
}
