// A column chunk's bloom filter: while the chunk is encoded its values' hashes are collected, each once; at its end, when their number is known, the
// host says how large the filter is to be. Spec: parquet-format, BloomFilter.md: blocks of eight words, XXH64 of the values in PLAIN.

import { Column, storeBytes, storeEight, storeFour } from './column'
import { valueBytes } from './encoding'
import { levelsReserve } from './page-room'
import { xxh64 } from './xxh64'

const firstPlaces: u32 = 1024
const blockBytes: u32 = 32

const salts = memory.data<u32>([
  0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31,
])

/** From now on the column's values are hashed. */
export function collectHashes(column: Column): void {
  column.hashPlaces = firstPlaces
  column.hashTable = heap.alloc(firstPlaces * 8)
}

/** Begins a column chunk. */
export function openHashes(column: Column): void {
  if (column.hashPlaces == 0) return
  memory.fill(column.hashTable, 0, <usize>column.hashPlaces * 8)
  column.hashCount = 0
  column.hashedZero = 0
}

/** Takes the values of a page that holds them in PLAIN. */
export function hashPlainValues(column: Column): void {
  if (column.hashPlaces == 0) return
  const count = column.pageRows - column.pageNulls
  let at = column.plain + levelsReserve
  for (let i: u32 = 0; i < count; i++) {
    const isPrefixed = column.storage == storeBytes
    const length = isPrefixed ? load<u32>(at) : valueBytes(column)
    if (isPrefixed) at += 4
    addHash(column, xxh64(at, length))
    at += length
  }
}

/** Takes the values of the dictionary: those of all pages that refer to it. */
export function hashDictionary(column: Column): void {
  if (column.hashPlaces == 0) return
  for (let i: u32 = 0; i < column.dictionaryCount; i++) {
    const entry = column.dictionaryEntries + (<usize>i << 3)
    if (column.storage == storeFour) addHash(column, xxh64(entry, 4))
    else if (column.storage == storeEight) addHash(column, xxh64(entry, 8))
    else addHash(column, xxh64(column.dictionaryArena + load<u32>(entry), load<u32>(entry, 4)))
  }
}

/** Zero stands for an empty place, so it is noted apart. */
function addHash(column: Column, hash: u64): void {
  if (hash == 0) {
    column.hashedZero = 1
    return
  }
  if (!place(column.hashTable, column.hashPlaces, hash)) return
  column.hashCount++
  if (column.hashCount * 2 > column.hashPlaces) growTable(column)
}

/** False if it is there already. */
@inline
function place(table: usize, places: u32, hash: u64): bool {
  let at = <u32>hash & (places - 1)
  for (;;) {
    const found = load<u64>(table + (<usize>at << 3))
    if (found == hash) return false
    if (found == 0) break
    at = (at + 1) & (places - 1)
  }
  store<u64>(table + (<usize>at << 3), hash)
  return true
}

function growTable(column: Column): void {
  const places = column.hashPlaces * 2
  const table = heap.alloc(<usize>places * 8)
  memory.fill(table, 0, <usize>places * 8)
  for (let i: u32 = 0; i < column.hashPlaces; i++) {
    const hash = load<u64>(column.hashTable + (<usize>i << 3))
    if (hash != 0) place(table, places, hash)
  }
  heap.free(column.hashTable)
  column.hashTable = table
  column.hashPlaces = places
}

/** How many different values the column chunk has. */
export function getHashCount(column: Column): u32 {
  return column.hashCount + column.hashedZero
}

let filter: usize = 0
let filterCapacity: u32 = 0

/** Makes the filter of `bytes` bytes, a multiple of 32; returns its address. */
export function closeBloomFilter(column: Column, bytes: u32): usize {
  if (bytes > filterCapacity) {
    if (filter != 0) heap.free(filter)
    filter = heap.alloc(bytes)
    filterCapacity = bytes
  }
  memory.fill(filter, 0, bytes)
  const blocks = bytes / blockBytes
  for (let i: u32 = 0; i < column.hashPlaces; i++) {
    const hash = load<u64>(column.hashTable + (<usize>i << 3))
    if (hash != 0) insert(blocks, hash)
  }
  if (column.hashedZero) insert(blocks, 0)
  return filter
}

/** The upper half of the hash chooses the block, the lower half one bit in each of its words. */
function insert(blocks: u32, hash: u64): void {
  const block = filter + <usize>(((hash >> 32) * blocks) >> 32) * blockBytes
  for (let word: usize = 0; word < blockBytes; word += 4) {
    const bit = (<u32>hash * load<u32>(salts + word)) >> 27
    store<u32>(block + word, load<u32>(block + word) | ((<u32>1) << bit))
  }
}
