// The bad values of a block, as the host reads them: u32 row, u32 column index << 8 | status.

import { resize } from './memory'

const badValueBytes: u32 = 8
let badValues: usize = 0
let badValueCapacity: u32 = 0
let badValueCount: u32 = 0

/** Forgets the bad values of the block before. */
export function beginParse(): void {
  badValueCount = 0
}

export function getBadValues(): usize {
  return badValues
}

export function getBadValueCount(): u32 {
  return badValueCount
}

export function addBadValue(row: u32, columnIndex: u32, status: u32): void {
  if (badValueCount == badValueCapacity) {
    badValueCapacity = badValueCapacity == 0 ? 64 : badValueCapacity * 2
    badValues = resize(badValues, badValueCapacity * badValueBytes)
  }
  const at = badValues + <usize>(badValueCount * badValueBytes)
  badValueCount++
  store<u32>(at, row)
  store<u32>(at, (columnIndex << 8) | status, 4)
}
