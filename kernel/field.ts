// Where a field of the rectangle lies (rows.ts), as addresses; quotes included, the CR of a CRLF left out.

import { CR, LF } from './dialect'
import { input, positions, rowStarts } from './memory'
import { fieldCount } from './rows'
import { hasReturns } from './scan'

@inline
export function fieldStart(row: u32, field: u32): usize {
  if (field == 0) return input + load<u32>(rowStarts + (<usize>row << 2))
  return input + load<u32>(positions + (<usize>(row * fieldCount + field - 1) << 2)) + 1
}

@inline
export function fieldEnd(row: u32, field: u32): usize {
  const end = input + load<u32>(positions + (<usize>(row * fieldCount + field) << 2))
  return mayEndInReturn(field) ? withoutReturn(fieldStart(row, field), end) : end
}

/** Whether fields may end in the CR of a CRLF, which `withoutReturn` takes off. */
@inline
export function mayEndInReturn(field: u32): bool {
  return hasReturns && field == fieldCount - 1
}

@inline
export function withoutReturn(start: usize, end: usize): usize {
  return load<u8>(end) == LF && load<u8>(end - 1) == CR && start < end ? end - 1 : end
}

// For loops over rows, which keep all of this in locals: a field starts `load<u32>(at)` behind an origin, with `at` a stride further in each row.

@inline
export function startsAt(field: u32): usize {
  return field == 0 ? rowStarts : positions + (<usize>(field - 1) << 2)
}

@inline
export function startsStride(field: u32): usize {
  return field == 0 ? 4 : endsStride()
}

@inline
export function startsOrigin(field: u32): usize {
  return field == 0 ? input : input + 1
}

/** It ends `load<u32>(at)` behind `input`. */
@inline
export function endsAt(field: u32): usize {
  return positions + (<usize>field << 2)
}

@inline
export function endsStride(): usize {
  return <usize>fieldCount << 2
}

export function fieldStartOffset(row: u32, field: u32): u32 {
  return <u32>(fieldStart(row, field) - input)
}

export function fieldEndOffset(row: u32, field: u32): u32 {
  return <u32>(fieldEnd(row, field) - input)
}
