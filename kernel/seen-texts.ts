// Texts that a column has seen → the index of their value in its dictionary. What stands there again is neither parsed nor looked up as a value.
//
// An open-addressing hash table; the key is the field as it stands in the file, quotes included, so equal keys parse alike. Texts are put in when
// their value enters a page (append-rows.ts), and the table begins anew with every column chunk, as the dictionary does.

import { Column, kindDouble, kindInt, kindLong, kindTimestamp } from './column'
import { fieldEnd, fieldStart } from './field'
import { k0, k1 } from './hash'
import { firstBytes, firstOf } from './lanes'

/** Texts of up to so many bytes are found by `findText`, longer ones by `findLongText`. */
export const longestShort: u32 = 16
/** Longer texts are parsed every time. */
export const longestText: u32 = 24

/** What `findText` returns for a text that is not there. */
export const unseen: u32 = 0xffffffff

// A place: the text's first 16 bytes, zeros behind them; u32 index; u32 length, 0 where the place is empty; of a longer text the last 8 bytes.
const placeShift: u32 = 5
const firstPlaces: u32 = 16
/** Smaller tables stay nearly empty, as long as all together are small: two texts that want one place cost more than all of its bytes. */
const sparsePlaces: u32 = 512
const sparsePlacesAText: u32 = 8
const placesAText: u32 = 2
const mostSparseBytes: u32 = 256 * 1024
const mostTexts: u32 = 4096
/** Of kinds that are parsed nearly as fast as a text is found (parse-usual.ts): a table that leaves the second-level cache to others. */
const mostQuickTexts: u32 = 2048
const maxPlacesTried: u32 = 16

/** All tables together stay near the caches: a table that must be fetched from afar costs more than parsing. */
const mostTableBytes: u32 = 2 * 1024 * 1024
let allTableBytes: u32 = 0
/** Of those with fewer than `sparsePlaces`. */
let smallTableBytes: u32 = 0

/** Begins a column chunk. A table that has not paid once is never asked again. */
export function openSeenTexts(column: Column): void {
  if (column.seenTable != 0) memory.fill(column.seenTable, 0, tableBytes(column.seenPlaces))
  column.seenCount = 0
}

/** Whether looking a text up is worth while. */
@inline
export function recognises(column: Column): bool {
  return column.seenCount != 0 && column.dictionaryOpen != 0 && column.holdsWords == 0
}

/** The index of the text's value. `length` is 1 to 16; reads 16 bytes. */
@inline
export function findText(table: usize, shift: u32, text: usize, length: u32): u32 {
  const mask = firstBytes(length)
  const low = load<u64>(text) & load<u64>(mask)
  const high = load<u64>(text, 8) & load<u64>(mask, 8)
  let place = table + (hashWords(low, high, shift) << placeShift)
  while (true) {
    const found = load<u32>(place, 20)
    if (((load<u64>(place) ^ low) | (load<u64>(place, 8) ^ high) | <u64>(found ^ length)) == 0) return load<u32>(place, 16)
    if (found == 0) return unseen
    place += 1 << placeShift // there are always some empty places behind the last one
  }
}

/** The same of 17 to 24 bytes. */
export function findLongText(table: usize, shift: u32, text: usize, length: u32): u32 {
  const bytes = v128.load(text)
  const last = load<u64>(text + length - 8)
  let place = table + (hashLongText(bytes, last, shift) << placeShift)
  while (true) {
    const found = load<u32>(place, 20)
    if (found == 0) return unseen
    if (found == length && load<u64>(place, 24) == last && !v128.any_true(v128.xor(v128.load(place), bytes))) return load<u32>(place, 16)
    place += 1 << placeShift
  }
}

/** Whether a text that was not recognised is worth remembering. */
@inline
export function remembers(column: Column): bool {
  return column.seenIsGivenUp == 0 && (column.seenCount != 0 || column.encodingChosen == 0)
}

/** The row's text has a value, with this index. */
export function rememberText(column: Column, row: u32, index: u32): void {
  const text = fieldStart(row, column.field)
  const length = <u32>(fieldEnd(row, column.field) - text)
  if (length > longestText || (isFull(column) && !grow(column))) return
  const isLong = length > longestShort
  if (put(column, textBytes(text, min(length, longestShort)), isLong ? load<u64>(text + length - 8) : 0, index, length)) column.seenCount++
}

