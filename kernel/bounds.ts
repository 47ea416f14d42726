// The smallest and largest value of the open page, for statistics and the column index.
// Spec: parquet.thrift, Statistics and ColumnOrder. NaN never counts; zeros are widened to -0.0 and +0.0 by whoever writes the footer.

import {boundBytes, 
  Column, orderBytes, orderDouble, orderSigned, orderSignedBytes, storeBits, storeFour,
} from './column'

export function openBounds(column: Column): void {
  column.bounded = 0
  column.pageNans = 0
}

@inline
export function widenWord(column: Column, slot: u64): void {
  if (column.order == orderSigned) {
    if (!column.bounded) setWords(column, slot)
    else if (<i64>slot < <i64>column.minimumSlot) column.minimumSlot = slot
    else if (<i64>slot > <i64>column.maximumSlot) column.maximumSlot = slot
  } else widenFloat(column, slot)
}

function setWords(column: Column, slot: u64): void {
  column.minimumSlot = slot
  column.maximumSlot = slot
  column.bounded = 1
}

function widenFloat(column: Column, slot: u64): void {
  const isDouble = column.order == orderDouble
  const value = isDouble ? reinterpret<f64>(slot) : <f64>reinterpret<f32>(<u32>slot)
  if (isNaN(value)) {
    column.pageNans++
    return
  }
  if (!column.bounded) return setWords(column, slot)
  const minimum = isDouble ? reinterpret<f64>(column.minimumSlot) : <f64>reinterpret<f32>(<u32>column.minimumSlot)
  const maximum = isDouble ? reinterpret<f64>(column.maximumSlot) : <f64>reinterpret<f32>(<u32>column.maximumSlot)
  if (value < minimum) column.minimumSlot = slot
  if (value > maximum) column.maximumSlot = slot
}

/** Only the first `boundBytes` bytes count: what differs behind them is cut off in statistics anyway. */
export function widenBytes(column: Column, address: usize, length: u32): void {
  const cut = min(length, boundBytes)
  if (!column.bounded) {
    if (column.minimumBytes == 0) {
      column.minimumBytes = heap.alloc(boundBytes)
      column.maximumBytes = heap.alloc(boundBytes)
    }
    column.bounded = 1
    setMinimum(column, address, cut)
    setMaximum(column, address, cut)
    return
  }
  const flip: u8 = column.order == orderSignedBytes ? 0x80 : 0
  if (isLess(address, cut, column.minimumBytes, column.minimumLength, flip)) setMinimum(column, address, cut)
  else if (isLess(column.maximumBytes, column.maximumLength, address, cut, flip)) setMaximum(column, address, cut)
}

@inline
function isLess(a: usize, aLength: u32, b: usize, bLength: u32, flip: u8): bool {
  if (aLength > 0 && bLength > 0) {
    const first = load<u8>(a) ^ flip
    const second = load<u8>(b) ^ flip
    if (first != second) return first < second
  }
  const order = memory.compare(a, b, min(aLength, bLength))
  return order != 0 ? order < 0 : aLength < bLength
}

function setMinimum(column: Column, address: usize, length: u32): void {
  memory.copy(column.minimumBytes, address, length)
  column.minimumLength = length
}

function setMaximum(column: Column, address: usize, length: u32): void {
  memory.copy(column.maximumBytes, address, length)
  column.maximumLength = length
}

// The bound as the host reads it: PLAIN, without a length in front.
let bound: usize = 0

export function getBound(): usize {
  return bound
}

/** Length of the smallest value of the open page; -1 if it has none. */
export function minimum(column: Column): i32 {
  if (!column.bounded) return -1
  if (column.order >= orderBytes) {
    bound = column.minimumBytes
    return column.minimumLength
  }
  bound = changetype<usize>(column) + offsetof<Column>("minimumSlot")
  return slotLength(column)
}

/** Length of the largest value of the open page; -1 if it has none. */
export function maximum(column: Column): i32 {
  if (!column.bounded) return -1
  if (column.order >= orderBytes) {
    bound = column.maximumBytes
    return column.maximumLength
  }
  bound = changetype<usize>(column) + offsetof<Column>("maximumSlot")
  return slotLength(column)
}

function slotLength(column: Column): i32 {
  return column.storage == storeBits ? 1 : column.storage == storeFour ? 4 : 8
}
