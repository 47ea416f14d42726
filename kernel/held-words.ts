// The first words of a column chunk, held in PLAIN until there are enough of them, or the page ends, and then put into the dictionary in one go.
// Where hundreds of columns take turns, each value of a block finds its column's dictionary out of the caches; all of a page's at once find it
// in them. And most columns of numbers turn out to have no use for a dictionary, which is then made and thrown away in the same place.
//
// Held words lie in `plain` while the page has a dictionary; the page's indices lie in front of them. Columns whose texts are remembered
// (seen-texts.ts) and come again need an index for each value at once: nothing is held of those.

import { Column, isWordColumn, orderFloat, storeEight, storeFour } from './column'
import { dictionaryFull, findWord } from './dictionary'
import { hashWord } from './hash'
import { levelsReserve, reserveIndices } from './page-room'

/** So many of a column chunk's first values tell whether nearly every one is new; then there will be no dictionary. */
export const probeValues: u32 = 8192

const fewValues: u32 = 128 // of a block
const enoughValues: u32 = 64 // in the dictionary

/** Whether the values of a block, `count` of them, are held, and those that follow. */
@inline
export function beginHolding(column: Column, count: u32): void {
  if (count >= fewValues || column.holdsWords || !isWordColumn(column) || !isBeforeProbe(column) || column.blockKnown != 0) return
  const entered = column.pageRows - column.pageNulls
  if (entered >= enoughValues && column.dictionaryCount > (entered >> 3) * 7) column.holdsWords = 1
}

/** Whether the open page has a dictionary of which nothing has been decided. */
@inline
export function isBeforeProbe(column: Column): bool {
  return column.pageHasDictionary != 0 && column.encodingChosen == 0 && column.pageRows - column.pageNulls < probeValues
}

/** How many of the open page's values are held. */
@inline
export function heldWords(column: Column): u32 {
  return column.holdsWords ? column.plainLength >> (column.storage == storeFour ? 2 : 3) : 0
}

/** Held words → indices. False if one of them cannot enter: the dictionary is closed, and all are held as before. */
export function enterHeld(column: Column): bool {
  const held = heldWords(column)
  if (held == 0) return true
  const values = column.pageRows - column.pageNulls
  reserveIndices(column, values)
  let out = column.indices + (<usize>(values - held) << 2)
  let at = column.plain + levelsReserve
  for (let i: u32 = 0; i < held; i++, out += 4) {
    const slot = plainWord(column, at)
    at += column.storage == storeEight ? 8 : 4
    const index = findWord(column, slot, hashWord(slot))
    if (index == dictionaryFull) {
      column.dictionaryOpen = 0
      return false
    }
    store<u32>(out, index)
  }
  column.plainLength = 0
  column.holdsWords = 0
  return true
}

/** A value in PLAIN, as it stands in a slot. */
@inline
export function plainWord(column: Column, at: usize): u64 {
  if (column.storage == storeEight) return load<u64>(at)
  return column.order == orderFloat ? <u64>load<u32>(at) : <u64>(<i64>load<i32>(at))
}
