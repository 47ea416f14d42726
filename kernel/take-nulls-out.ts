// The rows that a loop over a column has listed, since it could not read their fields (parse.ts): the empty ones are done with here, as they are
// many where a column has nulls.

import { Column, isNull } from './column'
import { fieldEnd, fieldStart, mayEndInReturn, placeOf, startOf, trimmedEnd } from './field'
import { input, listed } from './memory'
import { rowBytes } from './rows'

/**
 * Rows that are listed up to `end`, and whose field is empty, are null: returns the end of the list without them. Which rows are null is not foreseen, so
 * nothing branches on it. A list that does not begin with one is left alone.
 */
export function takeNullsOut(column: Column, end: usize): usize {
  const field = column.field
  if (!column.nullable || listed == end || fieldStart(load<u32>(listed), field) != fieldEnd(load<u32>(listed), field)) return end
  const mayTrim = mayEndInReturn(field)
  const block = input
  const firstPlace = placeOf(0, field)
  const stride = rowBytes
  const presentBase = column.presentBase
  let kept = listed
  for (let at = listed; at < end; at += 4) {
    const row = load<u32>(at)
    const place = firstPlace + <usize>row * stride
    const start = startOf(block, place)
    const isEmpty = start == trimmedEnd(block, place, start, mayTrim)
    const presentAt = presentBase + row
    store<u8>(presentAt, isEmpty ? isNull : load<u8>(presentAt))
    store<u32>(kept, row)
    kept += usize(!isEmpty) << 2
  }
  column.blockNulls += <u32>(end - kept) >> 2
  return kept
}
