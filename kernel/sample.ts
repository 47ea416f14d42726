// A sample of a column chunk's first values, encoded in every way that comes into question: the host compresses each and chooses.
// Two stretches, at the beginning and in the middle of the page: encodings live on what neighbours have in common.

import { indexWidth, putBody, reserveEncoded, reserveLengths } from './close-page'
import { Column, storeBits, storeBytes, storeEight, storeFour } from './column'
import { plainBytesOf, writePlain } from './dictionary-values'
import { encodeValues, encodingDictionary, encodingPlain, valueBytes, worstEncodedBytes } from './encoding'
import { encodeHybrid } from './hybrid'
import { resize, slack } from './memory'
import { levelsReserve } from './page-room'

const stretchValues: u32 = 1024
const stretchBytes: u32 = 32 * 1024 // of a text's stretch in PLAIN; one value may be larger
const dictionarySampleBytes: u32 = 16 * 1024

let plain: usize = 0 // the sample's values in PLAIN
let plainCapacity: u32 = 0
let plainLength: u32 = 0
let indices: usize = 0 // where the page has a dictionary
let count: u32 = 0

/** Takes the sample; returns how many values it has. The page must have values. */
export function takeSample(column: Column): u32 {
  const values = column.pageRows - column.pageNulls
  count = 0
  plainLength = 0
  if (indices == 0) indices = heap.alloc(2 * stretchValues * 4 + slack)
  if (column.pageHasDictionary) {
    const half = values <= 2 * stretchValues ? values : values >> 1
    takeIndices(column, 0, min(half, stretchValues))
    if (half < values) takeIndices(column, half, half + stretchValues)
    else takeIndices(column, min(half, stretchValues), values)
  } else {
    takePlain(column, values)
  }
  return count
}

/** Values [from, to) of a page of indices, or fewer when they are large. */
function takeIndices(column: Column, from: u32, to: u32): void {
  let end = from
  let bytes: u64 = 0
  while (end < to && bytes < stretchBytes) {
    bytes += plainBytesOf(column, end, end + 1, u64.MAX_VALUE)
    end++
  }
  reservePlainSample(plainLength + <u32>bytes)
  plainLength = <u32>(writePlain(column, from, end, plain + plainLength) - plain)
  memory.copy(indices + (<usize>count << 2), column.indices + (<usize>from << 2), (end - from) << 2)
  count += end - from
}

/** Of a page without a dictionary (booleans, values too large for one, or nearly all of them new): the first values. */
function takePlain(column: Column, values: u32): void {
  const from = column.plain + levelsReserve
  const most = column.storage == storeBits ? values : min(values, 2 * stretchValues)
  let end = from
  while (count < most && end - from < 2 * stretchBytes) {
    end += column.storage == storeBytes ? 4 + load<u32>(end) : valueBytes(column)
    count++
  }
  reservePlainSample(<u32>(end - from))
  plainLength = <u32>(end - from)
  memory.copy(plain, from, plainLength)
}

function reservePlainSample(bytes: u32): void {
  if (bytes <= plainCapacity) return
  plainCapacity = bytes
  plain = resize(plain, bytes + slack)
}

/** Encodes the sample; its bytes are then the body. For the dictionary: the indices alone. */
export function encodeSample(column: Column, encoding: u32): void {
  if (encoding == encodingPlain && column.storage != storeBits) {
    putBody(plain, plain + plainLength)
    return
  }
  const out = reserveEncoded(worstEncodedBytes(count, plainLength))
  const end =
    encoding == encodingDictionary
      ? encodeHybrid(indices, count, indexWidth(column), out)
      : encodeValues(column, encoding, plain, count, reserveLengths(), out)
  putBody(out, end)
}

/** The first bytes of the dictionary page as it is so far are then the body. */
export function sampleDictionary(column: Column): void {
  const bytes = min(column.dictionaryBytes, dictionarySampleBytes)
  if (column.storage == storeFour) {
    const out = reserveEncoded(bytes)
    for (let i: usize = 0; i < bytes; i += 4) store<u32>(out + i, load<u32>(column.dictionaryEntries + (i << 1)))
    putBody(out, out + bytes)
  } else {
    const from = column.storage == storeEight ? column.dictionaryEntries : column.dictionaryArena
    putBody(from, from + bytes)
  }
}

/** Bytes of the dictionary page as it is so far; 0: the open page has none. */
export function getDictionaryBytes(column: Column): u32 {
  return column.pageHasDictionary ? column.dictionaryBytes : 0
}

export function getDictionaryCount(column: Column): u32 {
  return column.dictionaryCount
}

/** How many of the entries the first half of the open page's values brought: indices are given in the order in which values come. */
export function getEntriesAtHalf(column: Column): u32 {
  const half = (column.pageRows - column.pageNulls) >> 1
  let most: u32 = 0
  for (let i: u32 = 0; i < half; i++) most = max(most, load<u32>(column.indices + (<usize>i << 2)) + 1)
  return most
}

/** Bytes that the open page's values take in PLAIN, where they are held as indices. */
export function getPlainBytes(column: Column): f64 {
  return <f64>plainBytesOf(column, 0, column.pageRows - column.pageNulls, u64.MAX_VALUE)
}
