// A dictionary made after all. A column chunk whose first values are nearly all new gives its dictionary up (page.ts): most such columns have no use
// for one. But a table may have a row of each of ten thousand things, and then one of each again; or it may begin unlike the rest. The whole first
// page tells, of which two samples are taken: the values whose hashes begin with six zeros, all occurrences of a few; and every 32nd value, which
// has the few that are common.

import { Column, isWordColumn, storeBytes, storeFour } from './column'
import { dictionaryFull, findBytes, findWord, openDictionary, releaseDictionary } from './dictionary'
import { valueBytes } from './encoding'
import { hashBytes, hashWord } from './hash'
import { plainWord } from './held-words'
import { levelsReserve, releaseIndices, reserveIndices } from './page-room'
import { openSeenTexts } from './seen-texts'

/** A shorter page says too little. */
const leastValues: u32 = 32768
/** On the average a value comes so often in the page. */
const leastOccurrences: u32 = 2

const hashShift: u64 = 58
const everyPlace: u32 = 32

// A sample's hashes: u64 a place, 0 where empty.
const mostSampled: u32 = 2048
const places: u32 = 2 * mostSampled
const sampleBytes: usize = <usize>places << 3
const byHash = memory.data(places * 8)
const byPlace = memory.data(places * 8)

/** Gives the open page a dictionary, if its values, which are held in PLAIN, come again. False: it is as it was. */
export function makeLateDictionary(column: Column): bool {
  const count = column.pageRows - column.pageNulls
  if (count < leastValues || !comeAgain(column, count)) return false
  openDictionary(column)
  openSeenTexts(column) // what stands there are indices of the dictionary that was given up
  reserveIndices(column, count)
  if (!enterPlain(column, count)) {
    releaseIndices(column)
    releaseDictionary(column)
    column.dictionaryOpen = 0
    column.dictionaryCount = 0
    column.dictionaryBytes = 0
    return false
  }
  column.plainLength = 0
  column.pageHasDictionary = 1
  return true
}

function comeAgain(column: Column, count: u32): bool {
  memory.fill(byHash, 0, sampleBytes)
  memory.fill(byPlace, 0, sampleBytes)
  let ofHash: u32 = 0
  let newOfHash: u32 = 0
  let newOfPlace: u32 = 0
  let at = column.plain + levelsReserve
  for (let i: u32 = 0; i < count; i++, at = next) {
    const hash = hashOf(column, at)
    if (hash >> hashShift == 0 && ofHash < mostSampled) {
      ofHash++
      newOfHash += u32(isNew(byHash, hash))
    }
    if (i % everyPlace == 0) newOfPlace += u32(isNew(byPlace, hash))
  }
  return (ofHash != 0 && newOfHash * leastOccurrences <= ofHash) || newOfPlace * leastOccurrences <= count / everyPlace
}

/** Puts the hash into a sample; whether it was not there. */
function isNew(sample: usize, hash: u64): bool {
  let place = <u32>hash & (places - 1)
  while (true) {
    const at = sample + (<usize>place << 3)
    const there = load<u64>(at)
    if (there == hash) return false
    if (there == 0) {
      store<u64>(at, hash)
      return true
    }
    place = (place + 1) & (places - 1)
  }
}

/** False if one of them cannot enter. */
function enterPlain(column: Column, count: u32): bool {
  const prefix: u32 = column.storage == storeBytes ? 4 : 0
  let at = column.plain + levelsReserve
  for (let i: u32 = 0; i < count; i++) {
    const hash = hashOf(column, at)
    const text = at + prefix
    const index = isWordColumn(column)
      ? findWord(column, plainWord(column, at), hash)
      : findBytes(column, text, <u32>(next - text), hash)
    if (index == dictionaryFull) return false
    store<u32>(column.indices + (<usize>i << 2), index)
    at = next
  }
  return true
}

let next: usize = 0 // behind the value that was hashed last

@inline
function hashOf(column: Column, at: usize): u64 {
  if (isWordColumn(column)) {
    next = at + (column.storage == storeFour ? 4 : 8)
    return hashWord(plainWord(column, at))
  }
  const isFixed = column.storage != storeBytes
  const text = isFixed ? at : at + 4
  const length = isFixed ? valueBytes(column) : load<u32>(at)
  next = text + length
  return hashBytes(text, length)
}
