// Plain numbers: an optional sign and 1 to 19 digits with at most one point among them; nearly all numbers are. No loop, and no branch that
// depends on the digits. The text is read from its end, so that every digit has its place whatever the length:
//
//   " -12.50"   bytes that end at the text's end, 32 of them; what lies in front of the text is masked out
//     ^^-12.50  one byte back
//   00000 1250  bytes behind the point from the first, those in front of it from the second: the point is gone
//
// Sixteen digits are added up by multiplying neighbours: digits to fours, fours to eights (wasm's dot product of 16-bit lanes).

import { minus, plus, point } from './ascii'
import { areDigits, digitMask, digitsOf, lastOf, notDigits } from './lanes'

const tenTo16: u64 = 10000000000000000 // what 16 digits do not reach
/** A sign is not counted; a point is. */
const longest: u32 = 20
const mostDigits: u32 = 19

/** What `readNumber` found: the digits as a number, how many of them stand behind the point, and the sign. */
export let plainDigits: u64 = 0
export let plainFraction: u32 = 0
export let plainIsNegative: bool = false
export let plainHasPoint: bool = false

/** False for anything that is no plain number. Reads 33 bytes in front of the text's end. */
export function readNumber(text: usize, length: u32): bool {
  const first = load<u8>(text)
  plainIsNegative = first == minus
  const size = length - u32(plainIsNegative || first == plus)
  if (size - 1 >= longest) return false
  const end = text + length
  const ahead = v128.load(end - 32)
  const behind = v128.load(end - 16)
  const inside = ~(<u32>0) << (32 - size)
  const others = ~(digitMask(ahead) | (digitMask(behind) << 16)) & inside
  plainHasPoint = others != 0
  if (!plainHasPoint) {
    plainFraction = 0
    plainDigits = addUp(ahead, behind, size)
    return size <= mostDigits
  }
  const at = <u32>ctz(others)
  if ((others & (others - 1)) != 0 || load<u8>(end - 32 + at) != point || size == 1) return false
  plainFraction = 31 - at
  plainDigits = addUp(
    v128.bitselect(ahead, v128.load(end - 33), i8x16.gt_u(firstPlaces(), i8x16.splat(<i8>at))),
    v128.bitselect(behind, v128.load(end - 17), i8x16.gt_u(lastPlaces(), i8x16.splat(<i8>at))),
    size - 1,
  )
  return true
}

/** What `readShortNumber` returns for any other text. */
export const noShortNumber: u64 = ~0

/**
 * The same of up to sixteen digits and a point, all in one: digits << 5 | those behind the point << 1 | 1 if it is negative. A plus sign, and a
 * point with no digits behind it, are left to `readNumber`. Reads 17 bytes in front of the text's end.
 */
@inline
export function readShortNumber(start: usize, end: usize): u64 {
  const isNegative = u32(load<u8>(start) == minus)
  const size = <u32>(end - start) - isNegative
  if (size - 1 >= 16) return noShortNumber
  const text = v128.load(end - 16)
  const others = othersAmongLast(text, size)
  const hasPoint = u32(others != 0)
  const at = hasPoint ? <i32>ctz(others) : -1
  const isWrong = u32(load<u8>(end - 16 + (at & 15)) != point) | u32(at == 15)
  if (((others & (others - 1)) | (hasPoint & isWrong)) != 0) return noShortNumber
  const joined = withoutPointAt(text, v128.load(end - 17), at)
  return (sixteenDigits(lastOf(digitsOf(joined), size - hasPoint)) << 5) | (<u64>(hasPoint ? 15 - at : 0) << 1) | isNegative
}

@inline
export function shortDigits(number: u64): u64 {
  return number >> 5
}

/** How many of the digits stand behind the point. */
@inline
export function shortFraction(number: u64): u32 {
  return <u32>(number >> 1) & 15
}

/** 1 if it is negative. */
@inline
export function shortSign(number: u64): u64 {
  return number & 1
}

/** The same as a floating point number has it. */
@inline
export function shortSignBit(number: u64): u64 {
  return number << 63
}

/** What `readInteger` returns for any other text. */
export const noInteger: u64 = ~0

/** Of up to sixteen digits without a point: digits << 1 | 1 if it is negative. Reads 16 bytes in front of the text's end. */
@inline
export function readInteger(start: usize, end: usize): u64 {
  const isNegative = u32(load<u8>(start) == minus)
  const size = <u32>(end - start) - isNegative
  if (size - 1 >= 16) return noInteger
  const values = lastOf(digitsOf(v128.load(end - 16)), size)
  if (!areDigits(values)) return noInteger
  return (sixteenDigits(values) << 1) | isNegative
}

// Numbers of up to 19 digits with a point in front of the last 15 or fewer, as coordinates and calculated measurements are printed, some of which have
// one digit more than others: so nothing branches on how many they are. No sign, which is told by the first byte. Reads 20 bytes in front of the
// text's end.
//
//   "  -174.0123456789012"
//         74 0123456789012    the last 16 bytes; one byte back in front of the point, so that the digits stand together
//      1 7                    up to three more in front of them

/** What `longFraction` returns for any other text. */
export const noLongNumber: u32 = ~0

