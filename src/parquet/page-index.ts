// Column chunk → its page index: where each data page lies (offset index) and between which values (column index).

import type { ColumnType } from '../schema/column-type.ts'
import type { ColumnChunk, DataPage } from './column-chunk.ts'
import { columnOrder, type Order } from './column-order.ts'
import type { BoundaryOrder } from './format/enums.ts'
import type { ColumnIndex, OffsetIndex, PageLocation } from './format/page-index.ts'

/** @param firstPageOffset of the first data page, from the start of the file */
export function offsetIndex(chunk: ColumnChunk, firstPageOffset: number): OffsetIndex {
  const page_locations: PageLocation[] = []
  let offset = firstPageOffset
  let first_row_index = 0
  for (const page of chunk.pages) {
    page_locations.push({ offset, compressed_page_size: page.bytes.length, first_row_index })
    offset += page.bytes.length
    first_row_index += page.rowCount
  }
  return { page_locations }
}

/**
 * @returns undefined if a page has values but no bounds (it holds a NaN, or a text whose upper bound cannot be had short): a column index
 * must have bounds for all pages that are not null throughout
 */
export function columnIndex(type: ColumnType, chunk: ColumnChunk): ColumnIndex | undefined {
  const { pages } = chunk
  const bounded = pages.filter(isBounded)
  if (bounded.length + pages.filter(isNullPage).length !== pages.length) return undefined
  return {
    null_pages: pages.map(isNullPage),
    min_values: pages.map(page => page.min?.value ?? noValue),
    max_values: pages.map(page => page.max?.value ?? noValue),
    boundary_order: boundaryOrder(columnOrder(type), bounded),
    null_counts: pages.map(page => page.nullCount),
    nan_counts: chunk.nanCount === undefined ? undefined : pages.map(page => page.nanCount ?? 0),
  }
}

const noValue = new Uint8Array(0)

type BoundedPage = DataPage & { min: object; max: object }

const isBounded = (page: DataPage): page is BoundedPage => page.min !== undefined && page.max !== undefined

const isNullPage = (page: DataPage): boolean => page.nullCount === page.rowCount

/** Whether smallest and largest values both rise, or both fall, from page to page; pages of nulls do not count. */
function boundaryOrder(order: Order, pages: readonly BoundedPage[]): BoundaryOrder {
  let ascending = true
  let descending = true
  for (const [index, page] of pages.entries()) {
    const previous = pages[index - 1]
    if (previous === undefined) continue
    const steps = [order(previous.min.value, page.min.value), order(previous.max.value, page.max.value)]
    if (steps.some(step => step > 0)) ascending = false
    if (steps.some(step => step < 0)) descending = false
  }
  return ascending ? 'ASCENDING' : descending ? 'DESCENDING' : 'UNORDERED'
}
