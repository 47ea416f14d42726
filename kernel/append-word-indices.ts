// Words of which no text was recognised → indices in the open page. They are many different ones, in a window or a table that no cache holds
// together with those of all other columns. So memory is asked for ahead: what the places of some rows name is read one behind the other,
// without a branch and without waiting for any of it, before the first one is looked at.

import { isNan } from './bounds'
import { Column } from './column'
import { placeIn } from './dense-words'
import { dictionaryFull, enterWords, findWord, indexOf, likelyPlace, maxDictionaryWords, reserveEntries } from './dictionary'
import { hashWord } from './hash'
import { presentRow } from './present-rows'
import { remembers, rememberText } from './seen-texts'
import { takeWordsIn } from './take-in'

const rowsAhead: u32 = 64
const fewNew: u32 = 4 // of `rowsAhead` words
const wordsAhead = memory.data(rowsAhead * 8) // u64 a row: the word's hash, then the entry that its place in the table names
const placesAhead = memory.data(rowsAhead * 4) // u32 a row: the word's place in the window

/** Writes the indices of `count` rows' words to `out`; returns how many there are when the dictionary is full. */
export function appendWordIndices(column: Column, from: u32, count: u32, hasNulls: bool, out: usize): u32 {
  let appended: u32 = 0
  let areManyNew = true
  while (appended < count) {
    const end = min(count, appended + rowsAhead)
    const entries = column.dictionaryCount
    const stopped =
      column.densePlaces != 0
        ? findInWindow(column, from, appended, end, hasNulls, out, areManyNew)
        : findInTable(column, from, appended, end, hasNulls, out)
    areManyNew = column.dictionaryCount - entries > fewNew
    takeWordsIn(column, from, appended, stopped, hasNulls)
    if (remembers(column)) rememberTexts(column, from, appended, stopped, hasNulls, out)
    if (stopped < end) return stopped
    appended = end
  }
  return count
}

function findInWindow(column: Column, from: u32, first: u32, end: u32, hasNulls: bool, out: usize, areManyNew: bool): u32 {
  readWindow(column, from, first, end, hasNulls, out)
  if (areManyNew && column.dictionaryCount + (end - first) <= maxDictionaryWords) return findOrEnter(column, from, first, end, hasNulls, out)
  for (let i = first; i < end; i++) {
    const at = out + (<usize>i << 2)
    const found = load<u32>(at)
    if (found != 0) store<u32>(at, found - 1)
    else if (!lookUp(column, wordOf(column, i, from, hasNulls), at)) return i
  }
  return end
}

/**
 * A quarter of a day's timestamps are new, and which ones cannot be foreseen: each word is written behind the dictionary's last one, and counts only
 * if its place was empty.
 */
@inline
function findOrEnter(column: Column, from: u32, first: u32, end: u32, hasNulls: bool, out: usize): u32 {
  const slotBase = column.slotBase
  const window = column.denseTable
  const outside = column.densePlaces
  reserveEntries(column, end - first)
  let entries = column.dictionaryEntries
  let count = column.dictionaryCount
  for (let i = first, ahead: usize = 0; i < end; i++, ahead += 4) {
    const slot = load<u64>(slotBase + (<usize>presentRow(i, from, hasNulls) << 3))
    const place = load<u32>(placesAhead + ahead)
    if (place == outside) {
      enterWords(column, count)
      if (!lookUp(column, slot, out + (<usize>i << 2))) return i
      reserveEntries(column, end - i)
      entries = column.dictionaryEntries
      count = column.dictionaryCount
      continue
    }
    const found = load<u32>(window + (<usize>place << 2))
    const isNew = u32(found == 0)
    const known = isNew ? count + 1 : found
    store<u32>(window + (<usize>place << 2), known)
    store<u64>(entries + (<usize>count << 3), slot)
    store<u32>(out + (<usize>i << 2), known - 1)
    count += isNew
  }
  enterWords(column, count)
  return end
}

/** The words' places to `placesAhead`; what stands there to `out`. */
@inline
function readWindow(column: Column, from: u32, first: u32, end: u32, hasNulls: bool, out: usize): void {
  const slotBase = column.slotBase
  const window = column.denseTable
  const places = <u64>column.densePlaces
  const origin = column.denseOrigin
  const inverse = column.denseInverse
  const shift = column.denseShift
  for (let i = first, ahead: usize = 0; i < end; i++, ahead += 4) {
    const place = placeIn(load<u64>(slotBase + (<usize>presentRow(i, from, hasNulls) << 3)), origin, inverse, shift)
    store<u32>(placesAhead + ahead, <u32>min(place, places))
  }
  for (let at = out + (<usize>first << 2), last = out + (<usize>end << 2), ahead: usize = 0; at < last; at += 4, ahead += 4) {
    store<u32>(at, load<u32>(window + (load<usize>(placesAhead + ahead) << 2)))
  }
}

/** What was found ahead is the word's own place, unless it is empty or another word's. */
function findInTable(column: Column, from: u32, first: u32, end: u32, hasNulls: bool, out: usize): u32 {
  readTable(column, from, first, end, hasNulls, out)
  for (let i = first, ahead: usize = 0; i < end; i++, ahead += 8) {
    const at = out + (<usize>i << 2)
    const found = load<u32>(at)
    const slot = wordOf(column, i, from, hasNulls)
    if (found != 0 && load<u64>(wordsAhead + ahead) == slot) store<u32>(at, indexOf(found))
    else if (!lookUp(column, slot, at)) return i
  }
  return end
}

/** What the table names first to `out`, and the entries of that to `wordsAhead`. */
@inline
function readTable(column: Column, from: u32, first: u32, end: u32, hasNulls: bool, out: usize): void {
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
}

@inline
function wordOf(column: Column, i: u32, from: u32, hasNulls: bool): u64 {
  return load<u64>(column.slotBase + (<usize>presentRow(i, from, hasNulls) << 3))
}

/** Stores the word's index, which may be new; false if there is no room for it. */
function lookUp(column: Column, slot: u64, at: usize): bool {
  const index = findWord(column, slot, hashWord(slot))
  store<u32>(at, index)
  if (index != dictionaryFull) return true
  column.dictionaryOpen = 0
  return false
}

/** But for NaN, which a page counts one by one. */
function rememberTexts(column: Column, from: u32, first: u32, end: u32, hasNulls: bool, out: usize): void {
  for (let i = first; i < end; i++) {
    const row = presentRow(i, from, hasNulls)
    if (!isNan(column, load<u64>(column.slotBase + (<usize>row << 3)))) rememberText(column, row, load<u32>(out + (<usize>i << 2)))
  }
}
