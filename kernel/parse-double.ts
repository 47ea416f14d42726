// Floating point, correctly rounded always. Three roads, fastest first:
//   1. mantissa ≤ 2^53 and |exponent| ≤ 22: both are exact doubles, so one multiplication or division rounds correctly (Clinger 1990)
//   2. up to 19 digits: a 64 × 128-bit product with a power of five decides (Eisel & Lemire, "Number Parsing at a Gigabyte per Second",
//      2021, section 5); the table comes from the host (src/kernel/powers-of-five.ts)
//   3. the rest, a few in a million: the host's own Number()

import { minus, plus, point, smallBit, smallE } from './ascii'
import { countDigits, countZeros, powerOfTen, readDigits } from './digits'
import {
  areDigitsInFront, areNumber, fractionOf, inFront, joinLong, lastValues, othersOf, plainDigits, plainFraction, plainIsNegative, readNumber,
} from './number'
import { ok, valueInvalid } from './status'

@external("env", "slowDouble")
declare function slowDouble(text: usize, length: u32): f64
@external("env", "slowFloat")
declare function slowFloat(text: usize, length: u32): f32

export const smallestPower: i32 = -342
export const largestPower: i32 = 308

/** Address of the powers of five: 128 bits each (high word first), from 5^-342 to 5^308. */
let powersOfFive: usize = 0

export function setPowersOfFive(address: usize): void {
  powersOfFive = address
}

/** Where 5^exponent stands, 128 bits of it from the first one on: the high word first. */
@inline
export function powerOfFive(exponent: i32): usize {
  return powersOfFive + (<usize>(exponent - smallestPower) << 4)
}

export function parseFloat64(text: usize, length: u32, slot: usize): u32 {
  const status = parse(text, length)
  store<f64>(slot, parsed)
  return status
}

/** Rounded from the text: by way of the double wherever that cannot round twice. */
export function parseFloat32(text: usize, length: u32, slot: usize): u32 {
  const status = parse(text, length)
  if (status != ok) return status
  const bits = reinterpret<u64>(parsed)
  const isTie = (bits & 0x1fffffff) == 0x10000000 // half-way between two floats: the text decides
  const isSubnormal = parsed != 0 && abs(parsed) < 1.1754943508222875e-38
  const value = isTie || isSubnormal ? slowFloat(text, length) : <f32>parsed
  store<u64>(slot, <u64>reinterpret<u32>(value))
  return ok
}

/** A plain number (number.ts) that is correctly rounded here; false for any other text. */
export function isPlainDouble(text: usize, length: u32, slot: usize): bool {
  if (!readNumber(text, length)) return false
  const magnitude = toDouble(plainDigits, -(<i32>plainFraction))
  store<f64>(slot, plainIsNegative ? -magnitude : magnitude)
  return !isNaN(magnitude)
}

/** The same of a text of 16 bytes or more, by the second road whether the first would do or not: which one it is hangs on the last digit. */
@inline
export function isLongDouble(text: usize, end: usize, slot: usize): bool {
  const isNegative = <u64>(load<u8>(text) == minus)
  const size = <u32>(end - text) - <u32>isNegative
  if (size > 20) return false
  const front = inFront(end, size)
  const values = lastValues(end, size)
  const others = othersOf(values)
  if (!areDigitsInFront(front) || others == 0 || !areNumber(values, others)) return false
  const fraction = fractionOf(others)
  const digits = joinLong(front, values, fraction)
  if (digits == 0) return false
  let bits = areFloats ? floatOf(digits, fraction) : noFloat
  if (bits == noFloat) {
    const magnitude = eiselLemire(digits, -(<i32>fraction))
    if (isNaN(magnitude)) return false
    bits = reinterpret<u64>(magnitude)
    areFloats = (bits & doubleOnlyBits) == 0
  }
  store<u64>(slot, bits | (isNegative << 63))
  return true
}

/** Whether the last long number was a 32-bit float that was printed as a double: then the next one mostly is. */
let areFloats: bool = false
const doubleOnlyBits: u64 = 0x1fffffff // of a double's significand, which has 53 bits; a float's has the first 24
const halfOfFloatsLast: u64 = 0x10000000