/** How many digits stand behind the point. */
@inline
export function longFraction(start: usize, end: usize): u32 {
  const size = <u32>(end - start)
  if (size - 1 >= 20) return noLongNumber
  const behind = min(size, 16)
  const others = othersAmongLast(v128.load(end - 16), behind)
  if ((others & (others - 1)) != 0) return noLongNumber
  const at = ctz(others | 0x10000) // 16 and 15 are no point in front of digits
  if (at >= 15) return noLongNumber
  if (load<u8>(end - 16 + at) != point) return noLongNumber
  const first = inFront(end)
  const notDigits = <u64>(((first & 0x7f7f7f7f) + 0x76767676) | first) & 0x80808080
  return notDigits >> ((4 + behind - size) << 3) == 0 ? 15 - at : noLongNumber
}

/** The digits as a number. */
@inline
export function longDigits(start: usize, end: usize, fraction: u32): u64 {
  const size = <u32>(end - start)
  const behind = min(size, 16)
  const joined = withoutPointAt(v128.load(end - 16), v128.load(end - 17), 15 - fraction)
  const more = fourDigits((inFront(end) << 8) & <u32>(~(<u64>0) << ((5 + behind - size) << 3))) // without the one that moved up to the others
  return more * tenTo16 + sixteenDigits(lastOf(digitsOf(joined), min(size - 1, 16)))
}

/** The four in front of the last 16 bytes, less the zeros of digits. */
@inline
function inFront(end: usize): u32 {
  return load<u32>(end - 20) ^ 0x30303030
}

/** What `readFixedPoint` returns for any other text. */
const noFixedPoint: u64 = ~0

/**
 * Of up to fifteen digits, `scale` of them behind a point, the digits as a number: no sign, which is told by the first byte. `withoutPoint` is what
 * `placesWithoutPoint` says of the scale. Reads 16 bytes in front of the text's end.
 */
@inline
export function readFixedPoint(start: usize, end: usize, scale: u32, withoutPoint: v128): u64 {
  const size = <u32>(end - start)
  if (size - 1 - scale > 15 - scale) return noFixedPoint
  if (load<u8>(end - 1 - scale) != point) return noFixedPoint
  const values = lastOf(digitsOf(i8x16.swizzle(v128.load(end - 16), withoutPoint)), size - 1)
  if (!areDigits(values)) return noFixedPoint
  return sixteenDigits(values)
}

/** Whether `readFixedPoint` is for such a scale. */
@inline
export function hasPlaces(scale: u32): bool {
  return scale - 1 < 15
}

/** Where the bytes of a text come from once its point, in front of the last `scale` bytes, is taken out: what lies before it moves up by one. */
@inline
export function placesWithoutPoint(scale: u32): v128 {
  return i8x16.sub(firstPlaces(), v128.and(i8x16.lt_s(firstPlaces(), i8x16.splat(<i8>(16 - scale))), i8x16.splat(1)))
}

// Vectors in memory (lanes.ts).
const places = memory.data<u8>([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
])
const tenTimes256And1 = memory.data<i16>([2561, 2561, 2561, 2561, 2561, 2561, 2561, 2561])
const factors = memory.data<i16>([100, 1, 100, 1, 100, 1, 100, 1, 10000, 1, 10000, 1, 10000, 1, 10000, 1])

@inline
function firstPlaces(): v128 {
  return v128.load(places)
}

@inline
function lastPlaces(): v128 {
  return v128.load(places, 16)
}

/** Of the last `size` ≤ 16 bytes, those that are no digits. */
@inline
function othersAmongLast(text: v128, size: u32): u32 {
  return i8x16.bitmask(lastOf(notDigits(digitsOf(text)), size))
}

/** The number that the last `count` ≤ 19 of 32 digits write. */
@inline
function addUp(ahead: v128, behind: v128, count: u32): u64 {
  const low = sixteenDigits(digitValues(behind, lastPlaces(), count))
  if (count <= 16) return low
  return fourDigits(<u32>i32x4.extract_lane(digitValues(ahead, firstPlaces(), count), 3)) * tenTo16 + low
}

/** The bytes behind place `at` from `text`, the others from `ahead`, which is one byte back: the point is gone. */
@inline
function withoutPointAt(text: v128, ahead: v128, at: i32): v128 {
  return v128.bitselect(text, ahead, i8x16.gt_s(firstPlaces(), i8x16.splat(<i8>at)))
}

/** 0 to 9; 0 in front of the last `count` places of 32. */
@inline
function digitValues(text: v128, places: v128, count: u32): v128 {
  return v128.and(digitsOf(text), i8x16.ge_u(places, i8x16.splat(<i8>(32 - count))))
}

@inline
function sixteenDigits(values: v128): u64 {
  const fours = i32x4.dot_i16x8_s(digitPairs(values), v128.load(factors))
  const eights = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_s(fours, fours), v128.load(factors, 16))
  const both = <u64>i64x2.extract_lane(eights, 0) // the first eight digits in its low half
  return <u64>(<u32>both) * 100000000 + (both >> 32)
}

/**
 * Sixteen digits of 0 to 9 → eight numbers of two digits, 16 bits each:
 * (first + 256 · second) · (10 · 256 + 1) = 256 · (10 · first + second) + first, and what lies beyond 16 bits
 */
@inline
export function digitPairs(values: v128): v128 {
  return i16x8.shr_u(i16x8.mul(values, v128.load(tenTimes256And1)), 8)
}

/** Four bytes, the first digit in the lowest. */
@inline
function fourDigits(word: u32): u64 {
  const pairs = word * 10 + (word >> 8)
  return <u64>((pairs & 0xff) * 100 + ((pairs >> 16) & 0xff))
}
