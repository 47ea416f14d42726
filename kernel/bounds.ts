// The smallest and largest value of the open page, for statistics and the column index.
// Spec: parquet.thrift, Statistics and ColumnOrder. NaN never counts; zeros are widened to -0.0 and +0.0 by whoever writes the footer.

import {
  boundBytes, Column, isWordColumn, orderBytes, orderDouble, orderFloat, orderSigned, orderSignedBytes, storeBits, storeFour,
} from './column'
import { compareBytes } from './compare-bytes'
import { slack } from './memory'

export function openBounds(column: Column): void {
  column.bounded = 0
  column.minimumPrefix = u64.MAX_VALUE
  column.maximumPrefix = 0
  column.pageNans = 0
  column.smallest = i64.MAX_VALUE
  column.largest = i64.MIN_VALUE
}

/**
 * Words are compared as signed numbers: integers as they are, floating point by a key in the same order. The key of a negative float is its
 * bits with all but the sign turned over, and so is the way back.
 */
@inline
export function widenWord(column: Column, slot: u64): void {
  if (column.order != orderSigned) return widenFloat(column, slot)
  if (<i64>slot < column.smallest) column.smallest = <i64>slot
  if (<i64>slot > column.largest) column.largest = <i64>slot
}

@inline
function widenFloat(column: Column, slot: u64): void {
  if (isNan(column, slot)) {
    column.pageNans++
    return
  }
  const isDouble = column.order == orderDouble
  const key = turnOver(isDouble ? <i64>slot : <i64>(<i32>slot), isDouble)
  if (key < column.smallest) column.smallest = key
  if (key > column.largest) column.largest = key
}

@inline
export function isNan(column: Column, slot: u64): bool {
  if (column.order == orderDouble) return (slot & i64.MAX_VALUE) > 0x7ff0000000000000
  return column.order == orderFloat && (slot & 0x7fffffff) > 0x7f800000
}

/** A word's place in the column's order; not for NaN. */
@inline
export function keyOf(column: Column, slot: u64): i64 {
  if (column.order == orderSigned) return <i64>slot
  return column.order == orderDouble ? turnOver(<i64>slot, true) : turnOver(<i64>(<i32>slot), false)
}

@inline
function turnOver(bits: i64, isDouble: bool): i64 {
  return bits ^ ((bits >> 63) & (isDouble ? i64.MAX_VALUE : 0x7fffffff))
}

/** The first eight bytes nearly always tell that a text lies between the bounds. Reads up to 7 bytes behind it. */
@inline
export function widenText(column: Column, address: usize, length: u32): void {
  const prefix = prefixOf(column, address, length)
  if (prefix <= column.minimumPrefix || prefix >= column.maximumPrefix) widenBytes(column, address, length)
}

/** In the column's order; texts that begin alike, or are shorter, may have the same one. */
@inline
function prefixOf(column: Column, address: usize, length: u32): u64 {
  let word = load<u64>(address)
  if (length < 8) word = length == 0 ? 0 : word & (~(<u64>0) >> ((8 - length) << 3))
  return bswap(word) ^ (column.order == orderSignedBytes ? (<u64>1) << 63 : 0)
}

/** Only the first `boundBytes` bytes count: what differs behind them is cut off in statistics anyway. */
function widenBytes(column: Column, address: usize, length: u32): void {
  const cut = min(length, boundBytes)
  if (!column.bounded) {
    if (column.minimumBytes == 0) {
      column.minimumBytes = heap.alloc(boundBytes + slack)
      column.maximumBytes = heap.alloc(boundBytes + slack)
    }
    column.bounded = 1
    setMinimum(column, address, cut)
    setMaximum(column, address, cut)
    return
  }
  const flip: u8 = column.order == orderSignedBytes ? 0x80 : 0
  if (compareBytes(address, cut, column.minimumBytes, column.minimumLength, flip) < 0) setMinimum(column, address, cut)
  else if (compareBytes(column.maximumBytes, column.maximumLength, address, cut, flip) < 0) setMaximum(column, address, cut)
}

/** The page's bounds take the entries of the dictionary in that were noted for it, each once: asked for before the bounds are. */
export function widenUsed(column: Column): void {
  const isWord = isWordColumn(column)
  const unused = i8x16.splat(0)
  for (let first: u32 = 0; first < column.dictionaryCount; first += 16) {
    const at = column.usedEntries + first
    let used = <u32>i8x16.bitmask(i8x16.ne(v128.load(at), unused))
    if (column.dictionaryCount - first < 16) used &= (1 << (column.dictionaryCount - first)) - 1
    if (used == 0) continue
    v128.store(at, unused)
    for (; used != 0; used &= used - 1) {
      const entry = load<u64>(column.dictionaryEntries + (<usize>(first + <u32>ctz(used)) << 3))
      if (isWord) widenWord(column, entry)
      else widenText(column, column.dictionaryArena + <u32>entry, <u32>(entry >> 32))
    }
  }
}

function setMinimum(column: Column, address: usize, length: u32): void {
  memory.copy(column.minimumBytes, address, length)
  column.minimumLength = length
  column.minimumPrefix = prefixOf(column, column.minimumBytes, length)
}

function setMaximum(column: Column, address: usize, length: u32): void {
  memory.copy(column.maximumBytes, address, length)
  column.maximumLength = length
  column.maximumPrefix = prefixOf(column, column.maximumBytes, length)
}

// The bound as the host reads it: PLAIN, without a length in front.
let bound: usize = 0

export function getBound(): usize {
  return bound
}

/** Length of the smallest value of the open page; -1 if it has none. */
export function minimum(column: Column): i32 {
  if (column.order < orderBytes) return placeWord(column, column.smallest)
  bound = column.minimumBytes
  return column.bounded ? column.minimumLength : -1
}

/** Length of the largest value of the open page; -1 if it has none. */
export function maximum(column: Column): i32 {
  if (column.order < orderBytes) return placeWord(column, column.largest)
  bound = column.maximumBytes
  return column.bounded ? column.maximumLength : -1
}

const word = memory.data(8)

function placeWord(column: Column, key: i64): i32 {
  if (column.smallest > column.largest) return -1
  store<i64>(word, column.order == orderSigned ? key : turnOver(key, column.order == orderDouble))
  bound = word
  return column.storage == storeBits ? 1 : column.storage == storeFour ? 4 : 8
}
