// Plain numbers: an optional sign and 1 to 19 digits with at most one point among them; nearly all numbers are. No loop, and no branch that
// depends on the digits. The text is read from its end, so that every digit has its place whatever the length:
//
//   " -12.50"   bytes that end at the text's end, 32 of them; what lies in front of the text is masked out
//     ^^-12.50  one byte back
//   00000 1250  bytes behind the point from the first, those in front of it from the second: the point is gone
//
// Sixteen digits are added up by multiplying neighbours: digits to fours, fours to eights (wasm's dot product of 16-bit lanes).

import { minus, plus, point } from './ascii'
import { areDigits, digitMask, digitsOf, lastOf, lastOfFour, notDigits } from './lanes'

const tenTo15: u64 = 1000000000000000 // what 15 digits do not reach
const tenTo16: u64 = 10000000000000000
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

// Numbers with at most one point, step by step, so that nothing is read or found out twice. No sign, which is told by the first byte; no plus, and no
// point with nothing behind it, which are left to `readNumber`.
//
//   text       " 12.50"
//   values     000000 1 2 . 5 0       the last 16 bytes (lastValues)
//   others     . . . . . 1 . .        a bit for each that is no digit (othersOf), none of them or one point (areNumber)
//   fraction   2                      (fractionOf)
//   digits     1250                   (joinValues)
//
// Longer ones, up to 20 bytes with a point among the last 16, as coordinates and calculated measurements are printed, some of which have one digit more
// than others: so nothing branches on how many they are.
//
//   " 174.0123456789012"
//      4.0123456789012                the last 16 bytes
//   17                                what lies in front of them (inFront)

/** The last 16 bytes, or `size` if it is less, 0 to 9 where there is a digit; zeros in front. Reads 16 bytes in front of the end. */
@inline
export function lastValues(end: usize, size: u32): v128 {
  return lastOf(digitsOf(v128.load(end - 16)), size)
}

@inline
export function othersOf(values: v128): u32 {
  return <u32>i8x16.bitmask(notDigits(values))
}

/** Whether they are digits, and at most one point that others follow. */
@inline
export function areNumber(values: v128, others: u32): bool {
  const pointsInFront = <u32>i8x16.bitmask(i8x16.eq(values, v128.load(pointValues))) & 0x7fff
  return ((others & ~pointsInFront) | (others & (others - 1))) == 0
}

/** How many values follow the point; 0 if there is none. */
@inline
export function fractionOf(others: u32): u32 {
  return 15 - <u32>ctz(others | 0x8000)
}

/** What the values write, without the point in front of the last `fraction` ones. */
@inline
export function joinValues(values: v128, fraction: u32): u64 {
  return sixteenDigits(i8x16.swizzle(values, v128.load(joins + (<usize>fraction << 4))))
}

/** The values in front of the last 16 bytes, at most four; the last one lies in the highest byte. `size` is 4 to 20. Reads 20 bytes in front of the end. */
@inline
export function inFront(end: usize, size: u32): u32 {
  return (load<u32>(end - 20) ^ 0x30303030) & lastOfFour(size - 16)
}

@inline
export function areDigitsInFront(front: u32): bool {
  return ((front | (front + 0x76767676)) & 0x80808080) == 0 // no byte is above 9
}

/** Up to 19 digits, in front of a point and behind it. */
@inline
export function joinLong(front: u32, values: v128, fraction: u32): u64 {
  return fourDigits(front) * tenTo15 + joinValues(values, fraction)
}

/** What `readInteger` returns for any other text. */
export const noInteger: u64 = ~0

/** Of up to sixteen digits without a point: digits << 1 | 1 if it is negative. Reads 16 bytes in front of the text's end. */
@inline
export function readInteger(start: usize, end: usize): u64 {
  const isNegative = u32(load<u8>(start) == minus)
  const size = <u32>(end - start) - isNegative
  if (size - 1 >= 16) return noInteger
  const values = lastValues(end, size)
  if (!areDigits(values)) return noInteger
  return (sixteenDigits(values) << 1) | isNegative
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

/** Scales that `readFixedPoint` is for. */
@inline
export function isFixedPoint(scale: u32): bool {
  return scale - 1 < 15
}

// For n from 0 (there is no point) to 15: where 16 bytes come from once the point in front of the last n of them is taken out. What lies before it
// moves up by one.
const joins = memory.data(16 * 16)
for (let place: usize = 0; place < 256; place++) {
  const fraction = place >> 4
  const i = place & 15
  store<u8>(joins + place, <u8>(fraction == 0 || i > 15 - fraction ? i : i - 1))
}

/** The same for `readFixedPoint`. */
@inline
export function placesWithoutPoint(scale: u32): v128 {
  return v128.load(joins + ((<usize>scale & 15) << 4))
}

// Vectors in memory (lanes.ts).
const places = memory.data<u8>([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
])
const pointValues = memory.data<u8>([254, 254, 254, 254, 254, 254, 254, 254, 254, 254, 254, 254, 254, 254, 254, 254]) // less the digit 0
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

/** The number that the last `count` ≤ 19 of 32 digits write. */
@inline
function addUp(ahead: v128, behind: v128, count: u32): u64 {
  const low = sixteenDigits(digitValues(behind, lastPlaces(), count))
  if (count <= 16) return low
  return fourDigits(<u32>i32x4.extract_lane(digitValues(ahead, firstPlaces(), count), 3)) * tenTo16 + low
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