/** What `floatOf` returns where the nearest double has more digits, or cannot be told. */
const noFloat: u64 = ~0

/**
 * The bits of digits / 10^fraction, correctly rounded, fraction ≤ 15, if it is a 32-bit float.
 *
 * A number of 24 bits nearby, m · 2^(e - 23), is the nearest double if it is nearer than a quarter of a double's last place, 2^(e - 54). Times
 * 10^fraction · 2^(23 - e) / 2^fraction, and both sides are integers that fit 60 bits:
 *
 *   | digits · 2^(23 - e - fraction) - m · 5^fraction |  <  5^fraction · 2^-31
 */
@inline
function floatOf(digits: u64, fraction: u32): u64 {
  const near = reinterpret<u64>(<f64>(<i64>digits) * load<f64>(nearPowers + (<usize>fraction << 3)))
  const bits = (near + halfOfFloatsLast) & ~doubleOnlyBits
  const m = ((bits >> 29) & 0x7fffff) | 0x800000
  const shift = 23 - <i64>fraction - (<i64>(bits >> 52) - 1023)
  if ((shift | <i64>digits) < 0) return noFloat // the number is too large for whole ones, or its digits are for an i64
  const five = load<u64>(powersOf5 + (<usize>fraction << 3)) // to the power of the fraction
  const most = five >> 31
  const difference = (digits << shift) - m * five
  return difference + most <= most << 1 ? bits : noFloat
}

const powersOf5 = memory.data<u64>([
  1, 5, 25, 125, 625, 3125, 15625, 78125, 390625, 1953125, 9765625, 48828125, 244140625, 1220703125, 6103515625, 30517578125,
])
/** 10^-fraction, as near as a double comes. */
const nearPowers = memory.data<f64>([1e0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15])

let parsed: f64 = 0

function parse(text: usize, length: u32): u32 {
  if (!isPlainDouble(text, length, parsedSlot)) return parseLong(text, length)
  parsed = load<f64>(parsedSlot)
  return ok
}

const parsedSlot = memory.data(8)

/** With an exponent, with many digits, or none at all. */
function parseLong(text: usize, length: u32): u32 {
  const begin = text
  const end = text + length
  const first = load<u8>(text)
  const negative = first == minus
  if (negative || first == plus) text++
  let whole = text
  let wholeLength = countDigits(text, <u32>(end - text))
  text += wholeLength
  let fraction = text
  let fractionLength: u32 = 0
  if (text < end && load<u8>(text) == point) {
    fraction = ++text
    fractionLength = countDigits(text, <u32>(end - text))
    text += fractionLength
  }
  if (wholeLength + fractionLength == 0) return text == whole ? parseSpecial(text, <u32>(end - text), negative) : valueInvalid
  let exponent: i32 = -(<i32>fractionLength)
  if (text < end) {
    if ((load<u8>(text) | smallBit) != smallE) return valueInvalid
    if (!addExponent(text + 1, end)) return valueInvalid
    exponent += writtenExponent
  }
  const zeros = countZeros(whole, wholeLength)
  whole += zeros
  wholeLength -= zeros
  if (wholeLength == 0) {
    const fractionZeros = countZeros(fraction, fractionLength)
    fraction += fractionZeros
    fractionLength -= fractionZeros
  }
  let magnitude: f64
  const digits = wholeLength + fractionLength
  if (digits > 19) magnitude = abs(slowDouble(begin, length))
  else {
    const mantissa = readDigits(whole, wholeLength) * powerOfTen(fractionLength) + readDigits(fraction, fractionLength)
    magnitude = toDouble(mantissa, exponent)
    if (isNaN(magnitude)) magnitude = abs(slowDouble(begin, length))
  }
  parsed = negative ? -magnitude : magnitude
  return ok
}

let writtenExponent: i32 = 0

/** Reads `[+-]digits` up to `end` into writtenExponent, cut off far outside the range of doubles. */
function addExponent(text: usize, end: usize): bool {
  const negative = text < end && load<u8>(text) == minus
  if (text < end && (negative || load<u8>(text) == plus)) text++
  if (text == end || countDigits(text, <u32>(end - text)) != <u32>(end - text)) return false
  text += countZeros(text, <u32>(end - text))
  const length = <u32>(end - text)
  // A text of 2^30 bytes cannot bring an exponent of 10^11 back into range.
  const value = length > 11 ? i32.MAX_VALUE >> 1 : <i32>min<u64>(readDigits(text, length), i32.MAX_VALUE >> 1)
  writtenExponent = negative ? -value : value
  return true
}

