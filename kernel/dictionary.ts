// The dictionary of a column chunk: an open-addressing hash table from value to index, and the values in the order they came.
// It closes (the column goes on in PLAIN) when it outgrows its limit, or when a made-up collision makes probing long.

import { Column, isWordColumn, storeBytes, storeFour } from './column'
import { densePlace, makeDense, openDense, releaseDense } from './dense-words'
import { cellFactor, hashBytes, hashWord } from './hash'
import { resize, slack } from './memory'
import { copyBytes } from './page-room'

/** The most bytes of text that a dictionary page's body may have, and the most values of four or eight bytes. */
const maxDictionaryBytes: u32 = 1024 * 1024
export const maxDictionaryWords: u32 = 128 * 1024
const firstPlaces: u32 = 128
const maxProbes: u32 = 128

// A place: index + 1 in the low bits, 0 where it is empty; above them the highest bits of the hash, which tell most other values apart. Four bytes
// only, since tables outgrow the caches.
const indexBits: u32 = 18 // an entry of text takes five bytes or more
const indexMask: u32 = (1 << indexBits) - 1

/** One place more, always empty, for whoever looks one further. */
@inline
function tableBytes(places: u32): usize {
  return (<usize>places + 1) << 2
}

/** What `findWord` and `findBytes` return when the value is neither there nor may enter. */
export const dictionaryFull: u32 = 0xffffffff

export function openDictionary(column: Column): void {
  if (column.dictionaryTable == 0) {
    column.dictionaryTable = heap.alloc(tableBytes(firstPlaces))
    column.dictionaryMask = firstPlaces - 1
    column.dictionaryEntryCapacity = firstPlaces / 2
    column.dictionaryEntries = heap.alloc(column.dictionaryEntryCapacity * 8)
    store<u64>(column.dictionaryEntries, 0) // for `indexOf`
    column.cellHashes = heap.alloc(column.dictionaryEntryCapacity * 8)
    column.usedEntries = heap.alloc(column.dictionaryEntryCapacity + slack)
  }
  memory.fill(column.dictionaryTable, 0, tableBytes(column.dictionaryMask + 1))
  column.dictionaryOpen = 1
  column.dictionaryCount = 0
  column.dictionaryHashed = 0
  column.dictionaryBytes = 0
  openDense(column)
}

/** Gives the memory of a closed dictionary back. */
export function releaseDictionary(column: Column): void {
  heap.free(column.dictionaryTable)
  heap.free(column.dictionaryEntries)
  heap.free(column.cellHashes)
  heap.free(column.usedEntries)
  column.dictionaryTable = 0
  releaseDense(column)
  if (column.dictionaryArena == 0) return
  heap.free(column.dictionaryArena)
  column.dictionaryArena = 0
  column.dictionaryArenaCapacity = 0
}

/** Index of a value of four or eight bytes with this hash (hash.ts). */
export function findWord(column: Column, slot: u64, hash: u64): u32 {
  const place = densePlace(column, slot)
  if (place >= <u64>column.densePlaces) return findHashedWord(column, slot, hash)
  const at = column.denseTable + (<usize>place << 2)
  const found = load<u32>(at)
  if (found != 0) return found - 1
  const index = addWord(column, slot, hash)
  if (index != dictionaryFull) store<u32>(at, index + 1)
  return index
}

function findHashedWord(column: Column, slot: u64, hash: u64): u32 {
  const mask = column.dictionaryMask
  let at = <u32>hash & mask
  for (let probes: u32 = 0; probes < maxProbes; probes++) {
    const place = load<u32>(column.dictionaryTable + (<usize>at << 2))
    if (place == 0) {
      const index = addWord(column, slot, hash)
      if (index != dictionaryFull) enterTable(column, at, index, hash)
      return index
    }
    if (mayBe(place, hash) && load<u64>(column.dictionaryEntries + (<usize>indexOf(place) << 3)) == slot) return indexOf(place)
    at = (at + 1) & mask
  }
  return dictionaryFull
}

function addWord(column: Column, slot: u64, hash: u64): u32 {
  if (column.dictionaryCount == maxDictionaryWords) return dictionaryFull
  const index = addEntry(column, slot, hash)
  countWords(column, column.dictionaryCount)
  return index
}

/** The dictionary has so many entries now: those behind the ones it had are words that somebody stored. */
export function enterWords(column: Column, count: u32): void {
  for (let index = column.dictionaryCount; index < count; index++) {
    noteEntry(column, index, hashWord(load<u64>(column.dictionaryEntries + (<usize>index << 3))))
  }
  countWords(column, count)
}

@inline
function countWords(column: Column, count: u32): void {
  column.dictionaryCount = count
  column.dictionaryBytes = count << (column.storage == storeFour ? 2 : 3)
}

/** Index of a text of `length` bytes with this hash (hash.ts). */
export function findBytes(column: Column, address: usize, length: u32, hash: u64): u32 {
  const mask = column.dictionaryMask
  let at = <u32>hash & mask
  for (let probes: u32 = 0; probes < maxProbes; probes++) {
    const place = load<u32>(column.dictionaryTable + (<usize>at << 2))
    if (place == 0) return addBytes(column, address, length, hash, at)
    if (mayBe(place, hash)) {
      const index = indexOf(place)
      if (isEntry(column, load<u64>(column.dictionaryEntries + (<usize>index << 3)), address, length)) return index
    }
    at = (at + 1) & mask
  }
  return dictionaryFull
}

