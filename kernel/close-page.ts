// A full page → its body, which the host compresses: levels, then indices or values. Spec: parquet-format, README.md, "Data Pages".
// How values are encoded the host has said (sample.ts), before it closes the column chunk's first page with values.

import { hashDictionary, hashPlainValues } from './bloom-filter'
import { widenUsed } from './bounds'
import { Column, isWordColumn, storeBits, storeFour } from './column'
import { encodeValues, encodingDictionary, encodingPlain, worstEncodedBytes } from './encoding'
import { encodeHybrid, encodePackedBits } from './hybrid'
import { enterHeld } from './held-words'
import { makeLateDictionary } from './late-dictionary'
import { closeLevels } from './levels'
import { slack } from './memory'
import { giveUpDictionary } from './page'
import { levelsReserve, maxPageRows } from './page-room'
import { lookAtOrder } from './sortedness'

// The closed page, as the host reads it.
let body: usize = 0
let bodyLength: u32 = 0

/** Levels and dictionary pages are encoded here; behind the levels, two u32 a value have room for lengths. */
let scratch: usize = 0
const scratchBytes: u32 = levelsReserve + maxPageRows * 8 + slack

// Values that are not PLAIN are encoded here, behind room for the levels.
let encoded: usize = 0
let encodedCapacity: u32 = 0

/**
 * Whether the open page is the first with values and nothing has been said of their encoding: ask `sample`, then `choose`. Asked before the
 * page is closed, of which nothing is held back from here on; it may get a dictionary here (late-dictionary.ts).
 */
export function needsChoice(column: Column): bool {
  if (!enterHeld(column)) giveUpDictionary(column)
  const isFirst = column.encodingChosen == 0 && column.pageRows > column.pageNulls
  if (isFirst && column.isProbedOut) makeLateDictionary(column)
  return isFirst
}

/** How the values of the open page and of those that follow are encoded; where a dictionary is kept, once it has outgrown its limit. */
export function choose(column: Column, keepDictionary: bool, encoding: u32): void {
  column.encodingChosen = 1
  column.valueEncoding = encoding
  if (column.pageHasDictionary && !keepDictionary) giveUpDictionary(column)
}

/** Encodes the open page; body and bounds are then read by the host. Returns its encoding. The next page must be begun with `openPage`. */
export function closePage(column: Column): u32 {
  const count = column.pageRows - column.pageNulls
  // A page of nulls says nothing about the values: the dictionary is still open behind it.
  if (column.pageHasDictionary && count == 0 && column.dictionaryCount == 0) column.pageHasDictionary = 0
  column.pagesClosed++
  lookAtOrder(column)
  if (!column.pageHasDictionary) hashPlainValues(column)
  if (column.pageHasDictionary) {
    widenUsed(column)
    closeDictionaryPage(column, count)
    return encodingDictionary
  }
  const encoding = count == 0 ? encodingPlain : column.valueEncoding
  if (encoding == encodingPlain && column.storage != storeBits) closePlainPage(column)
  else closeEncodedPage(column, encoding, count)
  return encoding
}

function closeDictionaryPage(column: Column, count: u32): void {
  const width = indexWidth(column)
  let out = encodeLevels(column, reserveScratch())
  store<u8>(out++, <u8>width)
  out = encodeHybrid(column.indices, count, width, out)
  body = scratch
  bodyLength = <u32>(out - scratch)
}

function closePlainPage(column: Column): void {
  putLevels(column, column.plain + levelsReserve, column.plainLength)
}

function closeEncodedPage(column: Column, encoding: u32, count: u32): void {
  const plain = column.plain + levelsReserve
  const out = reserveEncoded(worstEncodedBytes(count, column.plainLength))
  const end = encodeValues(column, encoding, plain, count, reserveLengths(), out)
  putLevels(column, out, <u32>(end - out))
}

/** The levels go right in front of the values, which have room for them there. */
function putLevels(column: Column, values: usize, valuesLength: u32): void {
  const levels = <u32>(encodeLevels(column, reserveScratch()) - scratch)
  body = values - levels
  memory.copy(body, scratch, levels)
  bodyLength = levels + valuesLength
}

/** Bits of the largest index so far; at least one, since some readers cannot do with none. */
export function indexWidth(column: Column): u32 {
  return column.dictionaryCount <= 2 ? 1 : 32 - clz(column.dictionaryCount - 1)
}

/** Spec: data page v1 has the levels' byte length in front of them (u32), and none at all for a required column. */
function encodeLevels(column: Column, out: usize): usize {
  if (!column.nullable) return out
  closeLevels(column)
  const end = encodePackedBits(column.levels, column.pageRows, out + 4)
  store<u32>(out, <u32>(end - out) - 4)
  return end
}

/** Puts the dictionary page's body where the host reads it. Returns the number of entries: 0 if the column chunk has no dictionary. */
export function closeDictionary(column: Column): u32 {
  hashDictionary(column)
  body = column.dictionaryArena
  bodyLength = column.dictionaryBytes
  if (isWordColumn(column)) {
    body = column.dictionaryEntries
    if (column.storage == storeFour) {
      // In place: entry i moves down to or stays at its own offset.
      for (let i: u32 = 0; i < column.dictionaryCount; i++) store<u32>(body + (<usize>i << 2), load<u32>(body + (<usize>i << 3)))
    }
  }
  return column.dictionaryCount
}

function reserveScratch(): usize {
  if (scratch == 0) scratch = heap.alloc(scratchBytes)
  return scratch
}

/** Room for two u32 a value. */
export function reserveLengths(): usize {
  return reserveScratch() + levelsReserve
}

/** Room for so many bytes of values, and for levels in front of them. */
export function reserveEncoded(bytes: u32): usize {
  if (bytes > encodedCapacity) {
    if (encoded != 0) heap.free(encoded)
    encodedCapacity = bytes
    encoded = heap.alloc(levelsReserve + bytes + slack)
  }
  return encoded + levelsReserve
}

/** Makes the bytes [from, end) what the host reads. */
export function putBody(from: usize, end: usize): void {
  body = from
  bodyLength = <u32>(end - from)
}

export function getBody(): usize {
  return body
}

export function getBodyLength(): u32 {
  return bodyLength
}