/** nan, inf, infinity in any case, behind the sign. */
function parseSpecial(text: usize, length: u32, negative: bool): u32 {
  if (length != 3 && length != 8) return valueInvalid
  const lower = load<u64>(text) | 0x2020202020202020
  if (length == 3 && (lower & 0xffffff) == 0x6e616e) parsed = NaN
  else if ((length == 3 && (lower & 0xffffff) == 0x666e69) || (length == 8 && lower == 0x7974696e69666e69)) {
    parsed = negative ? -Infinity : Infinity
  } else return valueInvalid
  return ok
}

/** mantissa × 10^exponent, or NaN where this cannot tell. */
function toDouble(mantissa: u64, exponent: i32): f64 {
  if (mantissa <= (<u64>1) << 53 && exponent >= -22 && exponent <= 22) {
    return exponent < 0 ? <f64>(<i64>mantissa) / exactPower(-exponent) : <f64>(<i64>mantissa) * exactPower(exponent)
  }
  if (mantissa == 0 || exponent < smallestPower) return 0
  if (exponent > largestPower) return Infinity
  return eiselLemire(mantissa, exponent)
}

const exactPowers = memory.data<f64>([
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
])

@inline
export function exactPower(exponent: i32): f64 {
  return load<f64>(exactPowers + (<usize>exponent << 3))
}

/** mantissa × 10^exponent, or NaN where this cannot tell; mantissa ≠ 0, and the exponent within the table. */
export function eiselLemire(mantissa: u64, exponent: i32): f64 {
  const leadingZeros = clz(mantissa)
  const w = mantissa << leadingZeros
  const power = powerOfFive(exponent)
  multiply(w, load<u64>(power))
  let high = productHigh
  let low = productLow
  if ((high & 0x1ff) == 0x1ff) {
    // The first 64 bits of the power leave the rounding open: take the next 64.
    multiply(w, load<u64>(power, 8))
    low += productHigh
    if (low < productHigh) high++
    if (low == ~(<u64>0) && (exponent < -27 || exponent > 55)) return NaN
  }
  const upperBit = <i32>(high >> 63)
  let bits = high >> (upperBit + 9)
  let binaryExponent = (((152170 + 65536) * exponent) >> 16) + 63 + upperBit - <i32>leadingZeros + 1023
  if (binaryExponent <= 0) {
    if (1 - binaryExponent >= 64) return 0
    bits >>= 1 - binaryExponent
    bits = (bits + (bits & 1)) >> 1
    return reinterpret<f64>(bits) // a carry into bit 52 makes it the smallest normal number by itself
  }
  // Exactly half-way: round to even. Only possible where the power of five fits 64 bits.
  if (low <= 1 && exponent >= -4 && exponent <= 23 && (bits & 3) == 1 && bits << (upperBit + 9) == high) bits &= ~(<u64>1)
  bits = (bits + (bits & 1)) >> 1
  if (bits >= (<u64>2) << 52) {
    bits = (<u64>1) << 52
    binaryExponent++
  }
  if (binaryExponent >= 0x7ff) return Infinity
  return reinterpret<f64>((bits & ~((<u64>1) << 52)) | (<u64>binaryExponent << 52))
}

export let productHigh: u64 = 0
export let productLow: u64 = 0

/** The 128-bit product, by 32-bit halves. */
@inline
export function multiply(a: u64, b: u64): void {
  const aLow = a & 0xffffffff
  const aHigh = a >> 32
  const bLow = b & 0xffffffff
  const bHigh = b >> 32
  const lowLow = aLow * bLow
  const middle = aHigh * bLow + (lowLow >> 32)
  const cross = aLow * bHigh + (middle & 0xffffffff)
  productHigh = aHigh * bHigh + (middle >> 32) + (cross >> 32)
  productLow = (cross << 32) | (lowLow & 0xffffffff)
}
