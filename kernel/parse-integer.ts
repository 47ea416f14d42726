// Integers and booleans. Optional sign, digits, nothing else; leading zeros are fine.

import { minus, plus } from './ascii'
import { countDigits, countZeros, readDigits } from './digits'
import { plainDigits, plainHasPoint, plainIsNegative, readNumber } from './number'
import { ok, valueInvalid, valueOutOfRange } from './status'


export function parseInt32(text: usize, length: u32, slot: usize): u32 {
  const status = parseInt64(text, length, slot)
  if (status != ok) return status
  const value = load<i64>(slot)
  return value == <i64>(<i32>value) ? ok : valueOutOfRange
}

export function parseInt64(text: usize, length: u32, slot: usize): u32 {
  if (!readNumber(text, length)) return parseLong(text, length, slot)
  if (plainHasPoint) return valueInvalid
  return storeSigned(plainDigits, plainIsNegative, slot)
}

@inline
function storeSigned(magnitude: u64, negative: bool, slot: usize): u32 {
  if (magnitude > <u64>i64.MAX_VALUE + u64(negative)) return valueOutOfRange
  store<u64>(slot, negative ? 0 - magnitude : magnitude)
  return ok
}

/** More than 19 digits, which may be zeros; or no number at all. */
function parseLong(text: usize, length: u32, slot: usize): u32 {
  const first = load<u8>(text)
  const negative = first == minus
  if (negative || first == plus) {
    text++
    length--
  }
  if (length == 0 || countDigits(text, length) != length) return valueInvalid
  const zeros = countZeros(text, length)
  if (length - zeros > 19) return valueOutOfRange
  return storeSigned(readDigits(text + zeros, length - zeros), negative, slot)
}

/** true t yes y 1 / false f no n 0, any case. */
export function parseBoolean(text: usize, length: u32, slot: usize): u32 {
  if (length > 5) return valueInvalid
  // Lower case letters: bit 5 set. It turns no other accepted character into one.
  const word = load<u64>(text) & (~(<u64>0) >> ((8 - length) << 3))
  const lower = word | 0x2020202020202020
  const cut = lower & (~(<u64>0) >> ((8 - length) << 3))
  let value: u64
  if (length == 1) {
    if (word == 0x31 || cut == 0x74 || cut == 0x79)
      value = 1 // 1 t y
    else if (word == 0x30 || cut == 0x66 || cut == 0x6e)
      value = 0 // 0 f n
    else return valueInvalid
  } else if (cut == 0x65757274 && length == 4)
    value = 1 // true
  else if (cut == 0x65736c6166 && length == 5)
    value = 0 // false
  else if (cut == 0x736579 && length == 3)
    value = 1 // yes
  else if (cut == 0x6f6e && length == 2)
    value = 0 // no
  else return valueInvalid
  store<u64>(slot, value)
  return ok
}
