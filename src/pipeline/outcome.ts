// What became of one event: what logs, metrics and the live table show.

import type { FailureData } from '../failure/failure.ts'
import type { LedgerEntry } from './ledger-entry.ts'

export type Outcome =
  /** Converted and published; `warning` when only the move afterwards (`afterConvert`) did not work out: that is tried again. */
  | { state: 'converted'; key: string; entry: LedgerEntry; warning?: string }
  /** This very content was converted with this configuration before; nothing was written. */
  | { state: 'unchanged'; key: string; entry: LedgerEntry; warning?: string }
  /** Its dataset's ready marker is not there yet; the marker's own event brings it up again. */
  | { state: 'unready'; key: string; marker: string }
  /** A ready marker: a message was sent for each of the files that waited for it. */
  | { state: 'announced'; key: string; files: number }
  /** Not a source: outside the input prefix, a folder marker, a hidden name, no CSV name, an output of ours. */
  | { state: 'ignored'; key: string; reason: string }
  /** The source was deleted, and so were its outputs, as `onSourceDelete: remove` says. */
  | { state: 'removed'; key: string; entry: LedgerEntry }
  /** The object is no longer there, and nothing is to be done about that: published outputs stay. */
  | { state: 'gone'; key: string }
  /** Failed for good: the message is in the dead-letter queue, the object under `retryKey` (if it could be moved). */
  | { state: 'failed'; key: string; failure: FailureData; message: string; retryKey?: string }
  /** To be delivered again. */
  | { state: 'postponed'; key: string; failure: FailureData; message: string; visibleInSeconds: number }
