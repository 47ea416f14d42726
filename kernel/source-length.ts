// How many bytes of the source stand behind a stretch of the block, where the source was not UTF-8: offsets in messages are the source's.

import { input } from './memory'

/** Bytes of the source's code unit; 0: the source is UTF-8 itself. */
let unitBytes: u32 = 0

export function setSourceUnit(bytes: u32): void {
  unitBytes = bytes
}

/** Bytes of the source for input[start, end): a unit a character, two for those beyond U+FFFF in UTF-16. */
export function sourceLength(start: u32, end: u32): u32 {
  if (unitBytes == 0) return end - start
  let units: u32 = 0
  for (let at = start; at < end; at++) {
    const byte = load<u8>(input + at)
    units += u32((byte & 0xc0) != 0x80) + u32(byte >= 0xf0)
  }
  return units * unitBytes
}
