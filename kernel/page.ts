// The open page of a column: rows are appended from the block's slots until the page is full, then it is closed (close-page.ts). Where a
// page ends depends on the values alone, never on blocks.
//
// A column chunk begins with a dictionary. Its first page decides whether that pays; a dictionary that outgrows its limit closes the
// open page, and the column chunk goes on with values, held here in PLAIN.

import { isNan, openBounds, widenBytes, widenWord } from './bounds'
import { Column, isKnown, isValue, storeBits, storeBytes, storeEight, storeFixed, storeFour } from './column'
import { dictionaryFull, findBytes, findWord, openDictionary } from './dictionary'
import { plainBytesOf, writePlain } from './dictionary-values'
import { cellFactor, finish, hashBytes, hashWord } from './hash'
import { resize, rowHashes, slack } from './memory'
import { listPresentRows, presentRow } from './present-rows'
import { rowCount } from './rows'
import { openSeenTexts, remembers, rememberText } from './seen-texts'

export const maxPageRows: u32 = 65536
/** A page in PLAIN is full when its values have this many bytes. */
const maxPlainBytes: u32 = 1024 * 1024
/** In front of the plain values, for the levels, which are known only at the end. */
export const levelsReserve: u32 = 4 + (maxPageRows / 8) * 4 + 64

/** Begins a column chunk. */
export function openChunk(column: Column): void {
  reserveRows(column, 1024)
  reservePlain(column, 4096)
  column.pagesClosed = 0
  column.encodingChosen = 0
  column.valueEncoding = 0
  if (column.storage == storeBits) column.dictionaryOpen = 0
  else openDictionary(column)
  openSeenTexts(column)
  openPage(column)
}

/** Begins a page: the first of a column chunk, or the next one when the last has been closed. */
export function openPage(column: Column): void {
  column.pageRows = 0
  column.pageNulls = 0
  column.plainLength = 0
  column.pageHasDictionary = column.dictionaryOpen
  openBounds(column)
}

/**
 * Appends the block's rows [from, to) to the open page and returns the row it stopped before: `to`, or an earlier one when the page is
 * full and must be closed.
 */
export function append(column: Column, from: u32, to: u32): u32 {
  const end = min(to, from + (maxPageRows - column.pageRows))
  reserveRows(column, column.pageRows + (end - from))
  if (column.blockNulls == 0) memory.fill(column.levels + column.pageRows, 1, end - from)
  else copyLevels(column.levels + column.pageRows, column.presentBase + from, end - from)
  if (column.blockKnown != 0 && !column.pageHasDictionary) lookUpKnown(column, from)
  const present = listPresentRows(column, from, end)
  const count = min(present, valuesToProbe(column))
  const appended = count == 0 ? 0 : appendRows(column, from, count)
  const stopped = appended == present ? end : presentRow(appended, from, column.blockNulls != 0)
  column.pageRows += stopped - from
  column.pageNulls += stopped - from - appended
  if (isProbed(column)) giveUpDictionary(column)
  // A first value too large for any dictionary: there is no page to close yet.
  if (column.pageRows == 0) column.pageHasDictionary = column.dictionaryOpen
  return stopped
}

/** So many of a column chunk's first values tell whether nearly every one is new; then there will be no dictionary. */
const probeValues: u32 = 8192
const mostNewValues: u32 = probeValues / 10 * 9

/** How many values may be appended before that has to be asked. */
@inline
function valuesToProbe(column: Column): u32 {
  const values = column.pageRows - column.pageNulls
  const isBefore = column.pageHasDictionary != 0 && column.encodingChosen == 0 && values < probeValues
  return isBefore ? probeValues - values : u32.MAX_VALUE
}

@inline
function isProbed(column: Column): bool {
  if (column.pageHasDictionary == 0 || column.encodingChosen != 0) return false
  return column.pageRows - column.pageNulls == probeValues && column.dictionaryCount > mostNewValues
}

/** Turns the page's indices back into values. */
export function giveUpDictionary(column: Column): void {
  const count = column.pageRows - column.pageNulls
  reservePlain(column, <u32>plainBytesOf(column, 0, count, u64.MAX_VALUE))
  const plain = column.plain + levelsReserve
  column.plainLength = <u32>(writePlain(column, 0, count, plain) - plain)
  column.pageHasDictionary = 0
  column.dictionaryOpen = 0
  column.dictionaryCount = 0
  column.dictionaryBytes = 0
}

/** The same for a column that the file lacks: null in every row. */
export function appendNulls(column: Column, from: u32, to: u32): u32 {
  const end = min(to, from + (maxPageRows - column.pageRows))
  reserveRows(column, column.pageRows + (end - from))
  memory.fill(column.levels + column.pageRows, 0, end - from)
  column.pageRows += end - from
  column.pageNulls += end - from
  return end
}

/** Appends the first `count` rows that hold a value (present-rows.ts), or as many as the page takes; returns how many. */
function appendRows(column: Column, from: u32, count: u32): u32 {
  return column.blockNulls != 0 ? appendTo(column, from, count, true) : appendTo(column, from, count, false)
}

