// The open page of a column: rows are appended from the block's slots until the page is full, then it is closed (close-page.ts). Where a
// page ends depends on the values alone, never on blocks.
//
// A column chunk begins with a dictionary. Its first page decides whether that pays (and its first values whether it is likely, which the page may
// correct: late-dictionary.ts); a dictionary that outgrows its limit closes the open page, and the column chunk goes on with values, held here
// in PLAIN.

import { appendRows } from './append-rows'
import { openBounds, widenUsed } from './bounds'
import { Column, isKnown, isValue, isWordColumn, storeBits, storeBytes, storeFixed } from './column'
import { openDictionary, releaseDictionary } from './dictionary'
import { plainBytesOf, writePlain } from './dictionary-values'
import { finish } from './hash'
import { beginHolding, enterHeld, heldWords, isBeforeProbe, probeValues } from './held-words'
import { appendEqualLevels, appendLevels, appendListedLevels } from './levels'
import { rowHashes, takeArena } from './memory'
import { copyBytes, levelsReserve, maxPageRows, maxPlainBytes, releaseIndices, reserveIndices, reserveLevels, reservePlain } from './page-room'
import { listPresentRows, presentRow } from './present-rows'
import { rowCount } from './rows'
import { openSeenTexts } from './seen-texts'

/** Begins a column chunk. */
export function openChunk(column: Column): void {
  reserveLevels(column, 1024)
  reserveIndices(column, 64)
  reservePlain(column, 4096)
  column.pagesClosed = 0
  column.encodingChosen = 0
  column.valueEncoding = 0
  column.isProbedOut = 0
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
  column.holdsWords = 0
  column.pageHasDictionary = column.dictionaryOpen
  openBounds(column)
}

/**
 * Appends the block's rows [from, to) to the open page and returns the row it stopped before: `to`, or an earlier one when the page is
 * full and must be closed.
 */
export function append(column: Column, from: u32, to: u32): u32 {
  const end = min(to, from + (maxPageRows - column.pageRows))
  if (column.blockKnown != 0 && !column.pageHasDictionary) lookUpKnown(column, from)
  const present = listPresentRows(column, from, end)
  if (column.blockNulls == 0) appendEqualLevels(column, true, end - from)
  else if (column.valueRows != 0) appendListedLevels(column, from, end, present)
  else appendLevels(column, column.presentBase + from, end - from)
  const count = min(present, valuesToProbe(column))
  beginHolding(column, count)
  const appended = count == 0 ? 0 : appendRows(column, from, count)
  let stopped = appended == present ? end : presentRow(appended, from, column.blockNulls != 0)
  column.pageRows += stopped - from
  column.pageNulls += stopped - from - appended
  if (column.pageRows - column.pageNulls == probeValues) enterHeld(column)
  if (isProbed(column)) {
    column.isProbedOut = 1
    giveUpDictionary(column)
  } else if (failsEarly(column)) giveUpDictionary(column)
  // A first value too large for any dictionary: there is no page to close yet.
  if (column.pageRows == 0) column.pageHasDictionary = column.dictionaryOpen
  if (isFilled(column) && appended != 0) {
    // Nulls that follow go to the next page: they might be in another block.
    const behind = presentRow(appended - 1, from, column.blockNulls != 0) + 1
    column.pageRows -= stopped - behind
    column.pageNulls -= stopped - behind
    stopped = behind
  }
  return stopped
}

/** Of a column chunk's first values: a dictionary pays if some of them repeat. */
const mostNewValues: u32 = probeValues / 20 * 19

/** How many values may be appended before that has to be asked. */
@inline
function valuesToProbe(column: Column): u32 {
  return isBeforeProbe(column) ? probeValues - (column.pageRows - column.pageNulls) : u32.MAX_VALUE
}

@inline
function isProbed(column: Column): bool {
  if (column.pageHasDictionary == 0 || column.encodingChosen != 0) return false
  return column.pageRows - column.pageNulls == probeValues && column.dictionaryCount > mostNewValues
}

/** A dictionary that takes no more of the first words (dictionary.ts, maxProbes) would be a page's that has hardly begun. */
@inline
function failsEarly(column: Column): bool {
  return column.dictionaryOpen == 0 && isWordColumn(column) && (isBeforeProbe(column) || heldWords(column) != 0)
}

/** Turns the page's indices back into values. */
export function giveUpDictionary(column: Column): void {
  widenUsed(column)
  const held = heldWords(column)
  const heldBytes = held == 0 ? 0 : column.plainLength
  const count = column.pageRows - column.pageNulls - held
  const bytes = <u32>plainBytesOf(column, 0, count, u64.MAX_VALUE)
  reservePlain(column, bytes + heldBytes)
  const plain = column.plain + levelsReserve
  memory.copy(plain + bytes, plain, heldBytes)
  writePlain(column, 0, count, plain)
  column.plainLength = bytes + heldBytes
  column.holdsWords = 0
  column.pageHasDictionary = 0
  column.dictionaryOpen = 0
  column.dictionaryCount = 0
  column.dictionaryBytes = 0
  releaseIndices(column)
  if (column.blockKnown == 0) releaseDictionary(column) // else lookUpKnown needs it
}

/** The same for a column that the file lacks: null in every row. */
export function appendNulls(column: Column, from: u32, to: u32): u32 {
  const end = min(to, from + (maxPageRows - column.pageRows))
  appendEqualLevels(column, false, end - from)
  column.pageRows += end - from
  column.pageNulls += end - from
  return end
}

/** Indices of the block's rows from `from` on → their values, which need no dictionary: the column goes on in PLAIN, or with another one. */
function lookUpKnown(column: Column, from: u32): void {
  const isText = column.storage == storeBytes || column.storage == storeFixed
  for (let row = from; row < rowCount; row++) {
    if (load<u8>(column.presentBase + row) != isKnown) continue
    const slot = column.slotBase + (<usize>row << 3)
    const entry = load<u64>(column.dictionaryEntries + (load<usize>(slot) << 3))
    store<u8>(column.presentBase + row, isValue)
    store<u64>(slot, isText ? taken(column, entry) : entry)
  }
  column.blockKnown = 0
}

/** A text of the dictionary, copied to where the block's other texts are. */
@inline
function taken(column: Column, entry: u64): u64 {
  const length = <u32>(entry >> 32)
  const text = takeArena(length)
  copyBytes(text, column.dictionaryArena + <u32>entry, length)
  return <u64>text | (<u64>length << 32)
}

export function isPageFull(column: Column): bool {
  return column.pageRows == maxPageRows || isFilled(column) || column.pageHasDictionary != column.dictionaryOpen
}

/** Whether the page has as many bytes of values as it may have. */
@inline
function isFilled(column: Column): bool {
  return column.plainLength >= maxPlainBytes
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
