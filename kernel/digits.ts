// Decimal digits, eight at a time (SWAR): the first character lies in the lowest byte of a word.

import { zero } from './ascii'

const zeros: u64 = 0x3030303030303030
const highBits: u64 = 0x8080808080808080

/**
 * How many of the eight bytes of `word`, from the first on, are digits.
 *   byte ^ 0x30 is 0..9 for a digit only; adding 0x76 carries 10.. into the high bit
 */
@inline
export function leadingDigits(word: u64): u32 {
  const x = word ^ zeros
  const nonDigits = (((x & ~highBits) + 0x7676767676767676) | x) & highBits
  return <u32>(ctz(nonDigits) >> 3)
}

/** The number that the first `count` bytes of `word`, all of them digits, write; count ≤ 8. */
@inline
export function digitsToNumber(word: u64, count: u32): u64 {
  if (count == 0) return 0
  // Right-align: the freed low bytes become leading zeros.
  const shift = (8 - count) << 3
  let x = (word - zeros) << shift
  x = x * 10 + (x >> 8) // pairs of digits, in bytes 0, 2, 4 and 6
  const hundreds = (x & 0x000000ff000000ff) * 0x000f424000000064 // 100 + (1000000 << 32)
  const units = ((x >> 16) & 0x000000ff000000ff) * 0x0000271000000001 // 1 + (10000 << 32)
  return (hundreds + units) >> 32
}

/** Digits at `text`, at most `limit`. Reads up to 8 bytes behind them. */
@inline
export function countDigits(text: usize, limit: u32): u32 {
  let count: u32 = 0
  while (count < limit) {
    const more = leadingDigits(load<u64>(text + count))
    count += more
    if (more < 8) break
  }
  return min(count, limit)
}

/** The number that `count` ≤ 19 digits at `text` write; 19 digits fit a u64. */
@inline
export function readDigits(text: usize, count: u32): u64 {
  if (count <= 8) return digitsToNumber(load<u64>(text), count)
  let value = digitsToNumber(load<u64>(text), 8)
  let at: u32 = 8
  if (count >= 16) {
    value = value * 100000000 + digitsToNumber(load<u64>(text + 8), 8)
    at = 16
  }
  const rest = count - at
  return value * powerOfTen(rest) + digitsToNumber(load<u64>(text + at), rest)
}

const powers = memory.data<u64>([
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
  10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000,
  10000000000000000000,
])

/** 10^exponent, exponent ≤ 19. */
@inline
export function powerOfTen(exponent: u32): u64 {
  return load<u64>(powers + (<usize>exponent << 3))
}

/** Leading zeros among `count` digits at `text`. */
@inline
export function countZeros(text: usize, count: u32): u32 {
  let zeros: u32 = 0
  while (zeros < count && load<u8>(text + zeros) == zero) zeros++
  return zeros
}
