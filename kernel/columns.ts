// All columns of a block in one call: where there are hundreds of them, and few values of each in a block, the host's way to every column and
// into the kernel takes as long as the values do.
//
// `columns` is the address of `count` columns' addresses, u32.

import { Column, noField } from './column'
import { append, appendNulls, isPageFull } from './page'
import { getBadValueCount } from './bad-values'
import { parseColumn } from './parse'

/** Parses the columns' fields in every row. Returns how many bad values the block has. */
export function parseColumns(columns: usize, count: u32): u32 {
  for (let i: u32 = 0; i < count; i++) {
    const column = columnAt(columns, i)
    if (column.field != noField) parseColumn(column)
  }
  return getBadValueCount()
}

/**
 * Appends the block's first `rows` rows to the columns' open pages, from column number `first` on. Returns the number of the first one whose page
 * is full, and must be closed and followed by another before this is called again from that number on; `count` when all is appended.
 */
export function appendColumns(columns: usize, first: u32, count: u32, rows: u32): u32 {
  for (let i = first; i < count; i++) {
    const column = columnAt(columns, i)
    while (column.blockAppended < rows) {
      const from = column.blockAppended
      column.blockAppended = column.field == noField ? appendNulls(column, from, rows) : append(column, from, rows)
      if (isPageFull(column)) return i
    }
    column.blockAppended = 0
  }
  return count
}

@inline
function columnAt(columns: usize, i: u32): Column {
  return changetype<Column>(load<usize>(columns + (<usize>i << 2)))
}
