// Words enter the page's bounds, and their hashes those of their rows: in a loop of its own, with few enough locals for the processor's registers.
// Four functions, though alike: in one, there would be a branch for each difference.

import { isNan, keyOf } from './bounds'
import { Column, orderSigned } from './column'
import { cellFactor, hashWord } from './hash'
import { rowHashes } from './memory'
import { presentRow } from './present-rows'

/** Of the rows [first, end) that hold a value (present-rows.ts). */
export function takeWordsIn(column: Column, from: u32, first: u32, end: u32, hasNulls: bool): void {
  if (column.order == orderSigned) {
    if (hasNulls) takeListedSigned(column, from, first, end)
    else takeAllSigned(column, from, first, end)
  } else if (hasNulls) takeListedFloats(column, from, first, end)
  else takeAllFloats(column, from, first, end)
}

function takeListedSigned(column: Column, from: u32, first: u32, end: u32): void {
  takeIn(column, from, first, end, true, true)
}

function takeAllSigned(column: Column, from: u32, first: u32, end: u32): void {
  takeIn(column, from, first, end, false, true)
}

function takeListedFloats(column: Column, from: u32, first: u32, end: u32): void {
  takeIn(column, from, first, end, true, false)
}

function takeAllFloats(column: Column, from: u32, first: u32, end: u32): void {
  takeIn(column, from, first, end, false, false)
}

@inline
function takeIn(column: Column, from: u32, first: u32, end: u32, hasNulls: bool, isSigned: bool): void {
  const hashes = rowHashes
  const factor = cellFactor(column.index)
  const slotBase = column.slotBase
  let smallest = column.smallest
  let largest = column.largest
  // By address: only listed rows have a number here.
  for (let i = first, next = <usize>(from + first) << 3; i < end; i++, next += 8) {
    const at = hasNulls ? <usize>presentRow(i, from, true) << 3 : next
    const slot = load<u64>(slotBase + at)
    store<u64>(hashes + at, load<u64>(hashes + at) + hashWord(slot) * factor)
    if (!isSigned && isNan(column, slot)) {
      column.pageNans++
      continue
    }
    const key = isSigned ? <i64>slot : keyOf(column, slot)
    smallest = min(smallest, key)
    largest = max(largest, key)
  }
  column.smallest = smallest
  column.largest = largest
}
