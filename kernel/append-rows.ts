// Rows that hold a value → the open page: as indices of the dictionary, or as values in PLAIN. Each value enters the page's bounds, and its hash
// that of its row. The loops keep what they need of the column in locals.

import { appendTextIndices } from './append-text-indices'
import { appendWordIndices } from './append-word-indices'
import { isNan, widenText, widenWord } from './bounds'
import { Column, isKnown, isWordColumn, storeBits, storeBytes, storeFour } from './column'
import { dictionaryFull, findBytes, findWord } from './dictionary'
import { addToRowHash, cellFactor, hashBytes, hashWord } from './hash'
import { rowHashes } from './memory'
import { copyBytes, levelsReserve, maxPlainBytes, reserveIndices, reservePlain } from './page-room'
import { presentRow } from './present-rows'
import { remembers, rememberText } from './seen-texts'
import { takeWordsIn } from './take-in'

/** Appends the first `count` rows that hold a value (present-rows.ts), or as many as the page takes; returns how many. */
export function appendRows(column: Column, from: u32, count: u32): u32 {
  return column.blockNulls != 0 ? appendTo(column, from, count, true) : appendTo(column, from, count, false)
}

/** Compiled twice, so that a loop over all rows does without the list. */
@inline
function appendTo(column: Column, from: u32, count: u32, hasNulls: bool): u32 {
  if (column.storage == storeBits) return appendBits(column, from, count, hasNulls)
  const isWord = isWordColumn(column)
  if (column.pageHasDictionary && !column.holdsWords) {
    reserveIndices(column, column.pageRows - column.pageNulls + count)
    const out = indicesEnd(column)
    if (column.blockKnown != 0) return appendIndices(column, from, count, isWord, hasNulls, out)
    return isWord ? appendWordIndices(column, from, count, hasNulls, out) : appendTextIndices(column, from, count, hasNulls, out)
  }
  return isWord ? appendWords(column, from, count, hasNulls) : appendTexts(column, from, count, hasNulls)
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
function appendIndices(column: Column, from: u32, count: u32, isWord: bool, hasNulls: bool, out: usize): u32 {
  const hashes = rowHashes
  const presentBase = column.presentBase
  const slotBase = column.slotBase
  let cellHashes = column.cellHashes
  let used = column.usedEntries
  for (let i: u32 = 0; i < count; i++) {
    if (!hasNulls) i = appendKnown(column, from, i, count, out)
    if (i == count) break
    const row = presentRow(i, from, hasNulls)
    let index = load<u32>(slotBase + (<usize>row << 3))
    if (load<u8>(presentBase + row) == isKnown) {
      store<u8>(used + index, 1)
    } else {
      index = enter(column, row, isWord)
      if (index == dictionaryFull) return i
      cellHashes = column.cellHashes
      used = column.usedEntries
    }
    store<u32>(out + (<usize>i << 2), index)
    addToRowHash(hashes, row, load<u64>(cellHashes + (<usize>index << 3)))
  }
  return count
}

const fourKnown: u32 = <u32>isKnown * 0x01010101

/** The same without nulls, from the `first` row on behind `from`, four at a time, as long as all four were recognised; returns how far that went. */
@inline
function appendKnown(column: Column, from: u32, first: u32, count: u32, out: usize): u32 {
  const cellHashes = column.cellHashes
  const used = column.usedEntries
  let presentAt = column.presentBase + from + first
  let slot = column.slotBase + (<usize>(from + first) << 3)
  let rowHash = rowHashes + (<usize>(from + first) << 3)
  let at = out + (<usize>first << 2)
  let i = first
  for (; i + 4 <= count && load<u32>(presentAt) == fourKnown; i += 4, presentAt += 4, slot += 32, rowHash += 32, at += 16) {
    const a = <usize>load<u32>(slot)
    const b = <usize>load<u32>(slot, 8)
    const c = <usize>load<u32>(slot, 16)
    const d = <usize>load<u32>(slot, 24)
    store<u8>(used + a, 1)
    store<u8>(used + b, 1)
    store<u8>(used + c, 1)
    store<u8>(used + d, 1)
    v128.store(at, fourLowWords(slot))
    const ab = v128.load64_lane(cellHashes + (b << 3), v128.load64_zero(cellHashes + (a << 3)), 1)
    const cd = v128.load64_lane(cellHashes + (d << 3), v128.load64_zero(cellHashes + (c << 3)), 1)
    v128.store(rowHash, i64x2.add(v128.load(rowHash), ab))
    v128.store(rowHash, i64x2.add(v128.load(rowHash, 16), cd), 16)
  }
  return i
}

/** The index of a row's value that was not recognised by its text; the page's bounds take it in, now or at the page's end. */
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
  else store<u8>(column.usedEntries + index, 1)
  if (remembers(column) && !isNan(column, slot)) rememberText(column, row, index) // a page counts its NaNs one by one
  return index
}

@inline
function indicesEnd(column: Column): usize {
  return column.indices + (<usize>(column.pageRows - column.pageNulls) << 2)
}

@inline
function appendWords(column: Column, from: u32, count: u32, hasNulls: bool): u32 {
  const shift: u32 = column.storage == storeFour ? 2 : 3
  const appended = min(count, (maxPlainBytes - column.plainLength) >> shift)
  reservePlain(column, column.plainLength + (appended << shift))
  const out = column.plain + levelsReserve + column.plainLength
  if (hasNulls) copyListedWords(column.slotBase, appended, shift, out)
  else if (shift == 2) copyLowWords(column.slotBase + (<usize>from << 3), appended, out)
  else memory.copy(out, column.slotBase + (<usize>from << 3), <usize>appended << 3)
  takeWordsIn(column, from, 0, appended, hasNulls)
  column.plainLength += appended << shift
  return appended
}

@inline
function copyListedWords(slotBase: usize, count: u32, shift: u32, out: usize): void {
  for (let i: u32 = 0; i < count; i++, out += <usize>1 << shift) {
    const slot = load<u64>(slotBase + (<usize>presentRow(i, 0, true) << 3))
    if (shift == 2) store<u32>(out, <u32>slot)
    else store<u64>(out, slot)
  }
}

/** The low half of each slot, four at a time: up to three too many. */
@inline
function copyLowWords(slot: usize, count: u32, out: usize): void {
  for (let i: u32 = 0; i < count; i += 4, slot += 32, out += 16) v128.store(out, fourLowWords(slot))
}

@inline
function fourLowWords(slot: usize): v128 {
  return v128.shuffle<u32>(v128.load(slot), v128.load(slot, 16), 0, 2, 4, 6)
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
    widenText(column, address, length)
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
