// Texts that a column has seen → the index of their value in its dictionary. What stands there again is neither parsed nor looked up as a value.
//
// An open-addressing hash table; the key is the field as it stands in the file, quotes included, so equal keys parse alike. Texts are put in when
// their value enters a page (append-rows.ts), and the table begins anew with every column chunk, as the dictionary does.

import { Column, kindDouble, kindInt, kindLong, kindTimestamp } from './column'
import { fieldEnd, fieldStart } from './field'
import { k0, k1 } from './hash'
import { firstBytes } from './lanes'

// Texts by their length: shorter ones are looked up with fewer instructions. Longer ones than all are parsed every time.
export const longestWord: u32 = 8
export const longestShort: u32 = 16
export const longestText: u32 = 24

/** In place of the index of a text that was not found. */
export const unseen: u32 = 0xffffffff

// A place: the text's first 16 bytes, zeros behind them; u32 index; u32 length, 0 where the place is empty; of a longer text the last 8 bytes, else 0.
const placeShift: u32 = 5
const placeBytes: usize = 1 << placeShift
const firstPlaces: u32 = 16
/**
 * Smaller tables stay nearly empty, as long as all together are small: two texts that want one place cost more than all of its bytes. So words
 * are looked for in one place only.
 */
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
  column.seenAboveWords = 0
  column.seenAboveShort = 0
}

/** How long texts are that are worth looking up at first sight: a few longer ones may be looked for later. Only words, in one place
 * each, where the table is sparse and less than an eighth of the texts is longer. */
@inline
export function usualLongest(column: Column): u32 {
  if (column.seenAboveShort * 4 >= column.seenCount) return longestText
  return column.seenPlaces < sparsePlaces && column.seenAboveWords * 8 < column.seenCount ? longestWord : longestShort
}

/** Whether looking a text up is worth while. */
@inline
export function recognises(column: Column): bool {
  return column.seenCount != 0 && column.dictionaryOpen != 0 && column.holdsWords == 0
}

/**
 * The index of the text's value, where it stands in the place that its hash names, or, unless only words are looked up, in one of the next two; else
 * `unseen`, as for all texts of more than `longest` bytes, which is a constant. Reads 16 bytes, of words eight; of the longest also up
 * to 7 in front of the text.
 */
@inline
export function lookUp(table: usize, shift: u32, text: usize, length: u32, longest: u32): u32 {
  if (length - 1 >= longest) return unseen
  const mask = firstBytes(longest > longestShort ? min(length, longestShort) : length)
  const low = load<u64>(text) & load<u64>(mask)
  const high = longest > longestWord ? load<u64>(text, 8) & load<u64>(mask, 8) : 0
  const last = longest > longestShort ? lastBytes(text, length) : 0
  const place = table + placeByHash(low, high, last, shift)
  if (isAt(place, low, high, last, length, longest)) return load<u32>(place, 16)
  if (longest == longestWord) return unseen
  if (isAt(place + placeBytes, low, high, last, length, longest)) return load<u32>(place, 16 + placeBytes)
  return isAt(place + 2 * placeBytes, low, high, last, length, longest) ? load<u32>(place, 16 + 2 * placeBytes) : unseen
}

/** The same, in whichever place of the table it stands. */
export function findText(column: Column, text: usize, length: u32): u32 {
  if (length - 1 >= longestText) return unseen
  const mask = firstBytes(min(length, longestShort))
  const low = load<u64>(text) & load<u64>(mask)
  const high = load<u64>(text, 8) & load<u64>(mask, 8)
  const last = lastBytes(text, length)
  let place = column.seenTable + placeByHash(low, high, last, column.seenShift)
  while (true) {
    if (isAt(place, low, high, last, length, longestText)) return load<u32>(place, 16)
    if (load<u32>(place, 20) == 0) return unseen
    place += placeBytes // there are always some empty places behind the last one
  }
}

@inline
function isAt(place: usize, low: u64, high: u64, last: u64, length: u32, longest: u32): bool {
  const difference = (load<u64>(place) ^ low) | (load<u64>(place, 8) ^ high) | <u64>(load<u32>(place, 20) ^ length)
  return (longest > longestShort ? difference | (load<u64>(place, 24) ^ last) : difference) == 0
}

@inline
function lastBytes(text: usize, length: u32): u64 {
  return select<u64>(load<u64>(text + length - 8), 0, length > longestShort)
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
  const mask = firstBytes(min(length, longestShort))
  if (!put(column, load<u64>(text) & load<u64>(mask), load<u64>(text, 8) & load<u64>(mask, 8), lastBytes(text, length), index, length)) return
  column.seenCount++
  if (length > longestWord) column.seenAboveWords++
  if (length > longestShort) column.seenAboveShort++
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

function put(column: Column, low: u64, high: u64, last: u64, index: u32, length: u32): bool {
  let place = column.seenTable + placeByHash(low, high, last, column.seenShift)
  for (let probes: u32 = 0; probes < maxPlacesTried; probes++, place += placeBytes) {
    if (isAt(place, low, high, last, length, longestText)) return false
    if (load<u32>(place, 20) != 0) continue
    store<u64>(place, low)
    store<u64>(place, high, 8)
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
  for (let place = oldTable; place < oldTable + oldBytes; place += placeBytes) {
    const length = load<u32>(place, 20)
    if (length != 0) put(column, load<u64>(place), load<u64>(place, 8), load<u64>(place, 24), load<u32>(place, 16), length)
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

/** Where the text's place is in the table, in bytes. */
@inline
function placeByHash(low: u64, high: u64, last: u64, shift: u32): usize {
  const h = low + high * k1 + rotl(last, 32) * k0
  return <usize>((h ^ (h >> 32)) * k0 >> shift) << placeShift
}
