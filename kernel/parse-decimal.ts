// Decimals: optional sign, digits with at most one point; the value is kept unscaled. Zeros behind the scale are dropped, other digits
// there, and more digits than the precision holds, are out of range: nothing is ever rounded.

import { minus, plus, point, zero } from './ascii'
import { countDigits, countZeros, powerOfTen, readDigits } from './digits'
import { takeArena } from './memory'
import { plainDigits, plainFraction, plainIsNegative, readNumber } from './number'
import { ok, valueInvalid, valueOutOfRange } from './status'


// The pieces of the number that `split` found.
let negative: bool = false
let whole: usize = 0
let wholeLength: u32 = 0
let fraction: usize = 0
let fractionLength: u32 = 0

/** At most 18 digits: the slot is the unscaled value. */
export function parseDecimal(text: usize, length: u32, precision: u32, scale: u32, slot: usize): u32 {
  if (readNumber(text, length) && plainFraction <= scale) {
    const missing = scale - plainFraction // zeros behind the digits
    if (plainDigits >= powerOfTen(precision - missing)) return valueOutOfRange
    const magnitude = plainDigits * powerOfTen(missing)
    store<u64>(slot, plainIsNegative ? 0 - magnitude : magnitude)
    return ok
  }
  if (!split(text, length)) return valueInvalid
  if (!fits(precision, scale)) return valueOutOfRange
  const magnitude =
    readDigits(whole, wholeLength) * powerOfTen(scale) + readDigits(fraction, fractionLength) * powerOfTen(scale - fractionLength)
  store<u64>(slot, negative ? 0 - magnitude : magnitude)
  return ok
}

/** Up to 38 digits: the slot points at `width` bytes, big-endian two's complement. */
export function parseWideDecimal(text: usize, length: u32, precision: u32, scale: u32, width: u32, slot: usize): u32 {
  if (!split(text, length)) return valueInvalid
  if (!fits(precision, scale)) return valueOutOfRange
  // 128 bits as four 32-bit limbs, lowest first.
  let l0: u64 = 0,
    l1: u64 = 0,
    l2: u64 = 0,
    l3: u64 = 0
  const digits = wholeLength + scale
  for (let i: u32 = 0; i < digits; i++) {
    const inWhole = i < wholeLength
    const digit: u64 = inWhole
      ? load<u8>(whole + i) - zero
      : i - wholeLength < fractionLength
        ? load<u8>(fraction + (i - wholeLength)) - zero
        : 0
    l0 = l0 * 10 + digit
    l1 = l1 * 10 + (l0 >> 32)
    l2 = l2 * 10 + (l1 >> 32)
    l3 = l3 * 10 + (l2 >> 32)
    l0 &= 0xffffffff
    l1 &= 0xffffffff
    l2 &= 0xffffffff
    l3 &= 0xffffffff
  }
  let low = l0 | (l1 << 32)
  let high = l2 | (l3 << 32)
  if (negative) {
    low = ~low + 1
    high = ~high + u64(low == 0)
  }
  const bytes = takeArena(16)
  const first = bytes + (16 - width)
  store<u64>(bytes, bswap(high))
  store<u64>(bytes, bswap(low), 8)
  store<u64>(slot, <u64>first | ((<u64>width) << 32))
  return ok
}

/** Finds sign, whole part and fraction, without leading zeros in front or trailing zeros behind; false if the text is no decimal. */
function split(text: usize, length: u32): bool {
  const first = load<u8>(text)
  negative = first == minus
  if (negative || first == plus) {
    text++
    length--
  }
  whole = text
  wholeLength = countDigits(text, length)
  fraction = text + wholeLength + 1
  fractionLength = 0
  if (wholeLength < length) {
    if (load<u8>(text + wholeLength) != point) return false
    fractionLength = length - wholeLength - 1
    if (countDigits(fraction, fractionLength) != fractionLength) return false
  }
  if (wholeLength + fractionLength == 0) return false
  const zeros = countZeros(whole, wholeLength)
  whole += zeros
  wholeLength -= zeros
  return true
}

function fits(precision: u32, scale: u32): bool {
  while (fractionLength > scale && load<u8>(fraction + fractionLength - 1) == zero) fractionLength--
  return fractionLength <= scale && wholeLength + scale <= precision
}