/** Whether the place may hold a value with this hash; never for an empty one. */
@inline
export function mayBe(place: u32, hash: u64): bool {
  return place != 0 && place >> indexBits == <u32>(hash >> (32 + indexBits))
}

/** The hash's first place in the table, or the one behind it if only that may hold the value: no branch, and nearly always the right one. */
@inline
export function likelyPlace(table: usize, mask: u32, hash: u64): u32 {
  const at = table + ((<usize>hash & mask) << 2)
  const first = load<u32>(at)
  return first >> indexBits == <u32>(hash >> (32 + indexBits)) ? first : load<u32>(at, 4)
}

/** 0 for an empty place too, whose entry may be read as well as any. */
@inline
export function indexOf(place: u32): u32 {
  return max(place & indexMask, 1) - 1
}

@inline
export function isEntry(column: Column, entry: u64, address: usize, length: u32): bool {
  return <u32>(entry >> 32) == length && equalBytes(column.dictionaryArena + <u32>entry, address, length)
}

/** Reads up to 7 bytes behind both. */
@inline
function equalBytes(a: usize, b: usize, length: u32): bool {
  let left = length
  for (; left >= 8; left -= 8, a += 8, b += 8) if (load<u64>(a) != load<u64>(b)) return false
  return left == 0 || ((load<u64>(a) ^ load<u64>(b)) & (~(<u64>0) >> ((8 - left) << 3))) == 0
}

function addBytes(column: Column, address: usize, length: u32, hash: u64, at: u32): u32 {
  const prefix: u32 = column.storage == storeBytes ? 4 : 0
  const offset = column.dictionaryBytes
  if (offset + prefix + length > maxDictionaryBytes || column.dictionaryCount == indexMask) return dictionaryFull
  const needed = offset + prefix + length + slack
  if (needed > column.dictionaryArenaCapacity) {
    column.dictionaryArenaCapacity = max<u32>(max<u32>(needed, column.dictionaryArenaCapacity * 2), 1024)
    column.dictionaryArena = resize(column.dictionaryArena, column.dictionaryArenaCapacity)
  }
  const out = column.dictionaryArena + offset
  if (prefix != 0) store<u32>(out, length)
  copyBytes(out + prefix, address, length)
  column.dictionaryBytes = offset + prefix + length
  const index = addEntry(column, <u64>(offset + prefix) | (<u64>length << 32), hash)
  enterTable(column, at, index, hash)
  return index
}

function addEntry(column: Column, entry: u64, hash: u64): u32 {
  reserveEntries(column, 1)
  const index = column.dictionaryCount++
  store<u64>(column.dictionaryEntries + (<usize>index << 3), entry)
  noteEntry(column, index, hash)
  return index
}

/** What is kept beside an entry: what it adds to the hashes of rows, and that no page has it yet. */
@inline
function noteEntry(column: Column, index: u32, hash: u64): void {
  store<u64>(column.cellHashes + (<usize>index << 3), hash * cellFactor(column.index))
  store<u8>(column.usedEntries + index, 0)
}

/** Makes room for so many entries more. */
export function reserveEntries(column: Column, more: u32): void {
  const entries = column.dictionaryCount + more
  if (entries <= column.dictionaryEntryCapacity) return
  column.dictionaryEntryCapacity = max(entries, column.dictionaryEntryCapacity * 2)
  column.dictionaryEntries = resize(column.dictionaryEntries, column.dictionaryEntryCapacity * 8)
  column.cellHashes = resize(column.cellHashes, column.dictionaryEntryCapacity * 8)
  column.usedEntries = resize(column.usedEntries, column.dictionaryEntryCapacity + slack)
}

function enterTable(column: Column, at: u32, index: u32, hash: u64): void {
  setPlace(column, at, index, hash)
  column.dictionaryHashed++
  if (column.dictionaryHashed * 2 <= column.dictionaryMask + 1) return
  if (isWordColumn(column) && makeDense(column)) fillTable(column)
  if (column.dictionaryHashed * 2 > column.dictionaryMask + 1) growTable(column)
}

@inline
function setPlace(column: Column, at: u32, index: u32, hash: u64): void {
  store<u32>(column.dictionaryTable + (<usize>at << 2), (<u32>(hash >> (32 + indexBits)) << indexBits) | (index + 1))
}

function growTable(column: Column): void {
  const places = (<usize>column.dictionaryMask + 1) * 2
  heap.free(column.dictionaryTable)
  column.dictionaryTable = heap.alloc(tableBytes(<u32>places))
  column.dictionaryMask = <u32>places - 1
  fillTable(column)
}

/** Gives every entry its place anew: in the window, or in the table. */
function fillTable(column: Column): void {
  const mask = column.dictionaryMask
  const table = column.dictionaryTable
  const isText = !isWordColumn(column)
  memory.fill(table, 0, tableBytes(mask + 1))
  column.dictionaryHashed = 0
  for (let index: u32 = 0; index < column.dictionaryCount; index++) {
    const entry = load<u64>(column.dictionaryEntries + (<usize>index << 3))
    const densely = isText ? u64.MAX_VALUE : densePlace(column, entry)
    if (densely < <u64>column.densePlaces) {
      store<u32>(column.denseTable + (<usize>densely << 2), index + 1)
      continue
    }
    const hash = isText ? hashBytes(column.dictionaryArena + <u32>entry, <u32>(entry >> 32)) : hashWord(entry)
    let at = <u32>hash & mask
    while (load<u32>(table + (<usize>at << 2)) != 0) at = (at + 1) & mask
    setPlace(column, at, index, hash)
    column.dictionaryHashed++
  }
}
