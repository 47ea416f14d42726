// The bad values of a block, as the host reads them: u32 row, u32 column index << 8 | status.

import { addItem, List } from './list'

const badValueBytes: u32 = 8
const badValues = changetype<List>(memory.data(offsetof<List>(), 8))

/** Forgets the bad values of the block before. */
export function beginParse(): void {
  badValues.count = 0
}

export function getBadValues(): usize {
  return badValues.items
}

export function getBadValueCount(): u32 {
  return badValues.count
}

export function addBadValue(row: u32, columnIndex: u32, status: u32): void {
  const at = addItem(badValues, badValueBytes)
  store<u32>(at, row)
  store<u32>(at, (columnIndex << 8) | status, 4)
}
