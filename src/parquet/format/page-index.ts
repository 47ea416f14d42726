// The page index: where each data page of a column chunk lies and what its values are between, so that readers can leave pages out.
// Spec: https://github.com/apache/parquet-format/blob/master/PageIndex.md

import { binary, bool, i32, i64, list, optional, required, struct, type ValueOf } from '../thrift/struct.ts'
import { BoundaryOrder } from './enums.ts'

const PageLocation = struct('PageLocation', {
  offset: required(1, i64), // from the start of the file, to the page's header
  compressed_page_size: required(2, i32), // header included
  first_row_index: required(3, i64), // in the row group
})
export type PageLocation = ValueOf<typeof PageLocation>

export const OffsetIndex = struct('OffsetIndex', {
  page_locations: required(1, list(PageLocation)),
})
export type OffsetIndex = ValueOf<typeof OffsetIndex>

/** All lists have one entry a data page. */
export const ColumnIndex = struct('ColumnIndex', {
  null_pages: required(1, list(bool)),
  min_values: required(2, list(binary)), // empty for null pages
  max_values: required(3, list(binary)),
  boundary_order: required(4, BoundaryOrder),
  null_counts: optional(5, list(i64)),
  nan_counts: optional(8, list(i64)),
})
export type ColumnIndex = ValueOf<typeof ColumnIndex>
