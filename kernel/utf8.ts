// UTF-8 as the Unicode Standard defines it (table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF.

import { firstOf } from './lanes'

/**
 * Whether the bytes are text, from `start` to `end`, as a whole: 16 bytes a step, whatever they are. Keiser & Lemire, "Validating UTF-8 In Less
 * Than One Instruction Per Byte", 2021, section 6. What two neighbouring bytes may have wrong with them is looked up by three of their half bytes;
 * an error is what all three agree on. Reads up to 64 bytes behind the end.
 */
export function areUtf8(start: usize, end: usize): bool {
  let before = i8x16.splat(0)
  let errors = i8x16.splat(0)
  let at = start
  for (; at + 64 <= end; at += 64) {
    const b3 = v128.load(at, 48)
    errors = v128.or(errors, wrongIn(before, v128.load(at), v128.load(at, 16), v128.load(at, 32), b3))
    before = b3
  }
  const left = end - at
  const last = bytesAt(at + 48, left - 48)
  errors = v128.or(errors, wrongIn(before, bytesAt(at, left), bytesAt(at + 16, left - 16), bytesAt(at + 32, left - 32), last))
  return !v128.any_true(v128.or(errors, wrongPairs(last, i8x16.splat(0)))) // a character may not be cut off
}

/** Not zero where one of 64 bytes cannot follow those before it. */
@inline
function wrongIn(before: v128, b0: v128, b1: v128, b2: v128, b3: v128): v128 {
  if (i8x16.bitmask(v128.or(v128.or(before, v128.or(b0, b1)), v128.or(b2, b3))) == 0) return i8x16.splat(0)
  return v128.or(v128.or(wrongPairs(before, b0), wrongPairs(b0, b1)), v128.or(wrongPairs(b1, b2), wrongPairs(b2, b3)))
}

/** Sixteen bytes, zeros for those behind the end. */
@inline
function bytesAt(at: usize, left: isize): v128 {
  const bytes = v128.load(at)
  if (left >= 16) return bytes
  return left <= 0 ? i8x16.splat(0) : firstOf(bytes, left)
}

// What a byte and the one before it may have wrong with them; a bit each. Two share a bit, since a third half byte tells them apart.
const tooShort: u8 = 1 << 0 // a lead byte, and no continuation behind it
const tooLong: u8 = 1 << 1 // ASCII, and a continuation behind it
const overlong3: u8 = 1 << 2 // E0 80..9F
const tooLarge: u8 = 1 << 3 // F4 90.. and above
const surrogate: u8 = 1 << 4 // ED A0..BF
const overlong2: u8 = 1 << 5 // C0, C1
const overlong4: u8 = 1 << 6 // F0 80..8F
const tooLarge1000: u8 = 1 << 6 // F5 80.. and above
const twoContinuations: u8 = 1 << 7 // wrong, unless it is the third or fourth byte of a character
const anyLow: u8 = tooShort | tooLong | twoContinuations
const anyLarge: u8 = anyLow | tooLarge | tooLarge1000
const second: u8 = tooLong | overlong2 | twoContinuations

/** By the high half of the first byte. */
const firstHigh = memory.data<u8>([
  tooLong, tooLong, tooLong, tooLong, tooLong, tooLong, tooLong, tooLong,
  twoContinuations, twoContinuations, twoContinuations, twoContinuations,
  tooShort | overlong2, tooShort, tooShort | overlong3 | surrogate, tooShort | tooLarge | tooLarge1000 | overlong4,
])

/** By its low half. */
const firstLow = memory.data<u8>([
  anyLow | overlong2 | overlong3 | overlong4, anyLow | overlong2, anyLow, anyLow,
  anyLow | tooLarge, anyLarge, anyLarge, anyLarge, anyLarge, anyLarge, anyLarge, anyLarge,
  anyLarge, anyLarge | surrogate, anyLarge, anyLarge,
])

/** By the high half of the second byte. */
const secondHigh = memory.data<u8>([
  tooShort, tooShort, tooShort, tooShort, tooShort, tooShort, tooShort, tooShort,
  second | overlong3 | overlong4 | tooLarge1000, second | overlong3 | tooLarge, second | surrogate | tooLarge, second | surrogate | tooLarge,
  tooShort, tooShort, tooShort, tooShort,
])

// Vectors in memory (lanes.ts).
const lowHalves = memory.data<u8>([15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15])
const highBits = memory.data<u8>([128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128])
// E0 and above less 60, F0 and above less 70: the high bit is set.
const belowLeadOf3 = memory.data<u8>([0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60])
const belowLeadOf4 = memory.data<u8>([0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70, 0x70])

/** Not zero where a byte cannot follow the one before it. */
@inline
function wrongPairs(before: v128, bytes: v128): v128 {
  const low = v128.load(lowHalves)
  const first = v128.shuffle<u8>(before, bytes, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30)
  const wrong = v128.and(
    v128.and(
      i8x16.swizzle(v128.load(firstHigh), v128.and(i16x8.shr_u(first, 4), low)),
      i8x16.swizzle(v128.load(firstLow), v128.and(first, low)),
    ),
    i8x16.swizzle(v128.load(secondHigh), v128.and(i16x8.shr_u(bytes, 4), low)),
  )
  // The third byte of three, and the third and fourth of four, must be continuations: two of them are right just there.
  const twoBefore = v128.shuffle<u8>(before, bytes, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29)
  const threeBefore = v128.shuffle<u8>(before, bytes, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28)
  const mustContinue = v128.or(i8x16.sub_sat_u(twoBefore, v128.load(belowLeadOf3)), i8x16.sub_sat_u(threeBefore, v128.load(belowLeadOf4)))
  return v128.xor(v128.and(mustContinue, v128.load(highBits)), wrong)
}

/** Runs of ASCII are passed over 16 bytes a step. Reads up to 15 bytes behind the text. */
export function isUtf8(text: usize, length: u32): bool {
  const end = text + length
  let at = text
  while (at < end) {
    const highBytes = i8x16.bitmask(v128.load(at))
    if (highBytes == 0) {
      at += 16
      continue
    }
    at += ctz(highBytes)
    // From here on one character at a time, until the next ASCII one.
    while (at < end && load<u8>(at) >= 0x80) {
      const size = characterSize(at, end)
      if (size == 0) return false
      at += size
    }
  }
  return true
}

/** Bytes of the character at `at`, two to four; 0 if it is none. */
@inline
function characterSize(at: usize, end: usize): u32 {
  const lead = load<u8>(at)
  const size: u32 = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  if (lead < 0xc2 || lead > 0xf4 || at + size > end) return 0
  const second = load<u8>(at + 1)
  const lowest: u8 = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80
  const highest: u8 = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf
  if (second < lowest || second > highest) return 0
  if (size > 2 && (load<u8>(at + 2) & 0xc0) != 0x80) return 0
  if (size > 3 && (load<u8>(at + 3) & 0xc0) != 0x80) return 0
  return size
}
