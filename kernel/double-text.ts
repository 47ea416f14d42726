// Whether a decimal is a text of its double by which the double gives it back. Three ways to write a double do so:
//
//   shortest          the fewest digits that name it: Python, Java, JavaScript
//   seventeen, even   17 digits, zeros at the end left out; half-way between two the even one: C's %.17g, R, databases
//   seventeen, up     the same; half-way between two the larger one: JavaScript's toPrecision, older Windows
//
// Decided by the double times a power of ten, so that 17 of its digits stand in front of the point, and 56 bits behind it are true. Where
// that leaves it open the host decides.

import { powerOfTen } from './digits'
import { eiselLemire, largestPower, multiply, powerOfFive, productHigh, productLow, smallestPower } from './parse-double'

export const shortestText: u32 = 1
const seventeenEven: u32 = 2
const seventeenUp: u32 = 4
export const allTexts: u32 = shortestText | seventeenEven | seventeenUp
/** Beside others: this cannot tell. */
export const openText: u32 = 8
const seventeen: u32 = seventeenEven | seventeenUp

export const mostDigits: u32 = 17
export const shortDigits: u32 = 15 // every double gives as many back, whichever they are, but for the very smallest
const largestExactPower: i32 = 27 // of five, in 64 bits

// Differences between a double and a decimal are counted in 2^-56 of the 17th digit.
const one: i64 = 1 << 56
const half: i64 = one >> 1
const margin: i64 = 1 << 4 // more than what a power of five in 128 bits lacks

/**
 * The ways by which the double nearest to digits · 10^exponent is written like this: bits. The last of the digits is not zero. It
 * cannot tell of doubles that are subnormal or infinite, some powers of two and of ten, and where it is too close.
 */
export function textsOf(digits: u64, exponent: i32): u32 {
  const count = countOfDigits(digits)
  if (count > mostDigits) return 0
  const places = <i32>(mostDigits - count) - exponent
  if (min(exponent, places) < smallestPower || max(exponent, places) > largestPower) return openText
  const double = reinterpret<u64>(eiselLemire(digits, exponent))
  const biased = <i32>(double >> 52)
  if (biased == 0 || biased >= 0x7ff) return openText

  // double · 10^places = (high · 2^64 + low) · 2^-(64 + shift)
  const power = powerOfFive(places)
  const powerHigh = load<u64>(power)
  const significand = (double << 11) | 0x8000000000000000
  multiply(significand, load<u64>(power, 8))
  const carried = productHigh
  multiply(significand, powerHigh)
  const low = productLow + carried
  const high = productHigh + u64(low < carried)
  const shift = 1085 - biased - binaryExponent(places)
  const unit = powerOfTen(mostDigits - count)
  const behind = (high << (64 - shift)) | (low >> shift) // the point
  const difference = <i64>((((high >> shift) - digits * unit) << 56) + (behind >> 8))
  const distance = abs(difference)
  if (digits == 1 && difference < 0) return openText // a power of ten: the decimals below it lie closer together

  const isExact = places >= 0 && places <= largestExactPower && ((low << (64 - shift)) | (behind & 0xff)) == 0
  const texts = isExact && distance == half ? tie(difference, digits * unit) : isBelow(distance, half, seventeen)
  if (count <= shortDigits) return texts | shortestText
  if (double << 12 == 0) return openText // a power of two: the doubles below it lie closer together
  // Those with a digit less, on both sides, name other doubles if they lie more than half the way to the next double away.
  const last = digits % 10
  const toShorter = min(<i64>(last * unit) * one + difference, <i64>((10 - last) * unit) * one - difference)
  const fewest = isBelow(<i64>(powerHigh >> (shift - 2)), toShorter, shortestText)
  if (fewest == 0) return texts
  const nearest = isBelow(distance, half * <i64>unit, shortestText) // of all with as many digits
  return texts | (nearest == shortestText ? fewest : nearest)
}

/** Of two with 17 digits that are as near, `digits` is the one below the double if the difference is not negative. */
@inline
function tie(difference: i64, digits: u64): u32 {
  const even = (digits & 1) == 0 ? seventeenEven : 0
  return difference < 0 ? even | seventeenUp : even
}

@inline
function isBelow(x: i64, y: i64, bits: u32): u32 {
  if (abs(x - y) <= margin) return openText
  return x < y ? bits : 0
}

/** floor(log2(10^exponent)), for exponents of doubles. */
@inline
function binaryExponent(exponent: i32): i32 {
  return (exponent * 217706) >> 16
}

/** Of a number other than zero. */
@inline
function countOfDigits(digits: u64): u32 {
  const atLeast = ((64 - <u32>clz(digits)) * 1233) >> 12
  return atLeast + u32(digits >= powerOfTen(atLeast))
}
