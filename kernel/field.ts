// Where a field of the rectangle lies (rows.ts), as addresses; quotes included, the CR of a CRLF left out.

import { CR, LF } from './dialect'
import { input, positions, rowStarts } from './memory'
import { fieldCount } from './rows'

@inline
export function fieldStart(row: u32, field: u32): usize {
  if (field == 0) return input + load<u32>(rowStarts + (<usize>row << 2))
  return input + load<u32>(positions + (<usize>(row * fieldCount + field - 1) << 2)) + 1
}

@inline
export function fieldEnd(row: u32, field: u32): usize {
  const end = input + load<u32>(positions + (<usize>(row * fieldCount + field) << 2))
  if (field == fieldCount - 1 && load<u8>(end) == LF && load<u8>(end - 1) == CR && fieldStart(row, field) < end) return end - 1
  return end
}

export function fieldStartOffset(row: u32, field: u32): u32 {
  return <u32>(fieldStart(row, field) - input)
}

export function fieldEndOffset(row: u32, field: u32): u32 {
  return <u32>(fieldEnd(row, field) - input)
}
