// What came of a stretch of the source: handed on in source order, whoever encoded it.

import type { Reject } from './block-parser.ts'
import type { EncodedRowGroup } from './row-group-encoder.ts'

export interface EncodedStretch {
  /** All records of the stretch, good and bad. */
  records: number
  rejects: readonly Reject[]
  /** Row groups that are ready to be written, with the partition each belongs to. */
  rowGroups: readonly PartitionRowGroup[]
}

export interface PartitionRowGroup {
  /** Hive path; empty without partitions. */
  partition: string
  rowGroup: EncodedRowGroup
}
