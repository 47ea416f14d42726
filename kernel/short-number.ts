// Numbers of at most eight characters without sign: nearly all of them. One load, no loop:
//
//   "12.50"   bytes   1 2 . 5 0 _ _ _      the point found by its byte
//             packed  1 2 5 0 _ _ _ _      what lies behind it moved down over it
//             digits  1250, 2 behind the point

import { digitsToNumber, leadingDigits } from './digits'

const points: u64 = 0x2e2e2e2e2e2e2e2e
const lowBits: u64 = 0x0101010101010101
const highBits: u64 = 0x8080808080808080

/** What `readShort` found: the digits as a number, and how many of them stand behind the point. */
export let shortDigits: u64 = 0
export let shortFraction: u32 = 0

/** Reads digits with at most one point, `length` 1 to 8; false for anything else. Reads 8 bytes. */
@inline
export function readShort(text: usize, length: u32): bool {
  let word = load<u64>(text) & (~(<u64>0) >> ((8 - length) << 3))
  let digits = length
  const difference = word ^ points
  const found = (difference - lowBits) & ~difference & highBits // the lowest bit set is at the first point
  if (found != 0) {
    const before = ctz(found) - 7 // bits in front of the point
    const front = ((<u64>1) << before) - 1
    word = (word & front) | ((word >> 8) & ~front)
    digits--
    shortFraction = digits - <u32>(before >> 3)
  } else {
    shortFraction = 0
  }
  shortDigits = digitsToNumber(word, digits)
  return digits > 0 && leadingDigits(word) == digits
}
