// Whether the values of a column chunk rise or fall throughout, and where its nulls are: the footer tells it (SortingColumn). Looked at when
// pages close; a column that is not sorted is found out within a few values and costs nothing afterwards.
//
// Not looked at: booleans, and floating point once there is a NaN, whose place in the order readers do not agree on.

import { keyOf } from './bounds'
import { Column, isWordColumn, orderSigned, orderSignedBytes, storeBits, storeBytes, storeFour } from './column'
import { compareBytes } from './compare-bytes'
import { valueBytes } from './encoding'
import { areLevels, levelOf } from './levels'
import { resize, slack } from './memory'
import { levelsReserve } from './page-room'

const nullsNowhere: u32 = 0
const nullsFirst: u32 = 1
const nullsLast: u32 = 2

/** Begins a column chunk. */
export function openSortedness(column: Column): void {
  column.mayRise = column.storage == storeBits ? 0 : 1
  column.mayFall = column.mayRise
  column.nullsPlace = nullsNowhere
  column.hasLast = 0
}

/** Looks at the open page, before it is closed. */
export function lookAtOrder(column: Column): void {
  if (!maySort(column)) return
  if (column.pageNans != 0) giveUp(column)
  lookAtNulls(column)
  if (maySort(column)) lookAtValues(column)
}

@inline
function maySort(column: Column): bool {
  return (column.mayRise | column.mayFall) != 0
}

function giveUp(column: Column): void {
  column.mayRise = 0
  column.mayFall = 0
}

/** Nulls may stand in front of all values or behind them, not both. */
function lookAtNulls(column: Column): void {
  const values = column.pageRows - column.pageNulls
  if (values > 0 && column.nullsPlace == nullsLast) return giveUp(column)
  if (column.pageNulls == 0) return
  const inFront = values == 0 ? !column.hasLast : !levelOf(column, 0)
  const isApart = areLevels(column, inFront ? column.pageNulls : values, !inFront)
  const onBothSides = inFront ? column.hasLast != 0 : column.nullsPlace == nullsFirst
  if (!isApart || onBothSides) return giveUp(column)
  column.nullsPlace = inFront ? nullsFirst : nullsLast
}

function lookAtValues(column: Column): void {
  const count = column.pageRows - column.pageNulls
  if (count == 0) return
  if (isWordColumn(column)) return lookAtWords(column, count)
  if (column.pageHasDictionary) {
    for (let i: u32 = 0; i < count && maySort(column); i++) {
      const entry = column.dictionaryEntries + (<usize>load<u32>(column.indices + (<usize>i << 2)) << 3)
      nextBytes(column, column.dictionaryArena + load<u32>(entry), load<u32>(entry, 4))
    }
  } else {
    let at = column.plain + levelsReserve
    for (let i: u32 = 0; i < count && maySort(column); i++) {
      if (column.storage == storeBytes) nextBytes(column, at + 4, load<u32>(at))
      else nextBytes(column, at, column.fixedLength)
      at += column.storage == storeBytes ? 4 + load<u32>(at) : valueBytes(column)
    }
  }
  keepLast(column)
}

// A function for each of the two ways in which most sorted words lie, in a loop of few instructions.

function lookAtWords(column: Column, count: u32): void {
  if (column.pageHasDictionary || column.order != orderSigned) lookAt(column, count, false, false)
  else if (column.storage == storeFour) lookAtFours(column, count)
  else lookAtEights(column, count)
}

function lookAtFours(column: Column, count: u32): void {
  lookAt(column, count, true, false)
}

function lookAtEights(column: Column, count: u32): void {
  lookAt(column, count, false, true)
}

@inline
function lookAt(column: Column, count: u32, areFours: bool, areEights: bool): void {
  const plain = column.plain + levelsReserve
  let mayRise = column.mayRise
  let mayFall = column.mayFall
  let last = column.hasLast ? column.lastKey : wordKey(column, 0)
  for (let i: u32 = 0; i < count && (mayRise | mayFall) != 0; i++) {
    const key =
      areFours ? <i64>load<i32>(plain + (<usize>i << 2))
      : areEights ? load<i64>(plain + (<usize>i << 3))
      : wordKey(column, i)
    mayRise &= u32(key >= last)
    mayFall &= u32(key <= last)
    last = key
  }
  column.mayRise = mayRise
  column.mayFall = mayFall
  column.lastKey = last
  column.hasLast = 1
}

/** Of the open page's value number i. */
@inline
function wordKey(column: Column, i: u32): i64 {
  if (column.pageHasDictionary) {
    const index = load<u32>(column.indices + (<usize>i << 2))
    return keyOf(column, load<u64>(column.dictionaryEntries + (<usize>index << 3)))
  }
  const plain = column.plain + levelsReserve
  return keyOf(column, column.storage == storeFour ? <u64>load<i32>(plain + (<usize>i << 2)) : load<u64>(plain + (<usize>i << 3)))
}

/** The last value lies in the page or the dictionary, until the page ends. */
@inline
function nextBytes(column: Column, address: usize, length: u32): void {
  if (column.hasLast) {
    const order = compareBytes(column.lastBytes, column.lastLength, address, length, column.order == orderSignedBytes ? 0x80 : 0)
    if (order > 0) column.mayRise = 0
    else if (order < 0) column.mayFall = 0
  }
  column.lastBytes = address
  column.lastLength = length
  column.hasLast = 1
}

/** The page's memory is used again. */
function keepLast(column: Column): void {
  if (!column.hasLast || !maySort(column) || column.lastBytes == column.lastKept) return
  if (column.lastLength > column.lastCapacity || column.lastKept == 0) {
    column.lastCapacity = max<u32>(column.lastLength, 64)
    column.lastKept = resize(column.lastKept, column.lastCapacity + slack)
  }
  memory.copy(column.lastKept, column.lastBytes, column.lastLength)
  column.lastBytes = column.lastKept
}

/** How the column chunk is sorted: 0 not, or all values are equal; 1 rising; 2 falling; 4 more where nulls come first. */
export function getSortedness(column: Column): u32 {
  if (!column.hasLast || column.mayRise == column.mayFall) return 0
  return (column.mayRise ? 1 : 2) + (column.nullsPlace == nullsFirst ? 4 : 0)
}
