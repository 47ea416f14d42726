// Which rows of a column's block hold a value: loops over values need not ask for nulls then, and long runs of nulls cost next to nothing.

import { Column } from './column'
import { listed } from './memory'
import { rowCount } from './rows'

let rows: usize = 0 // the list: in `listed`, or the column's own

/** Lists the rows in [from, to) that hold a value; returns how many. Without nulls in the block nothing is listed: see `presentRow`. */
export function listPresentRows(column: Column, from: u32, to: u32): u32 {
  if (column.blockNulls == 0) return to - from
  if (column.valueRows != 0) return findListedRows(column, from, to)
  rows = listed
  const absent = i8x16.splat(0)
  let out = listed
  for (let row = from; row < to; row += 16) {
    let found = <u32>i8x16.bitmask(i8x16.ne(v128.load(column.presentBase + row), absent))
    if (to - row < 16) found &= (1 << (to - row)) - 1
    for (; found != 0; found &= found - 1, out += 4) store<u32>(out, row + <u32>ctz(found))
  }
  return <u32>((out - listed) >> 2)
}

function findListedRows(column: Column, from: u32, to: u32): u32 {
  rows = column.valueRows
  let end = rows + (<usize>(rowCount - column.blockNulls) << 2)
  while (rows < end && load<u32>(rows) < from) rows += 4
  while (rows < end && load<u32>(end - 4) >= to) end -= 4
  return <u32>((end - rows) >> 2)
}

/** The i-th row that holds a value. */
@inline
export function presentRow(i: u32, from: u32, hasNulls: bool): u32 {
  return hasNulls ? load<u32>(rows + (<usize>i << 2)) : from + i
}