/** Gives up a table that has had its chance and knows less than half of a block's texts, or seven eighths where parsing is quick. */
export function judgeSeenTexts(column: Column, known: u32, texts: u32): void {
  const hadItsChance = column.encodingChosen != 0 || (isFull(column) && !canGrow(column))
  if (!hadItsChance || (isQuick(column) ? known * 8 >= texts * 7 : known * 2 >= texts)) return
  countTable(column.seenPlaces, -1)
  heap.free(column.seenTable)
  column.seenTable = 0
  column.seenPlaces = 0
  column.seenCount = 0
  column.seenIsGivenUp = 1
}

@inline
function isQuick(column: Column): bool {
  return column.kind == kindInt || column.kind == kindLong || (column.kind >= kindDouble && column.kind <= kindTimestamp)
}

@inline
function isFull(column: Column): bool {
  const isSparse = column.seenPlaces < sparsePlaces && smallTableBytes < mostSparseBytes
  return column.seenCount * (isSparse ? sparsePlacesAText : placesAText) >= column.seenPlaces
}

@inline
function canGrow(column: Column): bool {
  const more = tableBytes(nextPlaces(column)) - tableBytes(column.seenPlaces)
  return column.seenCount < (isQuick(column) ? mostQuickTexts : mostTexts) && allTableBytes + more <= mostTableBytes
}

@inline
function nextPlaces(column: Column): u32 {
  return max(firstPlaces, column.seenPlaces * 2)
}

function put(column: Column, text: v128, last: u64, index: u32, length: u32): bool {
  const hash = length > longestShort ? hashLongText(text, last, column.seenShift) : hashText(text, column.seenShift)
  let place = column.seenTable + (hash << placeShift)
  for (let probes: u32 = 0; probes < maxPlacesTried; probes++, place += 1 << placeShift) {
    const there = load<u32>(place, 20)
    if (there == length && load<u64>(place, 24) == last && !v128.any_true(v128.xor(v128.load(place), text))) return false
    if (there != 0) continue
    v128.store(place, text)
    store<u32>(place, index, 16)
    store<u32>(place, length, 20)
    store<u64>(place, last, 24)
    return true
  }
  return false
}

/** False where the table has to stay as it is. */
function grow(column: Column): bool {
  if (!canGrow(column)) return false
  const oldTable = column.seenTable
  const oldBytes = tableBytes(column.seenPlaces)
  countTable(column.seenPlaces, -1)
  column.seenPlaces = nextPlaces(column)
  countTable(column.seenPlaces, 1)
  column.seenShift = <u32>clz(<u64>column.seenPlaces) + 1
  const bytes = tableBytes(column.seenPlaces)
  column.seenTable = heap.alloc(bytes)
  memory.fill(column.seenTable, 0, bytes)
  if (oldTable == 0) return true
  for (let place = oldTable; place < oldTable + oldBytes; place += 1 << placeShift) {
    const length = load<u32>(place, 20)
    if (length != 0) put(column, v128.load(place), load<u64>(place, 24), load<u32>(place, 16), length)
  }
  heap.free(oldTable)
  return true
}

/** `sign`: 1, or -1 for a table that goes. */
@inline
function countTable(places: u32, sign: i32): void {
  const bytes = tableBytes(places) * sign
  allTableBytes += bytes
  if (places < sparsePlaces) smallTableBytes += bytes
}

/** Behind the last place are as many as probes go, and one that stays empty. */
@inline
function tableBytes(places: u32): u32 {
  return places == 0 ? 0 : (places + maxPlacesTried + 1) << placeShift
}

@inline
function textBytes(text: usize, length: u32): v128 {
  return firstOf(v128.load(text), length)
}

@inline
function hashText(text: v128, shift: u32): usize {
  return hashWords(<u64>i64x2.extract_lane(text, 0), <u64>i64x2.extract_lane(text, 1), shift)
}

@inline
function hashWords(low: u64, high: u64, shift: u32): usize {
  return <usize>(((low ^ (low >> 29)) * k0 + high * k1) * k0 >> shift)
}

@inline
function hashLongText(text: v128, last: u64, shift: u32): usize {
  const low = <u64>i64x2.extract_lane(text, 0)
  const high = <u64>i64x2.extract_lane(text, 1)
  return <usize>(((low ^ (low >> 29)) * k0 + high * k1 + rotl(last, 32) * k1) * k0 >> shift)
}
