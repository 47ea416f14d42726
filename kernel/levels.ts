// The open page's definition levels: a bit a row, lowest first, 1 where there is a value. As bits already while the page is open: what is held
// for hundreds of columns at once adds up. A page may end in front of levels that were appended.

import { Column } from './column'
import { reserveLevels } from './page-room'
import { presentRow } from './present-rows'

/** Appends the levels of `rows` rows, 1 wherever `present` is not 0. Reads up to 15 bytes behind them. */
export function appendLevels(column: Column, present: usize, rows: u32): void {
  reserveLevels(column, column.pageRows + rows)
  const zeros = i8x16.splat(0)
  for (let row: u32 = 0; row < rows; row += 16) {
    putSixteen(column, column.pageRows + row, <u32>i8x16.bitmask(i8x16.ne(v128.load(present + row), zeros)))
  }
}

/** The same where all rows have a value, or all are null. Writes up to 16 bytes behind them. */
export function appendEqualLevels(column: Column, hasValue: bool, rows: u32): void {
  reserveLevels(column, column.pageRows + rows)
  const at = column.levels + (column.pageRows >> 3)
  const bits: u8 = hasValue ? 0xff : 0
  const inFront = before(column.pageRows)
  store<u8>(at, (load<u8>(at) & <u8>inFront) | (bits & ~(<u8>inFront)))
  const sixteen = i8x16.splat(bits)
  for (let i: u32 = 0; i < rows; i += 128) v128.store(at + 1 + (i >> 3), sixteen)
}

/** The same of rows [from, to), of which `present` have a value (present-rows.ts). */
export function appendListedLevels(column: Column, from: u32, to: u32, present: u32): void {
  appendEqualLevels(column, false, to - from)
  for (let i: u32 = 0; i < present; i++) setLevel(column, column.pageRows + presentRow(i, from, true) - from)
}

/** Ends the page: zeros behind its last row. */
export function closeLevels(column: Column): void {
  const at = column.levels + (column.pageRows >> 3)
  store<u32>(at, load<u32>(at) & before(column.pageRows))
}

/** Whether the first `rows` rows of the page all have a value, or are all null. */
export function areLevels(column: Column, rows: u32, hasValue: bool): bool {
  for (let row: u32 = 0; row < rows; row++) if (levelOf(column, row) != hasValue) return false
  return true
}

@inline
export function levelOf(column: Column, row: u32): bool {
  return ((load<u8>(column.levels + (row >> 3)) >> <u8>(row & 7)) & 1) != 0
}

@inline
function setLevel(column: Column, row: u32): void {
  const at = column.levels + (row >> 3)
  store<u8>(at, load<u8>(at) | (<u8>1 << <u8>(row & 7)))
}

/** What stands behind the sixteen is void. */
@inline
function putSixteen(column: Column, row: u32, bits: u32): void {
  const at = column.levels + (row >> 3)
  store<u32>(at, (load<u32>(at) & before(row)) | (bits << (row & 7)))
}

/** The bits of rows in front of this one in its byte. */
@inline
function before(row: u32): u32 {
  return ((<u32>1) << (row & 7)) - 1
}
