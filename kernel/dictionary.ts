// The dictionary of a column chunk: an open-addressing hash table from value to index, and the values in the order they came.
// It closes (the column goes on in PLAIN) when it outgrows its limit, or when a made-up collision makes probing long.

import { Column, storeBytes, storeFixed, storeFour } from './column'
import { cellFactor, hashBytes, hashWord } from './hash'
import { resize, slack } from './memory'

/** The most bytes of text that a dictionary page's body may have, and the most values of four or eight bytes. */
const maxDictionaryBytes: u32 = 1024 * 1024
const maxDictionaryWords: u32 = 128 * 1024
const firstTableSize: u32 = 128
const maxProbes: u32 = 128

/** What `find` returns when the value is neither there nor may enter. */
export const dictionaryFull: u32 = 0xffffffff

export function openDictionary(column: Column): void {
  if (column.dictionaryTable == 0) {
    column.dictionaryTable = heap.alloc(firstTableSize << placeShift(column))
    column.dictionaryMask = firstTableSize - 1
    column.dictionaryEntryCapacity = firstTableSize / 2
    column.dictionaryEntries = heap.alloc(column.dictionaryEntryCapacity * 8)
    column.cellHashes = heap.alloc(column.dictionaryEntryCapacity * 8)
    column.boundStamps = heap.alloc(column.dictionaryEntryCapacity * 4)
  }
  memory.fill(column.dictionaryTable, 0, (<usize>column.dictionaryMask + 1) << placeShift(column))
  column.dictionaryOpen = 1
  column.dictionaryCount = 0
  column.dictionaryBytes = 0
}

/** Gives the memory of a closed dictionary back. */
export function releaseDictionary(column: Column): void {
  heap.free(column.dictionaryTable)
  heap.free(column.dictionaryEntries)
  heap.free(column.cellHashes)
  heap.free(column.boundStamps)
  column.dictionaryTable = 0
  if (column.dictionaryArena == 0) return
  heap.free(column.dictionaryArena)
  column.dictionaryArena = 0
  column.dictionaryArenaCapacity = 0
}

/** Index of a value of four or eight bytes with this hash (hash.ts). */
export function findWord(column: Column, slot: u64, hash: u64): u32 {
  const mask = column.dictionaryMask
  let place = <u32>hash & mask
  for (let probes: u32 = 0; probes < maxProbes; probes++) {
    const found = load<u32>(column.dictionaryTable + (<usize>place << 2))
    if (found == 0) return addWord(column, slot, hash, place)
    const index = found - 1
    if (load<u64>(column.dictionaryEntries + (<usize>index << 3)) == slot) return index
    place = (place + 1) & mask
  }
  return dictionaryFull
}

function addWord(column: Column, slot: u64, hash: u64, place: u32): u32 {
  if (column.dictionaryCount == maxDictionaryWords) return dictionaryFull
  column.dictionaryBytes += column.storage == storeFour ? 4 : 8
  return addEntry(column, slot, hash, place)
}

/** Index of a text of `length` bytes with this hash (hash.ts). */
@inline
export function findBytes(column: Column, address: usize, length: u32, hash: u64): u32 {
  const mask = column.dictionaryMask
  const tag = <u32>(hash >> 32)
  let place = <u32>hash & mask
  for (let probes: u32 = 0; probes < maxProbes; probes++) {
    const found = load<u64>(column.dictionaryTable + (<usize>place << 3))
    if (found == 0) return addBytes(column, address, length, hash, place)
    if (<u32>(found >> 32) == tag) {
      const index = <u32>found - 1
      const entry = load<u64>(column.dictionaryEntries + (<usize>index << 3))
      if (<u32>(entry >> 32) == length && equalBytes(column.dictionaryArena + <u32>entry, address, length)) return index
    }
    place = (place + 1) & mask
  }
  return dictionaryFull
}

/** Reads up to 7 bytes behind both. */
@inline
function equalBytes(a: usize, b: usize, length: u32): bool {
  let left = length
  for (; left >= 8; left -= 8, a += 8, b += 8) if (load<u64>(a) != load<u64>(b)) return false
  return left == 0 || ((load<u64>(a) ^ load<u64>(b)) & (~(<u64>0) >> ((8 - left) << 3))) == 0
}

function addBytes(column: Column, address: usize, length: u32, hash: u64, place: u32): u32 {
  const prefix: u32 = column.storage == storeBytes ? 4 : 0
  const at = column.dictionaryBytes
  if (at + prefix + length > maxDictionaryBytes) return dictionaryFull
  const needed = at + prefix + length + slack
  if (needed > column.dictionaryArenaCapacity) {
    column.dictionaryArenaCapacity = max<u32>(max<u32>(needed, column.dictionaryArenaCapacity * 2), 1024)
    column.dictionaryArena = resize(column.dictionaryArena, column.dictionaryArenaCapacity)
  }
  const out = column.dictionaryArena + at
  if (prefix != 0) store<u32>(out, length)
  memory.copy(out + prefix, address, length)
  column.dictionaryBytes = at + prefix + length
  return addEntry(column, <u64>(at + prefix) | (<u64>length << 32), hash, place)
}

function addEntry(column: Column, entry: u64, hash: u64, place: u32): u32 {
  const index = column.dictionaryCount++
  if (index == column.dictionaryEntryCapacity) {
    column.dictionaryEntryCapacity *= 2
    column.dictionaryEntries = resize(column.dictionaryEntries, column.dictionaryEntryCapacity * 8)
    column.cellHashes = resize(column.cellHashes, column.dictionaryEntryCapacity * 8)
    column.boundStamps = resize(column.boundStamps, column.dictionaryEntryCapacity * 4)
  }
  store<u64>(column.dictionaryEntries + (<usize>index << 3), entry)
  store<u64>(column.cellHashes + (<usize>index << 3), hash * cellFactor(column.index))
  store<u32>(column.boundStamps + (<usize>index << 2), ~(<u32>0))
  setPlace(column, column.dictionaryTable, place, index, <u32>(hash >> 32))
  if (column.dictionaryCount * 2 > column.dictionaryMask + 1) growTable(column)
  return index
}

/** Words are compared themselves, so their places hold the index alone: half the memory to run through. */
@inline
function placeShift(column: Column): u32 {
  return column.storage == storeBytes || column.storage == storeFixed ? 3 : 2
}

@inline
function setPlace(column: Column, table: usize, place: u32, index: u32, tag: u32): void {
  if (placeShift(column) == 2) store<u32>(table + (<usize>place << 2), index + 1)
  else store<u64>(table + (<usize>place << 3), (<u64>tag << 32) | (<u64>index + 1))
}

function growTable(column: Column): void {
  const mask = column.dictionaryMask * 2 + 1
  heap.free(column.dictionaryTable)
  const shift = placeShift(column)
  const table = heap.alloc((<usize>mask + 1) << shift)
  memory.fill(table, 0, (<usize>mask + 1) << shift)
  const isText = shift == 3
  for (let index: u32 = 0; index < column.dictionaryCount; index++) {
    const entry = load<u64>(column.dictionaryEntries + (<usize>index << 3))
    const hash = isText ? hashBytes(column.dictionaryArena + <u32>entry, <u32>(entry >> 32)) : hashWord(entry)
    let place = <u32>hash & mask
    while (load<u32>(table + (<usize>place << shift)) != 0) place = (place + 1) & mask
    setPlace(column, table, place, index, <u32>(hash >> 32))
  }
  column.dictionaryTable = table
  column.dictionaryMask = mask
}
