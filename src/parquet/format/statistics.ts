// Bounds and counts of a column chunk's values. `min` and `max` (1, 2) are of old writers whose order cannot be trusted; only read.

import { binary, bool, i64, optional, struct, type ValueOf } from '../thrift/struct.ts'

export const Statistics = struct('Statistics', {
  max: optional(1, binary),
  min: optional(2, binary),
  null_count: optional(3, i64),
  distinct_count: optional(4, i64),
  max_value: optional(5, binary),
  min_value: optional(6, binary),
  is_max_value_exact: optional(7, bool),
  is_min_value_exact: optional(8, bool),
  nan_count: optional(9, i64),
})
export type Statistics = ValueOf<typeof Statistics>
