// Vectors that several loops compare with. They lie in memory: as constants in the code each takes three instructions wherever it is used, in
// every turn of a loop. So do those that only one file has.

const digitZeros = memory.data<u8>([48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48])
const fromTenToHighBit = memory.data<u8>([118, 118, 118, 118, 118, 118, 118, 118, 118, 118, 118, 118, 118, 118, 118, 118])
// A window of 16 bytes that begins n bytes in front of the zeros keeps the first n bytes, one that begins n bytes behind their beginning the last n.
const windows = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
])

/** 0 to 9 where there is a digit; anything but that elsewhere. */
@inline
export function digitsOf(text: v128): v128 {
  return i8x16.sub(text, v128.load(digitZeros))
}

/** The high bit of what `digitsOf` gives for no digit. */
@inline
export function notDigits(digits: v128): v128 {
  return i8x16.add_sat_u(digits, v128.load(fromTenToHighBit))
}

/** Bit i: the byte at i is a digit. */
@inline
export function digitMask(text: v128): u32 {
  return ~(<u32>i8x16.bitmask(notDigits(digitsOf(text)))) & 0xffff
}

/** Whether what `digitsOf` gives is all of digits. */
@inline
export function areDigits(digits: v128): bool {
  return i8x16.bitmask(notDigits(digits)) == 0
}

/** The first `count` ≤ 16 bytes, zeros behind them. */
@inline
export function firstOf(bytes: v128, count: usize): v128 {
  return v128.and(bytes, v128.load(firstBytes(count)))
}

/** The last `count` bytes, zeros in front of them; all 16 for a count of up to 20, too. */
@inline
export function lastOf(bytes: v128, count: usize): v128 {
  return v128.and(bytes, v128.load(windows + 16 + count))
}

/** All bits of the highest `count` bytes of four; `count` is -12 to 4, and those below 0 are none. */
@inline
export function lastOfFour(count: i32): u32 {
  return load<u32>(windows + 28 + count)
}

/** Where 16 bytes lie that keep the first `count` ≤ 16. */
@inline
export function firstBytes(count: usize): usize {
  return windows + 16 - count
}
