// Words that lie close to each other find their index without hashing: timestamps of whole seconds, amounts in cents, keys that are counted up,
// 32-bit floats that were printed as doubles (their bits). Where the dictionary's first entries are such words, it goes on with a window:
//
//   word = origin + unit · place,  0 ≤ place < places        a u32 a place: index + 1, 0 where empty
//
// The place is found by one multiplication: by the inverse, modulo 2^64, of the unit's odd part, then a rotation by its even part. For a multiple
// of the unit that is the quotient; for any other number it is too large for every window. (Granlund & Montgomery, "Division by Invariant
// Integers using Multiplication", 1994, section 9.) Both steps can be undone, so no two words have one place: what stands there needs no
// comparison. Words outside of the window are hashed as before.
//
// What is gained is memory: a hash table and the entries it points to are ten times as large as the window, and no cache holds six of them.

import { Column, wordColumns } from './column'

/** A window may have so many places, a megabyte; and all columns of words together so many bytes, in equal parts, before they are rounded up. */
const mostPlaces: u32 = 256 * 1024
const mostBytes: u32 = 32 * 1024 * 1024
/** Fewer entries do not show how words lie, and are found fast anyway. */
const fewestEntries: u32 = 1024
/** A window with more places an entry, of those there were when it was made, is too thin to be of use. */
const mostPlacesAnEntry: u32 = 128

/** Begins a column chunk: words are hashed until enough of them are known. */
@inline
export function openDense(column: Column): void {
  column.densePlaces = 0
}

/** Gives the memory of a closed dictionary's window back. */
export function releaseDense(column: Column): void {
  if (column.denseTable != 0) heap.free(column.denseTable)
  column.denseTable = 0
  column.denseBytes = 0
  column.densePlaces = 0
}

/** The word's place; `column.densePlaces` or more for words outside of the window. */
@inline
export function densePlace(column: Column, word: u64): u64 {
  return placeIn(word, column.denseOrigin, column.denseInverse, column.denseShift)
}

@inline
export function placeIn(word: u64, origin: u64, inverse: u64, shift: u64): u64 {
  return rotr((word - origin) * inverse, shift)
}

/** Makes a window for the dictionary's entries if they are dense; it is empty then. False if they are not, or there is a window already. */
export function makeDense(column: Column): bool {
  const count = column.dictionaryCount
  if (column.densePlaces != 0 || count < fewestEntries) return false
  const unit = commonUnit(column)
  if (unit == 0) return false
  setUnit(column, unit, load<u64>(column.dictionaryEntries))
  const places = spread(column) // three times as wide as what most entries take
  const most = min(min(mostPlaces, mostBytes / 4 / max(1, wordColumns)), count * mostPlacesAnEntry)
  if (places > <u64>most) return false
  column.densePlaces = <u32>1 << (32 - clz(<u32>places - 1))
  const bytes = (column.densePlaces + 1) << 2 // an empty place behind the last one stands for all that are outside
  if (bytes > column.denseBytes) {
    if (column.denseTable != 0) heap.free(column.denseTable)
    column.denseTable = heap.alloc(bytes)
    column.denseBytes = bytes
  }
  memory.fill(column.denseTable, 0, bytes)
  return true
}

/** The largest number that divides the differences of all entries; 0 if there is no such number. */
function commonUnit(column: Column): u64 {
  const entries = column.dictionaryEntries
  const first = load<u64>(entries)
  let unit: u64 = 0
  for (let i: u32 = 1; i < column.dictionaryCount && unit != 1; i++) {
    const difference = <i64>(load<u64>(entries + (<usize>i << 3)) - first)
    unit = greatestCommonDivisor(<u64>(difference < 0 ? -difference : difference), unit)
  }
  return unit
}

function greatestCommonDivisor(a: u64, b: u64): u64 {
  while (b != 0) {
    const rest = a % b
    a = b
    b = rest
  }
  return a
}

function setUnit(column: Column, unit: u64, origin: u64): void {
  column.denseShift = ctz(unit)
  column.denseInverse = inverseOf(unit >> column.denseShift)
  column.denseOrigin = origin
}

/** odd · inverse = 1 modulo 2^64. Newton's iteration: 5 bits are right at first, twice as many with each step. */
function inverseOf(odd: u64): u64 {
  let inverse = (odd * 3) ^ 2
  for (let bits = 5; bits < 64; bits *= 2) inverse *= 2 - odd * inverse
  return inverse
}

const samples: u32 = 64
const outliers: u32 = 4 // of `samples`, at either end
const sorted = memory.data(samples * 8)

/**
 * How many places a window takes that reaches from most entries as far again to either side, where later words may lie; puts the origin at its
 * beginning. A few words far away do not count.
 */
function spread(column: Column): u64 {
  for (let i: u32 = 0; i < samples; i++) {
    const entry = <u32>((<u64>i * column.dictionaryCount) / samples)
    insert(i, signedPlace(column, load<u64>(column.dictionaryEntries + (<usize>entry << 3))))
  }
  const low = load<i64>(sorted + (<usize>outliers << 3))
  const width = <u64>(load<i64>(sorted + (<usize>(samples - 1 - outliers) << 3)) - low) + 1
  if (width > mostPlaces) return u64.MAX_VALUE
  column.denseOrigin += ((<u64>low - width) * unitOf(column))
  return width * 3
}

/** Places in front of the origin count backwards: the quotient of a multiple of the unit that is not rotated round but has its sign. */
@inline
function signedPlace(column: Column, word: u64): i64 {
  return (<i64>((word - column.denseOrigin) * column.denseInverse)) >> column.denseShift
}

@inline
function unitOf(column: Column): u64 {
  return inverseOf(column.denseInverse) << column.denseShift
}

function insert(count: u32, value: i64): void {
  let at = sorted + (<usize>count << 3)
  for (; at > sorted && load<i64>(at - 8) > value; at -= 8) store<i64>(at, load<i64>(at - 8))
  store<i64>(at, value)
}
