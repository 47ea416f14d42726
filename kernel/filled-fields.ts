// The fields of a block that hold something, listed by field. In a table of hundreds of columns that are mostly empty a pass down each column
// costs a step a row, and finds next to nothing. So the rows are read once as they lie, 64 fields a step; what is found is put in the
// order of the columns; and whoever looks at a column then looks at what it holds.
//
//   places         9 10 11 15 16 17      where fields end: an empty one ends a byte behind the one in front of it
//   in front       8  9 10 11 15 16
//   difference     1  1  1  4  1  1
//   filled         .  .  .  1  .  .
//
// Not listed: the fields of blocks that are well filled. They are read column by column, and nothing here is asked of them but a sample.

import { fieldEnd, fieldStart, placeOf } from './field'
import { present, resize, slots } from './memory'
import { fieldCount, layouts, rowBytes, rowCount, rowsAt } from './rows'

/** A field that has at least a byte, quotes included. */
@unmanaged
export class FilledField {
  start: usize
  end: usize
  row: u32
}

export const filledBytes: u32 = 12 // a FilledField's

let filled: usize = 0 // column by column, by row in each
let rowsWithValue: usize = 0 // u32 a filled field
let capacity: u32 = 0

/** Where the next column's begin, for each field; one in front, where the first column's do. */
let ends: usize = 0
let endsCapacity: u32 = 0

let seenLayout: u32 = 0
let isListed: bool = false

/** Whether the block's filled fields are listed. If they are, `present` says null of all fields until somebody writes another thing there. */
export function areFilledListed(): bool {
  if (seenLayout == layouts) return isListed
  seenLayout = layouts
  isListed = isMostlyEmpty()
  if (isListed) listFilled()
  return isListed
}

/** The first of the field's, one a row that it is filled in. */
@inline
export function filledFrom(field: u32): usize {
  return filled + <usize>(load<u32>(ends + (<usize>field << 2)) * filledBytes)
}

@inline
export function filledCount(field: u32): u32 {
  const end = ends + (<usize>field << 2)
  return load<u32>(end, 4) - load<u32>(end)
}

/** Room for the rows of a column that hold a value: as many as its field is filled in, for not every text is a value. */
@inline
export function valueRows(field: u32): usize {
  return rowsWithValue + (<usize>load<u32>(ends + (<usize>field << 2)) << 2)
}

/** With more of them filled, passes down the columns cost less than lists: docs/decisions/0068-wide-tables-by-their-filled-fields.md. */
let belowFilled: u32 = 9

/**
 * Blocks are listed of which less than so many of 16 fields are filled, by a sample; 0: none are; 17: all. It makes no difference to what comes
 * out: for tests.
 */
export function listBelow(filledOfSixteen: u32): void {
  belowFilled = filledOfSixteen
}

const sampleSteps: u32 = 64 // of 16 places, all over the block; that in front of a row counts as a filled field, which is near enough

function isMostlyEmpty(): bool {
  const steps = (rowCount * <u32>rowBytes) >> 6
  if (steps == 0) return belowFilled > 16
  const stride = max<u32>(1, steps / sampleSteps)
  let filled: u32 = 0
  let looked: u32 = 0
  for (let step: u32 = 0; step < steps; step += stride, looked++) filled += <u32>popcnt(filledAmong16(rowsAt + 4 + (<usize>step << 6)))
  return filled < looked * belowFilled
}

function listFilled(): void {
  const fields = fieldCount
  const rows = rowCount
  reserveEnds(fields)
  const end = findFilled()
  reserveFilled(<u32>((end - slots) >> 3))
  // Counts → where each column's begin.
  let total: u32 = 0
  for (let field: u32 = 0; field < fields; field++) {
    const at = ends + (<usize>(field + 1) << 2)
    const count = load<u32>(at)
    store<u32>(at, total)
    total += count
  }
  for (let found = slots; found < end; found += 8) {
    const row = load<u32>(found)
    const field = load<u32>(found, 4)
    const at = ends + (<usize>(field + 1) << 2)
    const place = load<u32>(at)
    store<u32>(at, place + 1)
    const entry = changetype<FilledField>(filled + <usize>(place * filledBytes))
    entry.start = fieldStart(row, field)
    entry.end = fieldEnd(row, field)
    entry.row = row
  }
  memory.fill(present, 0, <usize>rows * fields)
}

/** Lists row and field of what is filled, u32 each, row by row, where the slots will be; counts them by field. Returns the list's end. */
function findFilled(): usize {
  const last = fieldCount - 1
  let out = slots
  for (let row: u32 = 0; row < rowCount; row++) {
    if (fieldEnd(row, 0) != fieldStart(row, 0)) out = putFound(out, row, 0)
    for (let field: u32 = 1; field < last; field += 64) {
      let found = filledAmong64(placeOf(row, field) + 4)
      if (last - field < 64) found &= ((<u64>1) << (last - field)) - 1
      for (; found != 0; found &= found - 1) out = putFound(out, row, field + <u32>ctz(found))
    }
    if (last > 0 && fieldEnd(row, last) != fieldStart(row, last)) out = putFound(out, row, last) // not by places: a CRLF has two bytes
  }
  return out
}

@inline
function putFound(out: usize, row: u32, field: u32): usize {
  store<u32>(out, row)
  store<u32>(out, field, 4)
  const at = ends + (<usize>(field + 1) << 2)
  store<u32>(at, load<u32>(at) + 1)
  return out + 8
}

/** Bit i: the field whose end is in the i-th place from here is filled, unless it is the first of its row. Reads 64 places. */
@inline
function filledAmong64(at: usize): u64 {
  return (
    (<u64>filledAmong16(at)) | (<u64>filledAmong16(at + 64) << 16) | (<u64>filledAmong16(at + 128) << 32) | (<u64>filledAmong16(at + 192) << 48)
  )
}

@inline
function filledAmong16(at: usize): u32 {
  const low = i16x8.narrow_i32x4_s(areEmpty(at), areEmpty(at + 16))
  const high = i16x8.narrow_i32x4_s(areEmpty(at + 32), areEmpty(at + 48))
  return ~(<u32>i8x16.bitmask(i8x16.narrow_i16x8_s(low, high))) & 0xffff
}

@inline
function areEmpty(at: usize): v128 {
  return i32x4.eq(i32x4.sub(v128.load(at), v128.load(at - 4)), i32x4.splat(1))
}

function reserveEnds(fields: u32): void {
  if (fields > endsCapacity) {
    endsCapacity = fields
    ends = resize(ends, <usize>(fields + 1) << 2)
  }
  memory.fill(ends, 0, <usize>(fields + 1) << 2)
}

function reserveFilled(count: u32): void {
  if (count <= capacity) return
  capacity = max(count, capacity * 2)
  filled = resize(filled, <usize>(capacity * filledBytes))
  rowsWithValue = resize(rowsWithValue, <usize>capacity << 2)
}
