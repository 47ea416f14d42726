// Words of which no text was recognised → indices in the open page. They are many different ones, in a window or a table that no cache holds
// together with those of all other columns. So memory is asked for ahead: what the places of some rows name is read one behind the other,
// without a branch and without waiting for any of it, before the first one is looked at.

import { isNan, keyOf } from './bounds'
import { Column, orderSigned } from './column'
import { placeIn } from './dense-words'
import { dictionaryFull, findWord, indexOf, likelyPlace } from './dictionary'
import { addToRowHash, cellFactor, hashWord } from './hash'
import { rowHashes } from './memory'
import { presentRow } from './present-rows'
import { remembers, rememberText } from './seen-texts'

const rowsAhead: u32 = 64
const wordsAhead = memory.data(64 * 8) // u64 a row: the word's hash, then the entry that its place in the table names

/** Writes the indices of `count` rows' words to `out`; returns how many there are when the dictionary is full. */
export function appendWordIndices(column: Column, from: u32, count: u32, hasNulls: bool, out: usize): u32 {
  let appended: u32 = 0
  while (appended < count) {
    const end = min(count, appended + rowsAhead)
    const stopped =
      column.densePlaces != 0
        ? appendFromWindow(column, from, appended, end, hasNulls, out)
        : appendFromTable(column, from, appended, end, hasNulls, out)
    if (stopped < end) return stopped
    appended = end
  }
  return count
}

function appendFromWindow(column: Column, from: u32, first: u32, end: u32, hasNulls: bool, out: usize): u32 {
  const slotBase = column.slotBase
  const window = column.denseTable
  const places = <u64>column.densePlaces
  const origin = column.denseOrigin
  const inverse = column.denseInverse
  const shift = column.denseShift
  for (let i = first; i < end; i++) {
    const place = placeIn(load<u64>(slotBase + (<usize>presentRow(i, from, hasNulls) << 3)), origin, inverse, shift)
    store<u32>(out + (<usize>i << 2), <u32>min(place, places))
  }
  for (let at = out + (<usize>first << 2), last = out + (<usize>end << 2); at < last; at += 4) {
    store<u32>(at, load<u32>(window + (load<usize>(at) << 2)))
  }
  return settle(column, from, first, end, hasNulls, out, false)
}

// Two functions, though alike: inlined into one, the optimiser would make one loop of theirs again, with a branch for each difference.

function appendFromTable(column: Column, from: u32, first: u32, end: u32, hasNulls: bool, out: usize): u32 {
  const slotBase = column.slotBase
  const table = column.dictionaryTable
  const mask = column.dictionaryMask
  for (let i = first, ahead: usize = 0; i < end; i++, ahead += 8) {
    store<u64>(wordsAhead + ahead, hashWord(load<u64>(slotBase + (<usize>presentRow(i, from, hasNulls) << 3))))
  }
  for (let i = first, ahead: usize = 0; i < end; i++, ahead += 8) {
    store<u32>(out + (<usize>i << 2), likelyPlace(table, mask, load<u64>(wordsAhead + ahead)))
  }
  const entries = column.dictionaryEntries
  for (let i = first; i < end; i++) {
    const index = indexOf(load<u32>(out + (<usize>i << 2)))
    store<u64>(wordsAhead + (<usize>(i - first) << 3), load<u64>(entries + (<usize>index << 3)))
  }
  return settle(column, from, first, end, hasNulls, out, true)
}

/** What was found ahead is the word's own place, unless it is empty or, in the table, another word's. */
@inline
function settle(column: Column, from: u32, first: u32, end: u32, hasNulls: bool, out: usize, isCompared: bool): u32 {
  const hashes = rowHashes
  const factor = cellFactor(column.index)
  const slotBase = column.slotBase
  const remembering = remembers(column)
  const isSigned = column.order == orderSigned
  let smallest = column.smallest
  let largest = column.largest
  let i = first
  for (; i < end; i++) {
    const row = presentRow(i, from, hasNulls)
    const slot = load<u64>(slotBase + (<usize>row << 3))
    const hash = hashWord(slot)
    const found = load<u32>(out + (<usize>i << 2))
    let index = isCompared ? indexOf(found) : found - 1
    if (found == 0 || (isCompared && load<u64>(wordsAhead + (<usize>(i - first) << 3)) != slot)) {
      index = findWord(column, slot, hash)
      if (index == dictionaryFull) {
        column.dictionaryOpen = 0
        break
      }
    }
    store<u32>(out + (<usize>i << 2), index)
    addToRowHash(hashes, row, hash * factor)
    if (!isSigned && isNan(column, slot)) {
      column.pageNans++ // a page counts its NaNs one by one: their text is not remembered
      continue
    }
    const key = isSigned ? <i64>slot : keyOf(column, slot)
    smallest = min(smallest, key)
    largest = max(largest, key)
    if (remembering) rememberText(column, row, index)
  }
  column.smallest = smallest
  column.largest = largest
  return i
}
