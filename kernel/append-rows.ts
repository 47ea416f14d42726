// Rows that hold a value → the open page: as indices of the dictionary, or as values in PLAIN. Each value enters the page's bounds, and its hash
// that of its row. The loops keep what they need of the column in locals.

import { isNan, widenBytes, widenWord } from './bounds'
import { Column, isKnown, storeBits, storeBytes, storeEight, storeFour } from './column'
import { dictionaryFull, findBytes, findWord } from './dictionary'
import { cellFactor, hashBytes, hashWord } from './hash'
import { rowHashes } from './memory'
import { copyBytes, levelsReserve, maxPlainBytes, reserveIndices, reservePlain } from './page-room'
import { presentRow } from './present-rows'
import { remembers, rememberText } from './seen-texts'

/** Appends the first `count` rows that hold a value (present-rows.ts), or as many as the page takes; returns how many. */
export function appendRows(column: Column, from: u32, count: u32): u32 {
  return column.blockNulls != 0 ? appendTo(column, from, count, true) : appendTo(column, from, count, false)
}

/** Compiled twice, so that a loop over all rows does without the list. */
@inline
function appendTo(column: Column, from: u32, count: u32, hasNulls: bool): u32 {
  if (column.storage == storeBits) return appendBits(column, from, count, hasNulls)
  const isWord = column.storage == storeFour || column.storage == storeEight
  if (column.pageHasDictionary && !column.holdsWords) {
    reserveIndices(column, column.pageRows - column.pageNulls + count)
    if (isWord && column.blockKnown == 0) return appendWordIndices(column, from, count, hasNulls)
    return appendIndices(column, from, count, isWord, hasNulls)
  }
  return isWord ? appendWords(column, from, count, hasNulls) : appendTexts(column, from, count, hasNulls)
}

@inline
function addToRowHash(hashes: usize, row: u32, cellHash: u64): void {
  const at = hashes + (<usize>row << 3)
  store<u64>(at, load<u64>(at) + cellHash)
}

@inline
function appendBits(column: Column, from: u32, count: u32, hasNulls: bool): u32 {
  const hashes = rowHashes
  const factor = cellFactor(column.index)
  reservePlain(column, column.plainLength + count)
  const out = column.plain + levelsReserve + column.plainLength
  for (let i: u32 = 0; i < count; i++) {
    const row = presentRow(i, from, hasNulls)
    const slot = load<u64>(column.slotBase + (<usize>row << 3))
    store<u8>(out + i, <u8>slot)
    widenWord(column, slot)
    addToRowHash(hashes, row, hashWord(slot) * factor)
  }
  column.plainLength += count
  return count
}

/** The hottest loop of all, as far as texts repeat: what it needs of the column is kept in locals. */
@inline
function appendIndices(column: Column, from: u32, count: u32, isWord: bool, hasNulls: bool): u32 {
  const hashes = rowHashes
  const presentBase = column.presentBase
  const slotBase = column.slotBase
  const page = column.pagesClosed
  const out = indicesEnd(column)
  let cellHashes = column.cellHashes
  let stamps = column.boundStamps
  for (let i: u32 = 0; i < count; i++) {
    const row = presentRow(i, from, hasNulls)
    let index = load<u32>(slotBase + (<usize>row << 3))
    if (load<u8>(presentBase + row) == isKnown) {
      if (load<u32>(stamps + (<usize>index << 2)) != page) widenEntry(column, index, isWord)
    } else {
      index = enter(column, row, isWord)
      if (index == dictionaryFull) return i
      cellHashes = column.cellHashes
      stamps = column.boundStamps
    }
    store<u32>(out + (<usize>i << 2), index)
    addToRowHash(hashes, row, load<u64>(cellHashes + (<usize>index << 3)))
  }
  return count
}

/** The index of a row's value that was not recognised by its text; the page's bounds take it in. */
function enter(column: Column, row: u32, isWord: bool): u32 {
  const slot = load<u64>(column.slotBase + (<usize>row << 3))
  const address = <usize>(<u32>slot)
  const length = <u32>(slot >> 32)
  const index = isWord ? findWord(column, slot, hashWord(slot)) : findBytes(column, address, length, hashBytes(address, length))
  if (index == dictionaryFull) {
    column.dictionaryOpen = 0
    return index
  }
  if (isWord) widenWord(column, slot)
  else if (load<u32>(column.boundStamps + (<usize>index << 2)) != column.pagesClosed) widenEntry(column, index, isWord)
  if (remembers(column) && !isNan(column, slot)) rememberText(column, row, index) // a page counts its NaNs one by one
  return index
}

