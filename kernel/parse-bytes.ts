// Text, binary and UUIDs: the slot is `address | length << 32`, pointing into the block where the bytes stand there as they are,
// else into the arena.

import { hyphen, plus, slash, smallA, smallBit, zero } from './ascii'
import { escape, quote } from './dialect'
import { digitsOf } from './lanes'
import { takeArena } from './memory'
import { areRecordsUtf8, hasEscapes, isBytewise } from './scan'
import { placesOfBits } from './set-bits'
import { ok, valueInvalid, valueNotUtf8 } from './status'
import { isUtf8 } from './utf8'

export function parseText(text: usize, length: u32, isQuoted: bool, mustBeUtf8: bool, slot: usize): u32 {
  if (isQuoted && hasEscapes && escape != 0) {
    if (findByte(text, length, escape) < length) {
      const bytes = takeArena(length)
      length = unescape(text, length, bytes)
      text = bytes
    }
  }
  store<u64>(slot, <u64>text | (<u64>length << 32))
  return mustBeUtf8 && !areRecordsUtf8() && !isUtf8(text, length) ? valueNotUtf8 : ok
}

/** Copies the inside of a quoted field, escapes resolved. Returns the length. Writes up to 16 bytes too far. */
function unescape(text: usize, length: u32, out: usize): u32 {
  return escape == quote && !isBytewise ? halveQuotes(text, length, out) : unescapeOneByOne(text, length, out)
}

/** Every second quote is left out; 16 bytes a step, however many quotes are among them. */
function halveQuotes(text: usize, length: u32, out: usize): u32 {
  const quotes = i8x16.splat(quote)
  const begin = out
  let isSecond: u32 = 0 // all ones while the next quote is the second of two
  for (let at: u32 = 0; at < length; at += 16) {
    const bytes = v128.load(text + at)
    const inside: u32 = length - at >= 16 ? 0xffff : (1 << (length - at)) - 1
    const found = <u32>i8x16.bitmask(i8x16.eq(bytes, quotes)) & inside
    if (found == 0) {
      v128.store(out, bytes)
      out += <usize>popcnt(inside)
      continue
    }
    const odd = prefixXor16(found) ^ isSecond
    isSecond = (odd & 0x8000) != 0 ? ~(<u32>0) : 0
    out = gather(bytes, inside & ~(found & ~odd), out)
  }
  return <u32>(out - begin)
}

@inline
function prefixXor16(bits: u32): u32 {
  bits ^= bits << 1
  bits ^= bits << 2
  bits ^= bits << 4
  return bits ^ (bits << 8)
}

/** Writes those of the 16 bytes that are in the set, without gaps. Returns the address behind. Writes 16 bytes. */
@inline
function gather(bytes: v128, set: u32, out: usize): usize {
  const low = set & 0xff
  const high = set >> 8
  v128.store(out, i8x16.swizzle(bytes, placesOfBits(low)))
  out += <usize>popcnt(low)
  v128.store64_lane(out, i8x16.swizzle(bytes, i8x16.add(placesOfBits(high), i8x16.splat(8))), 0)
  return out + <usize>popcnt(high)
}

function unescapeOneByOne(text: usize, length: u32, out: usize): u32 {
  const begin = out
  let at: u32 = 0
  for (let next = findByte(text, length, escape); next < length; ) {
    out = copyText(text + at, next - at, out)
    const behind = next + 1 < length ? load<u8>(text + next, 1) : 0
    const isEscape = next + 1 < length && (behind == quote || behind == escape)
    store<u8>(out++, isEscape ? behind : escape)
    at = next + (isEscape ? 2 : 1)
    next = at + findByte(text + at, length - at, escape)
  }
  return <u32>(copyText(text + at, length - at, out) - begin)
}

@inline
function copyText(text: usize, length: u32, out: usize): usize {
  for (let i: u32 = 0; i < length; i += 16) v128.store(out + i, v128.load(text + i))
  return out + length
}

/** Offset of the first such byte; `length` if there is none. Reads up to 15 bytes behind the text. */
function findByte(text: usize, length: u32, byte: u8): u32 {
  const wanted = i8x16.splat(byte)
  for (let at: u32 = 0; at < length; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(text + at), wanted))
    if (found != 0) return min(at + <u32>ctz(found), length)
  }
  return length
}

/** 8-4-4-4-12 hexadecimal digits → 16 bytes. */
@inline
export function parseUuid(text: usize, length: u32, slot: usize): u32 {
  if (length != 36) return valueInvalid
  if (load<u8>(text, 8) != hyphen) return valueInvalid
  if (load<u8>(text, 13) != hyphen) return valueInvalid
  if (load<u8>(text, 18) != hyphen) return valueInvalid
  if (load<u8>(text, 23) != hyphen) return valueInvalid
  const start = v128.load(text)
  const middle = v128.load(text, 16)
  const first = v128.shuffle<u8>(start, middle, 0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 17)
  const last = v128.shuffle<u8>(middle, v128.load(text, 20), 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 28, 29, 30, 31)
  const firstLetters = letters(first)
  const lastLetters = letters(last)
  const wrong = v128.or(notHex(digitsOf(first), firstLetters), notHex(digitsOf(last), lastLetters))
  if (v128.any_true(wrong)) return valueInvalid
  const bytes = takeArena(16)
  store<u64>(slot, <u64>bytes | ((<u64>16) << 32))
  v128.store(bytes, i8x16.narrow_i16x8_u(joined(digitsOf(first), firstLetters), joined(digitsOf(last), lastLetters)))
  return ok
}

