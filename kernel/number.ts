// Plain numbers: an optional sign and 1 to 19 digits with at most one point among them; nearly all numbers are. No loop, and no branch that
// depends on the digits. The text is read from its end, so that every digit has its place whatever the length:
//
//   " -12.50"   bytes that end at the text's end, 32 of them; what lies in front of the text is masked out
//     ^^-12.50  one byte back
//   00000 1250  bytes behind the point from the first, those in front of it from the second: the point is gone
//
// Sixteen digits are added up by multiplying neighbours: digits to fours, fours to eights (wasm's dot product of 16-bit lanes).

const plus: u8 = 0x2b
const minus: u8 = 0x2d
const point: u8 = 0x2e
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

@inline
function firstPlaces(): v128 {
  return i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
}

@inline
function lastPlaces(): v128 {
  return i8x16(16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31)
}

@inline
function digitMask(bytes: v128): u32 {
  return i8x16.bitmask(i8x16.le_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(9)))
}

/** The number that the last `count` ≤ 19 of 32 digits write. */
@inline
function addUp(ahead: v128, behind: v128, count: u32): u64 {
  const low = sixteenDigits(digitValues(behind, lastPlaces(), count))
  if (count <= 16) return low
  return fourDigits(i32x4.extract_lane(digitValues(ahead, firstPlaces(), count), 3)) * 10000000000000000 + low
}

/** 0 to 9; 0 in front of the last `count` places of 32. */
@inline
function digitValues(bytes: v128, places: v128, count: u32): v128 {
  return v128.and(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.ge_u(places, i8x16.splat(<i8>(32 - count))))
}

@inline
function sixteenDigits(values: v128): u64 {
  const thousands = i16x8(1000, 100, 10, 1, 1000, 100, 10, 1)
  const halves = i16x8.narrow_i32x4_s(
    i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(values), thousands),
    i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(values), thousands),
  )
  const fours = i32x4.dot_i16x8_s(halves, i16x8.splat(1))
  const eights = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_s(fours, fours), i16x8(10000, 1, 10000, 1, 10000, 1, 10000, 1))
  return <u64>(<u32>i32x4.extract_lane(eights, 0)) * 100000000 + <u64>(<u32>i32x4.extract_lane(eights, 1))
}

/** Four bytes, the first digit in the lowest. */
@inline
function fourDigits(word: i32): u64 {
  const pairs = word * 10 + (word >> 8)
  return <u64>((pairs & 0xff) * 100 + ((pairs >> 16) & 0xff))
}
