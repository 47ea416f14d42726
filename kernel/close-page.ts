// A full page → its body, which the host compresses: levels, then indices or plain values. Spec: parquet-format, README.md, "Data Pages".
// The first page with values decides whether the column chunk keeps its dictionary.

import { Column, storeBits, storeBytes, storeEight, storeFour } from './column'
import { encodeBits, encodeHybrid, packBits } from './hybrid'
import { slack } from './memory'
import { copyBytes, levelsReserve, maxPageRows, reservePlain } from './page'

export const encodingPlain: u32 = 0
export const encodingDictionary: u32 = 8

// The closed page, as the host reads it.
let body: usize = 0
let bodyLength: u32 = 0
let scratch: usize = 0 // dictionary pages and levels are encoded here

/** Encodes the open page; body and bounds are then read by the host. Returns its encoding. The next page must be begun with `openPage`. */
export function closePage(column: Column): u32 {
  if (scratch == 0) scratch = heap.alloc(levelsReserve + maxPageRows * 8 + slack)
  const hasValues = column.pageRows > column.pageNulls
  if (column.pageHasDictionary && !column.dictionaryJudged) {
    if (!hasValues) column.pageHasDictionary = 0
    else if (!dictionaryPays(column)) expand(column)
  }
  if (hasValues) column.dictionaryJudged = 1
  column.pagesClosed++
  if (column.pageHasDictionary) {
    closeDictionaryPage(column)
    return encodingDictionary
  }
  if (column.storage == storeBits) {
    const values = column.plain + levelsReserve
    column.plainLength = <u32>(packBits(values, 0, column.plainLength, values) - values)
  }
  // The levels go right in front of the values.
  const levels = encodeLevels(column, scratch)
  const levelsLength = <u32>(levels - scratch)
  body = column.plain + levelsReserve - levelsLength
  memory.copy(body, scratch, levelsLength)
  bodyLength = levelsLength + column.plainLength
  return encodingPlain
}

function closeDictionaryPage(column: Column): void {
  const width = indexWidth(column)
  let out = encodeLevels(column, scratch)
  store<u8>(out++, <u8>width)
  out = encodeHybrid(column.indices, column.pageRows - column.pageNulls, width, out)
  body = scratch
  bodyLength = <u32>(out - scratch)
}

/** Bits of the largest index so far; at least one, since some readers cannot do with none. */
function indexWidth(column: Column): u32 {
  return column.dictionaryCount <= 2 ? 1 : 32 - clz(column.dictionaryCount - 1)
}

/** Spec: data page v1 has the levels' byte length in front of them (u32), and none at all for a required column. */
function encodeLevels(column: Column, out: usize): usize {
  if (!column.nullable) return out
  const end = encodeBits(column.levels, column.pageRows, out + 4)
  store<u32>(out, <u32>(end - out) - 4)
  return end
}

/** Whether dictionary and indices of the first page are clearly smaller than its values. */
function dictionaryPays(column: Column): bool {
  const values = column.pageRows - column.pageNulls
  const withDictionary = column.dictionaryBytes + ((values * indexWidth(column)) >> 3)
  return <u64>withDictionary * 4 <= plainBytes(column) * 3
}

function plainBytes(column: Column): u64 {
  const values = column.pageRows - column.pageNulls
  if (column.storage == storeFour) return <u64>values * 4
  if (column.storage == storeEight) return <u64>values * 8
  const prefix: u32 = column.storage == storeBytes ? 4 : 0
  let bytes: u64 = 0
  for (let i: u32 = 0; i < values; i++) bytes += prefix + <u32>(entryOf(column, i) >> 32)
  return bytes
}

@inline
function entryOf(column: Column, i: u32): u64 {
  const index = load<u32>(column.indices + (<usize>i << 2))
  return load<u64>(column.dictionaryEntries + (<usize>index << 3))
}

/** Turns the page's indices back into values and gives up the dictionary. */
function expand(column: Column): void {
  const values = column.pageRows - column.pageNulls
  reservePlain(column, <u32>plainBytes(column))
  const prefix: u32 = column.storage == storeBytes ? 4 : 0
  let out = column.plain + levelsReserve
  for (let i: u32 = 0; i < values; i++) {
    const entry = entryOf(column, i)
    if (column.storage == storeFour) {
      store<u32>(out, <u32>entry)
      out += 4
    } else if (column.storage == storeEight) {
      store<u64>(out, entry)
      out += 8
    } else {
      const length = <u32>(entry >> 32)
      if (prefix != 0) store<u32>(out, length)
      copyBytes(out + prefix, column.dictionaryArena + <u32>entry, length)
      out += prefix + length
    }
  }
  column.plainLength = <u32>(out - column.plain) - levelsReserve
  column.pageHasDictionary = 0
  column.dictionaryOpen = 0
  column.dictionaryCount = 0
  column.dictionaryBytes = 0
}

/** Puts the dictionary page's body where the host reads it. Returns the number of entries: 0 if the column chunk has no dictionary. */
export function closeDictionary(column: Column): u32 {
  body = column.dictionaryArena
  bodyLength = column.dictionaryBytes
  if (column.storage == storeFour || column.storage == storeEight) {
    body = column.dictionaryEntries
    if (column.storage == storeFour) {
      // In place: entry i moves down to or stays at its own offset.
      for (let i: u32 = 0; i < column.dictionaryCount; i++) store<u32>(body + (<usize>i << 2), load<u32>(body + (<usize>i << 3)))
    }
  }
  return column.dictionaryCount
}

export function getBody(): usize {
  return body
}

export function getBodyLength(): u32 {
  return bodyLength
}