// Vectors in memory (lanes.ts).
const smallBits = memory.data<u8>([32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32])
const smallAs = memory.data<u8>([97, 97, 97, 97, 97, 97, 97, 97, 97, 97, 97, 97, 97, 97, 97, 97])
const nines = memory.data<u8>([9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9])
const tens = memory.data<u8>([10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10])
const mostLetters = memory.data<u8>([5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5])
const sixteenTimes256And1 = memory.data<i16>([4097, 4097, 4097, 4097, 4097, 4097, 4097, 4097])

/** 0 to 5 for the letters a to f, in either case; more than that for anything else. */
@inline
function letters(text: v128): v128 {
  return i8x16.sub(v128.or(text, v128.load(smallBits)), v128.load(smallAs))
}

/** Not 0 where there is neither a digit (lanes.ts) nor such a letter. */
@inline
function notHex(digits: v128, letters: v128): v128 {
  return i8x16.min_u(i8x16.sub_sat_u(digits, v128.load(nines)), i8x16.sub_sat_u(letters, v128.load(mostLetters)))
}

/** Each two half bytes → one byte, in a lane of two: as digits join in number.ts. */
@inline
function joined(digits: v128, letters: v128): v128 {
  const halves = i8x16.min_u(digits, i8x16.add(letters, v128.load(tens)))
  return i16x8.shr_u(i16x8.mul(halves, v128.load(sixteenTimes256And1)), 8)
}

export function parseHex(text: usize, length: u32, slot: usize): u32 {
  if ((length & 1) != 0) return valueInvalid
  const bytes = takeArena(length >> 1)
  const bad = hexBytes(text, length >> 1, bytes)
  store<u64>(slot, <u64>bytes | (<u64>(length >> 1) << 32))
  return bad > 0xff ? valueInvalid : ok
}

/** Writes `count` bytes from 2 · count hexadecimal digits. The result is above 0xff if some were none. */
@inline
function hexBytes(text: usize, count: u32, out: usize): u32 {
  let bad: u32 = 0
  for (let i: u32 = 0; i < count; i++) {
    const value = (hexDigit(load<u8>(text + (i << 1))) << 4) | hexDigit(load<u8>(text + (i << 1) + 1))
    bad |= value
    store<u8>(out + i, <u8>value)
  }
  return bad
}

export function isHexDigit(byte: u8): bool {
  return hexDigit(byte) < 16
}

/** 0..15, or a number above 0xff. */
@inline
function hexDigit(byte: u8): u32 {
  const digit = <u32>byte - zero
  if (digit < 10) return digit
  const letter = (<u32>byte | smallBit) - smallA
  return letter < 6 ? letter + 10 : 0x1000
}

/** RFC 4648 section 4, with padding; the bits behind the last byte must be zero. */
export function parseBase64(text: usize, length: u32, slot: usize): u32 {
  if ((length & 3) != 0) return valueInvalid
  let padding: u32 = 0
  if (length > 0 && load<u8>(text + length - 1) == 0x3d) padding = load<u8>(text + length - 2) == 0x3d ? 2 : 1
  const size = (length >> 2) * 3
  const bytes = takeArena(size)
  let bad: u32 = 0
  let out = bytes
  for (let at: u32 = 0; at < length; at += 4, out += 3) {
    const isEnd = at + 4 == length
    const first = base64Digit(load<u8>(text + at))
    const second = base64Digit(load<u8>(text + at + 1))
    const third = isEnd && padding == 2 ? 0 : base64Digit(load<u8>(text + at + 2))
    const fourth = isEnd && padding > 0 ? 0 : base64Digit(load<u8>(text + at + 3))
    const word = (first << 18) | (second << 12) | (third << 6) | fourth
    bad |= first | second | third | fourth
    if (isEnd && ((padding == 2 && (word & 0xffff) != 0) || (padding == 1 && (word & 0xff) != 0))) return valueInvalid
    store<u8>(out, <u8>(word >> 16))
    store<u8>(out, <u8>(word >> 8), 1)
    store<u8>(out, <u8>word, 2)
  }
  store<u64>(slot, <u64>bytes | (<u64>(size - padding) << 32))
  return bad > 63 ? valueInvalid : ok
}

/** 0..63, or 64. */
@inline
function base64Digit(byte: u8): u32 {
  const letter = (<u32>byte | smallBit) - smallA
  if (letter < 26) return (byte & smallBit) == 0 ? letter : letter + 26
  const digit = <u32>byte - zero
  if (digit < 10) return digit + 52
  return byte == plus ? 62 : byte == slash ? 63 : 64
}
