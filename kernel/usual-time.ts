// Dates and timestamps as they are nearly always written, all digits at once.
//
//   2026-01-31 23:59:58      19 bytes; a T may stand for the space
//   20 26 01 31 23 59 58     pairs of digits → numbers of 16 bits, compared with their bounds together

import { daysFromCivil, daysInMonth } from './parse-temporal'

// Vectors in memory: as constants in the code each takes three instructions wherever it is used.
const zeros = memory.data<u8>([48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48])
const nines = memory.data<u8>([9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9])
const datePlaces = memory.data<u8>([0, 1, 2, 3, 5, 6, 8, 9, 8, 9, 8, 9, 8, 9, 8, 9])
const marksWithSpace = memory.data<u8>([45, 45, 32, 58, 58, 45, 45, 32, 58, 58, 45, 45, 32, 58, 58, 45]) // -- ::
const marksWithT = memory.data<u8>([45, 45, 84, 58, 58, 45, 45, 84, 58, 58, 45, 45, 84, 58, 58, 45]) // --T::
const tens = memory.data<i16>([10, 10, 10, 10, 10, 10, 10, 10])
const lowBytes = memory.data<i16>([255, 255, 255, 255, 255, 255, 255, 255])
const leastOfDate = memory.data<i16>([0, 0, 1, 1, 1, 1, 1, 1])
const mostOfDate = memory.data<i16>([99, 99, 12, 31, 31, 31, 31, 31])
const leastOfTimestamp = memory.data<i16>([0, 0, 1, 1, 0, 0, 0, 0])
const mostOfTimestamp = memory.data<i16>([99, 99, 12, 31, 23, 59, 59, 59])
const secondsOfTime = memory.data<i16>([0, 0, 0, 0, 3600, 60, 1, 0])

const microsPerSecond: i64 = 1000000
const secondsPerDay: i64 = 86400

/** YYYY-MM-DD → days. False for anything else, and for days that no month has. Reads 16 bytes from where the text begins. */
@inline
export function isUsualDate(start: usize, end: usize, slot: usize): bool {
  if (end - start != 10) return false
  const digits = i8x16.swizzle(v128.load(start), v128.load(datePlaces))
  const pairs = pairsOf(digits)
  if (!areDigits(digits) || load<u8>(start, 4) != 0x2d || load<u8>(start, 7) != 0x2d) return false
  if (!areWithin(pairs, v128.load(leastOfDate), v128.load(mostOfDate))) return false
  const date = <u64>i64x2.extract_lane(pairs, 0)
  if (!isDay(date)) return false
  store<i64>(slot, daysOf(date))
  return true
}

/** YYYY-MM-DD HH:MM:SS → microseconds. Reads 19 bytes. */
@inline
export function isUsualTimestamp(start: usize, end: usize, slot: usize): bool {
  if (end - start != 19) return false
  const front = v128.load(start)
  const back = v128.load(start, 3)
  const digits = v128.shuffle<u8>(front, back, 0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 30, 31, 30, 31)
  const marks = v128.shuffle<u8>(front, back, 4, 7, 10, 13, 29, 4, 7, 10, 13, 29, 4, 7, 10, 13, 29, 4)
  const withSpace = i8x16.eq(marks, v128.load(marksWithSpace))
  const withT = i8x16.eq(marks, v128.load(marksWithT))
  const pairs = pairsOf(digits)
  if (!areDigits(digits) || !i8x16.all_true(v128.or(withSpace, withT))) return false
  if (!areWithin(pairs, v128.load(leastOfTimestamp), v128.load(mostOfTimestamp))) return false
  const date = <u64>i64x2.extract_lane(pairs, 0)
  if (!isDay(date)) return false
  const time = i32x4.dot_i16x8_s(pairs, v128.load(secondsOfTime))
  const second = i32x4.extract_lane(time, 2) + i32x4.extract_lane(time, 3)
  store<i64>(slot, (daysOf(date) * secondsPerDay + <i64>second) * microsPerSecond)
  return true
}

@inline
function areDigits(bytes: v128): bool {
  return i8x16.all_true(i8x16.le_u(i8x16.sub(bytes, v128.load(zeros)), v128.load(nines)))
}

@inline
function pairsOf(digits: v128): v128 {
  const values = i8x16.sub(digits, v128.load(zeros))
  return i16x8.add(i16x8.mul(v128.and(values, v128.load(lowBytes)), v128.load(tens)), i16x8.shr_u(values, 8))
}

@inline
function areWithin(pairs: v128, least: v128, most: v128): bool {
  return i16x8.all_true(v128.and(i16x8.ge_u(pairs, least), i16x8.le_u(pairs, most)))
}

// A date: century, year in it, month and day, 16 bits each.

@inline
function yearOf(date: u64): i32 {
  return <i32>(date & 0xff) * 100 + <i32>((date >> 16) & 0xff)
}

@inline
function monthOf(date: u64): i32 {
  return <i32>((date >> 32) & 0xff)
}

@inline
function isDay(date: u64): bool {
  return (date & 0xffffffff) != 0 && (date >> 48 <= 28 || <i32>(date >> 48) <= daysInMonth(yearOf(date), monthOf(date)))
}

@inline
function daysOf(date: u64): i64 {
  return daysFromCivil(yearOf(date), monthOf(date), <i32>(date >> 48))
}
