// Texts of which none was recognised (UUIDs, names, whatever is longer than seen-texts.ts keeps) → indices in the open page. As with words
// (append-word-indices.ts) memory is asked for ahead: for some rows first their places in the table, then the bytes of the entries these name.

import { widenText } from './bounds'
import { Column, storeFixed } from './column'
import { dictionaryFull, findBytes, indexOf, isEntry, likelyPlace, mayBe } from './dictionary'
import { addToRowHash, cellFactor, hashBytes, hashSixteen } from './hash'
import { rowHashes } from './memory'
import { presentRow } from './present-rows'
import { remembers, rememberText } from './seen-texts'

const rowsAhead: u32 = 256
const hashesAhead = memory.data(rowsAhead * 8)
const placesAhead = memory.data(rowsAhead * 4) // what stands at the text's place in the table
const entriesAhead = memory.data(rowsAhead * 8) // offset and length of the entry that it names
const bytesAhead = memory.data(rowsAhead * 8) // its first bytes: nobody looks at them here, but they have been fetched

/** Writes the indices of `count` rows' texts to `out`; returns how many there are when the dictionary is full. */
export function appendTextIndices(column: Column, from: u32, count: u32, hasNulls: bool, out: usize): u32 {
  for (let first: u32 = 0; first < count; first += rowsAhead) {
    const end = min(count, first + rowsAhead)
    hashTexts(column, from, first, end, hasNulls)
    readPlaces(column, end - first)
    readEntries(column, end - first)
    const stopped = settle(column, from, first, end, hasNulls, out)
    if (stopped < end) return stopped
  }
  return count
}

@inline
function hashTexts(column: Column, from: u32, first: u32, end: u32, hasNulls: bool): void {
  const slotBase = column.slotBase
  const areSixteen = column.storage == storeFixed && column.fixedLength == 16 // UUIDs
  for (let i = first, ahead: usize = 0; i < end; i++, ahead += 8) {
    const slot = load<u64>(slotBase + (<usize>presentRow(i, from, hasNulls) << 3))
    store<u64>(hashesAhead + ahead, areSixteen ? hashSixteen(<u32>slot) : hashBytes(<u32>slot, <u32>(slot >> 32)))
  }
}

@inline
function readPlaces(column: Column, count: u32): void {
  const table = column.dictionaryTable
  const mask = column.dictionaryMask
  for (let ahead: usize = 0; ahead < <usize>count << 3; ahead += 8) {
    store<u32>(placesAhead + (ahead >> 1), likelyPlace(table, mask, load<u64>(hashesAhead + ahead)))
  }
}

@inline
function readEntries(column: Column, count: u32): void {
  const arena = column.dictionaryArena
  if (column.storage == storeFixed) {
    const length = column.fixedLength
    for (let ahead: usize = 0; ahead < <usize>count << 3; ahead += 8) {
      const offset = indexOf(load<u32>(placesAhead + (ahead >> 1))) * length
      store<u64>(entriesAhead + ahead, <u64>offset | (<u64>length << 32))
      store<u64>(bytesAhead + ahead, load<u64>(arena + offset))
    }
    return
  }
  const entries = column.dictionaryEntries
  for (let ahead: usize = 0; ahead < <usize>count << 3; ahead += 8) {
    const entry = load<u64>(entries + (<usize>indexOf(load<u32>(placesAhead + (ahead >> 1))) << 3))
    store<u64>(entriesAhead + ahead, entry)
    store<u64>(bytesAhead + ahead, load<u64>(arena + <u32>entry))
  }
}

@inline
function settle(column: Column, from: u32, first: u32, end: u32, hasNulls: bool, out: usize): u32 {
  const hashes = rowHashes
  const slotBase = column.slotBase
  const factor = cellFactor(column.index)
  const remembering = remembers(column)
  for (let i = first, ahead: usize = 0; i < end; i++, ahead += 8) {
    const row = presentRow(i, from, hasNulls)
    const slot = load<u64>(slotBase + (<usize>row << 3))
    const address = <usize>(<u32>slot)
    const length = <u32>(slot >> 32)
    const hash = load<u64>(hashesAhead + ahead)
    const place = load<u32>(placesAhead + (ahead >> 1))
    let index = indexOf(place)
    if (!mayBe(place, hash) || !isEntry(column, load<u64>(entriesAhead + ahead), address, length)) {
      index = findBytes(column, address, length, hash)
      if (index == dictionaryFull) {
        column.dictionaryOpen = 0
        return i
      }
    }
    store<u32>(out + (<usize>i << 2), index)
    addToRowHash(hashes, row, hash * factor)
    widenText(column, address, length)
    if (remembering) rememberText(column, row, index)
  }
  return end
}
