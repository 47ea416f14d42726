// Where a conversion's bytes go: opened as they are needed, committed or aborted by whoever asked for the conversion.

import type { ObjectWriter } from '../store/store.ts'

export interface Destination {
  /** `partition` is the Hive path (`day=2026-01-31/`), empty without partitions. */
  data(partition: string): ObjectWriter
  /** Rejected records in the source's own dialect, header first. */
  rejectedRows(): ObjectWriter
  /** Why each was rejected: NDJSON of FailureData. */
  rejectReasons(): ObjectWriter
}