/** Compiled twice, so that a loop over all rows does without the list. */
@inline
function appendTo(column: Column, from: u32, count: u32, hasNulls: bool): u32 {
  if (column.storage == storeBits) return appendBits(column, from, count, hasNulls)
  const isWord = column.storage == storeFour || column.storage == storeEight
  if (column.pageHasDictionary) {
    if (isWord && column.blockKnown == 0) return appendWordIndices(column, from, count, hasNulls)
    return appendIndices(column, from, count, isWord, hasNulls)
  }
  return isWord ? appendWords(column, from, count, hasNulls) : appendTexts(column, from, count, hasNulls)
}

/** 1 wherever there is a value. Runs up to 15 bytes over the end. */
function copyLevels(levels: usize, present: usize, rows: u32): void {
  const one = i8x16.splat(1)
  for (let row: u32 = 0; row < rows; row += 16) v128.store(levels + row, i8x16.min_u(v128.load(present + row), one))
}

/** Indices of the block's rows from `from` on → their values: the column goes on in PLAIN. */
function lookUpKnown(column: Column, from: u32): void {
  const isText = column.storage == storeBytes || column.storage == storeFixed
  for (let row = from; row < rowCount; row++) {
    if (load<u8>(column.presentBase + row) != isKnown) continue
    const slot = column.slotBase + (<usize>row << 3)
    const entry = load<u64>(column.dictionaryEntries + (load<usize>(slot) << 3))
    store<u8>(column.presentBase + row, isValue)
    store<u64>(slot, isText ? entry + column.dictionaryArena : entry)
  }
  column.blockKnown = 0
}

export function isPageFull(column: Column): bool {
  return column.pageRows == maxPageRows || column.plainLength >= maxPlainBytes || column.pageHasDictionary != column.dictionaryOpen
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

/** The same for words of which no text was recognised: many different ones. */
@inline
function appendWordIndices(column: Column, from: u32, count: u32, hasNulls: bool): u32 {
  const hashes = rowHashes
  const factor = cellFactor(column.index)
  const slotBase = column.slotBase
  const remembering = remembers(column)
  const out = indicesEnd(column)
  let table = column.dictionaryTable
  let mask = column.dictionaryMask
  let entries = column.dictionaryEntries
  for (let i: u32 = 0; i < count; i++) {
    const row = presentRow(i, from, hasNulls)
    const slot = load<u64>(slotBase + (<usize>row << 3))
    const hash = hashWord(slot)
    const found = load<u32>(table + ((<usize>hash & mask) << 2))
    let index = found - 1
    if (found == 0 || load<u64>(entries + (<usize>index << 3)) != slot) {
      index = findWord(column, slot, hash)
      if (index == dictionaryFull) {
        column.dictionaryOpen = 0
        return i
      }
      table = column.dictionaryTable
      mask = column.dictionaryMask
      entries = column.dictionaryEntries
    }
    store<u32>(out + (<usize>i << 2), index)
    widenWord(column, slot)
    addToRowHash(hashes, row, hash * factor)
    if (remembering && !isNan(column, slot)) rememberText(column, row, index)
  }
  return count
}

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

/** Copies 16 bytes a step: reads and writes up to 15 bytes too far. */
@inline
export function copyBytes(to: usize, from: usize, length: u32): void {
  if (length > 256) {
    memory.copy(to, from, length)
    return
  }
  for (let i: u32 = 0; i < length; i += 16) v128.store(to + i, v128.load(from + i))
}

/** Room for so many rows in the open page. Grows with the page: ten thousand columns have no room for full pages, and few rows a row group. */
@inline
function reserveRows(column: Column, rows: u32): void {
  if (rows > column.rowCapacity) growRows(column, rows)
}

function growRows(column: Column, rows: u32): void {
  const capacity = min(max(rows, column.rowCapacity * 2), maxPageRows)
  column.rowCapacity = capacity
  column.levels = resize(column.levels, capacity + slack)
  if (column.storage != storeBits) column.indices = resize(column.indices, capacity * 4 + slack)
}

@inline
export function reservePlain(column: Column, bytes: u32): void {
  if (bytes > column.plainCapacity) growPlain(column, bytes)
}

function growPlain(column: Column, bytes: u32): void {
  column.plainCapacity = max(bytes, column.plainCapacity * 2)
  column.plain = resize(column.plain, levelsReserve + column.plainCapacity + slack)
}

/** Adds the finished hashes of the block's rows [from, to) up: the content hash does not depend on the rows' order. */
export function sumRowHashes(from: u32, to: u32): u64 {
  let sum: u64 = 0
  for (let row = from; row < to; row++) sum += finish(load<u64>(rowHashes + (<usize>row << 3)))
  return sum
}

export function getPageRows(column: Column): u32 {
  return column.pageRows
}

export function getPageNulls(column: Column): u32 {
  return column.pageNulls
}

export function getPageNans(column: Column): u32 {
  return column.pageNans
}
