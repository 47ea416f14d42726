// Where a field of the rectangle lies (rows.ts), as addresses; quotes included, the CR of a CRLF left out.

import { CR, LF } from './dialect'
import { input } from './memory'
import { fieldCount, placesOf } from './rows'
import { hasReturns } from './scan'

@inline
export function fieldStart(row: u32, field: u32): usize {
  return startOf(input, placeOf(row, field))
}

@inline
export function fieldEnd(row: u32, field: u32): usize {
  const place = placeOf(row, field)
  const end = endOf(input, place)
  return mayEndInReturn(field) ? withoutReturn(startOf(input, place), end) : end
}

/** The same field of the next row has its place `rowBytes` further on. */
@inline
export function placeOf(row: u32, field: u32): usize {
  return placesOf(row) + (<usize>field << 2)
}

// `block`: where the block lies, `input`, which loops keep in a local.

@inline
export function startOf(block: usize, place: usize): usize {
  return block + load<u32>(place) + 1
}

/** Behind the field and, where it `mayEndInReturn`, a CR. */
@inline
export function endOf(block: usize, place: usize): usize {
  return block + load<u32>(place, 4)
}

/** The same, without the CR. */
@inline
export function trimmedEnd(block: usize, place: usize, start: usize, mayTrim: bool): usize {
  const end = endOf(block, place)
  return mayTrim ? withoutReturn(start, end) : end
}

@inline
export function mayEndInReturn(field: u32): bool {
  return hasReturns && field == fieldCount - 1
}

@inline
export function withoutReturn(start: usize, end: usize): usize {
  return load<u8>(end) == LF && load<u8>(end - 1) == CR && start < end ? end - 1 : end
}

export function fieldStartOffset(row: u32, field: u32): u32 {
  return <u32>(fieldStart(row, field) - input)
}

export function fieldEndOffset(row: u32, field: u32): u32 {
  return <u32>(fieldEnd(row, field) - input)
}
