// Ragged records made whole (csv.ragged: pad): short ones get empty fields, long ones lose fields too many that are empty.
//
// A field that is not there begins where it ends, behind the record's end:
//
//   a,b\n  as four fields   places  -1  1  3  4  5       fields [0,1) [2,3) [4,4) [5,5)
//
// Padded rows have more fields than bytes, so the areas of the workspace (memory.ts) would not have room for the worst block of them: the
// host cuts blocks so that their rows have at most as many fields as it reserved bytes for.

import { CR, LF } from './dialect'
import { input } from './memory'
import { isRecordEnd, positionAt, structuralCount } from './scan'

export let pads: bool = false

export function setPadding(isOn: bool): void {
  pads = isOn
}

/** Whether the record, whose fields end at positions[first..last], is short, or has none but empty fields too many. */
export function canPad(first: u32, last: u32, fieldCount: u32): bool {
  for (let i = first + fieldCount; i <= last; i++) {
    const begin = positionAt(i - 1) + 1
    const end = positionAt(i)
    const isCrlf = i == last && end == begin + 1 && load<u8>(input + begin) == CR && load<u8>(input + end) == LF
    if (end != begin && !isCrlf) return false
  }
  return true
}

/** Adds the fields that are missing behind `fields` ones; what ends the record ends its last field, so a CRLF counts from its CR. */
export function padRow(row: usize, fields: u32, fieldCount: u32): void {
  const last = row + (<usize>(fields - 1) << 2)
  let end = load<u32>(last)
  if (load<u8>(input + end) == LF && end > 0 && load<u8>(input + end - 1) == CR) store<u32>(last, --end)
  for (let i = fields; i < fieldCount; i++) store<u32>(row + (<usize>i << 2), ++end)
}

/** Offset behind the record's end: the first of the fields' ends, u32 at `ends`, that is one, or the first behind the row. */
export function paddedRowEnd(ends: usize, fieldCount: u32): u32 {
  const last = ends + (<usize>(fieldCount - 1) << 2)
  for (let at = ends; at <= last; at += 4) {
    const position = load<u32>(at)
    if (isRecordEnd(position)) return behind(position)
  }
  let end = load<u32>(last)
  while (!isRecordEnd(end)) end++
  return behind(end)
}

@inline
function behind(recordEnd: u32): u32 {
  return recordEnd + (load<u8>(input + recordEnd) == CR && load<u8>(input + recordEnd + 1) == LF ? 2 : 1)
}

/** Offset behind the `count`th record of the scan, comments and blank lines counted; 0 if there are not so many. */
export function endOfRecord(count: u32): u32 {
  for (let i: u32 = 0; i < structuralCount; i++) {
    const position = positionAt(i)
    if (isRecordEnd(position) && --count == 0) return position + 1
  }
  return 0
}
