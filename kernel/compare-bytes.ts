// The order of texts and of byte strings, as statistics and sorting columns have it.

/**
 * Below 0, 0 or above 0, as a stands in front of b, is equal to it, or stands behind it: byte by byte, a shorter one in front of what it begins.
 * @param flip 0x80 where the first byte has a sign, as decimals have; else 0
 */
export function compareBytes(a: usize, aLength: u32, b: usize, bLength: u32, flip: u8): i32 {
  if (aLength > 0 && bLength > 0) {
    const first = load<u8>(a) ^ flip
    const second = load<u8>(b) ^ flip
    if (first != second) return <i32>first - <i32>second
  }
  const order = memory.compare(a, b, min(aLength, bLength))
  return order != 0 ? order : aLength < bLength ? -1 : aLength > bLength ? 1 : 0
}