/** The page's bounds take the dictionary's entry in, once. */
function widenEntry(column: Column, index: u32, isWord: bool): void {
  store<u32>(column.boundStamps + (<usize>index << 2), column.pagesClosed)
  const entry = load<u64>(column.dictionaryEntries + (<usize>index << 3))
  if (isWord) widenWord(column, entry)
  else widenBytes(column, column.dictionaryArena + <u32>entry, <u32>(entry >> 32))
}

/**
 * The same for words of which no text was recognised: many different ones, in a table that no cache may hold. So the places of a few rows
 * are read first, one behind the other, without waiting for any of them.
 */
@inline
function appendWordIndices(column: Column, from: u32, count: u32, hasNulls: bool): u32 {
  const hashes = rowHashes
  const factor = cellFactor(column.index)
  const slotBase = column.slotBase
  const remembering = remembers(column)
  const out = indicesEnd(column)
  for (let first: u32 = 0; first < count; first += rowsAhead) {
    const end = min(count, first + rowsAhead)
    const table = column.dictionaryTable
    const mask = column.dictionaryMask
    for (let i = first; i < end; i++) {
      const hash = hashWord(load<u64>(slotBase + (<usize>presentRow(i, from, hasNulls) << 3)))
      store<u32>(out + (<usize>i << 2), load<u32>(table + ((<usize>hash & mask) << 2)))
    }
    let entries = column.dictionaryEntries
    for (let i = first; i < end; i++) {
      const row = presentRow(i, from, hasNulls)
      const slot = load<u64>(slotBase + (<usize>row << 3))
      const hash = hashWord(slot)
      const found = load<u32>(out + (<usize>i << 2))
      let index = found - 1
      if (found == 0 || load<u64>(entries + (<usize>index << 3)) != slot) {
        index = findWord(column, slot, hash)
        if (index == dictionaryFull) {
          column.dictionaryOpen = 0
          return i
        }
        entries = column.dictionaryEntries
      }
      store<u32>(out + (<usize>i << 2), index)
      widenWord(column, slot)
      addToRowHash(hashes, row, hash * factor)
      if (remembering && !isNan(column, slot)) rememberText(column, row, index)
    }
  }
  return count
}

const rowsAhead: u32 = 64

@inline
function indicesEnd(column: Column): usize {
  return column.indices + (<usize>(column.pageRows - column.pageNulls) << 2)
}

@inline
function appendWords(column: Column, from: u32, count: u32, hasNulls: bool): u32 {
  const hashes = rowHashes
  const factor = cellFactor(column.index)
  const shift: u32 = column.storage == storeFour ? 2 : 3
  const appended = min(count, (maxPlainBytes - column.plainLength) >> shift)
  reservePlain(column, column.plainLength + (appended << shift))
  let out = column.plain + levelsReserve + column.plainLength
  for (let i: u32 = 0; i < appended; i++, out += <usize>1 << shift) {
    const row = presentRow(i, from, hasNulls)
    const slot = load<u64>(column.slotBase + (<usize>row << 3))
    if (shift == 2) store<u32>(out, <u32>slot)
    else store<u64>(out, slot)
    widenWord(column, slot)
    addToRowHash(hashes, row, hashWord(slot) * factor)
  }
  column.plainLength += appended << shift
  return appended
}

@inline
function appendTexts(column: Column, from: u32, count: u32, hasNulls: bool): u32 {
  const hashes = rowHashes
  const factor = cellFactor(column.index)
  const prefix: u32 = column.storage == storeBytes ? 4 : 0
  for (let i: u32 = 0; i < count; i++) {
    if (column.plainLength >= maxPlainBytes) return i
    const row = presentRow(i, from, hasNulls)
    const slot = load<u64>(column.slotBase + (<usize>row << 3))
    const address = <usize>(<u32>slot)
    const length = <u32>(slot >> 32)
    appendPlain(column, address, length, prefix)
    widenBytes(column, address, length)
    addToRowHash(hashes, row, hashBytes(address, length) * factor)
  }
  return count
}

@inline
function appendPlain(column: Column, address: usize, length: u32, prefix: u32): void {
  const at = column.plainLength
  reservePlain(column, at + prefix + length)
  const out = column.plain + levelsReserve + at
  if (prefix != 0) store<u32>(out, length)
  copyBytes(out + prefix, address, length)
  column.plainLength = at + prefix + length
}
