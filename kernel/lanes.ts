// Vectors that several loops compare with. They lie in memory: as constants in the code each takes three instructions wherever it is used, in
// every turn of a loop. So do those that only one file has.

const digitZeros = memory.data<u8>([48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48])
const nineLanes = memory.data<u8>([9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9])
const fifteenLanes = memory.data<u8>([15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15])
const lowByteLanes = memory.data<i16>([255, 255, 255, 255, 255, 255, 255, 255])
// A window of 16 bytes that begins n bytes in front of the zeros keeps the first n bytes, one that begins n bytes behind their beginning the last n.
const windows = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
])

@inline
export function nines(): v128 {
  return v128.load(nineLanes)
}

/** The low half of each byte. */
@inline
export function fifteens(): v128 {
  return v128.load(fifteenLanes)
}

/** The low byte of every two. */
@inline
export function lowBytes(): v128 {
  return v128.load(lowByteLanes)
}

/** 0 to 9 where there is a digit; anything but that elsewhere. */
@inline
export function digitsOf(text: v128): v128 {
  return i8x16.sub(text, v128.load(digitZeros))
}

/** All bits of a byte that is a digit. */
@inline
export function digitLanes(text: v128): v128 {
  return i8x16.le_u(digitsOf(text), nines())
}

/** Bit i: the byte at i is a digit. */
@inline
export function digitMask(text: v128): u32 {
  return i8x16.bitmask(digitLanes(text))
}

@inline
export function areDigits(text: v128): bool {
  return i8x16.all_true(digitLanes(text))
}

/** The first `count` ≤ 16 bytes, zeros behind them. */
@inline
export function firstOf(bytes: v128, count: usize): v128 {
  return v128.and(bytes, v128.load(firstBytes(count)))
}

/** The last `count` ≤ 16 bytes, zeros in front of them. */
@inline
export function lastOf(bytes: v128, count: usize): v128 {
  return v128.and(bytes, v128.load(windows + 16 + count))
}

/** Where 16 bytes lie that keep the first `count` ≤ 16. */
@inline
export function firstBytes(count: usize): usize {
  return windows + 16 - count
}
