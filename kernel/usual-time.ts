// Dates and timestamps as they are nearly always written, all digits at once.
//
//   2026-01-31 23:59:58                19 bytes; a T may stand for the space
//   20 26 01 31 23 59 58               pairs of digits → numbers of 16 bits, compared with their bounds together
//   2026-01-31T23:59:58.123456+01:00   up to six digits of a second, Z or an offset with a colon

import { capitalZ, colon, hyphen, minus, plus, point } from './ascii'
import { areDigits, digitsOf } from './lanes'
import { digitPairs } from './number'
import { daysFromCivil, daysInMonth, isInYears, twoDigits } from './parse-temporal'

// Vectors in memory (lanes.ts).
const marksWithSpace = memory.data<u8>([45, 45, 32, 58, 58, 45, 45, 32, 58, 58, 45, 45, 32, 58, 58, 45]) // -- ::
const marksWithT = memory.data<u8>([45, 45, 84, 58, 58, 45, 45, 84, 58, 58, 45, 45, 84, 58, 58, 45]) // --T::
const leastOfDate = memory.data<i16>([0, 0, 1, 1, 1, 1, 1, 1])
const spansOfDate = memory.data<i16>([99, 99, 11, 30, 30, 30, 30, 30]) // from the least to the most
const leastOfTimestamp = memory.data<i16>([0, 0, 1, 1, 0, 0, 0, 0])
const spansOfTimestamp = memory.data<i16>([99, 99, 11, 30, 23, 59, 59, 59])
const secondsOfTime = memory.data<i16>([0, 0, 0, 0, 3600, 60, 1, 0])

const microsPerSecond: i64 = 1000000
const microsPerMinute: i64 = 60000000
const secondsPerDay: i64 = 86400
const bytesToSecond: u32 = 19
/** What is no time. */
const noTime: i64 = i64.MIN_VALUE

/** YYYY-MM-DD → days. False for anything else, and for days that no month has. Reads 16 bytes from where the text begins. */
@inline
export function isUsualDate(start: usize, end: usize, slot: usize): bool {
  if (end - start != 10) return false
  if (load<u8>(start, 4) != hyphen) return false
  if (load<u8>(start, 7) != hyphen) return false
  const text = v128.load(start)
  const digits = digitsOf(v128.shuffle<u8>(text, text, 0, 1, 2, 3, 5, 6, 8, 9, 8, 9, 8, 9, 8, 9, 8, 9))
  if (!areDigits(digits)) return false
  const pairs = digitPairs(digits)
  if (!areWithin(pairs, v128.load(leastOfDate), v128.load(spansOfDate))) return false
  const days = daysOf(pairs)
  store<i64>(slot, days)
  return days != noTime
}

/** YYYY-MM-DD HH:MM:SS, with up to six digits of a second behind a point → microseconds. Reads up to 28 bytes. */
@inline
export function isUsualTimestamp(start: usize, end: usize, slot: usize): bool {
  const length = <u32>(end - start)
  if (length != bytesToSecond) return length > bytesToSecond && isWithFraction(start, length, slot)
  const seconds = secondsOf(start)
  store<i64>(slot, seconds * microsPerSecond)
  return seconds != noTime
}

function isWithFraction(start: usize, length: u32, slot: usize): bool {
  const seconds = secondsOf(start)
  const micros = microsOf(start + bytesToSecond, length - bytesToSecond)
  store<i64>(slot, seconds * microsPerSecond + micros)
  return seconds != noTime && micros != noTime
}

/** The same with a zone behind it, Z or ±HH:MM → microseconds of UTC. */
@inline
export function isUsualTimestampTz(start: usize, end: usize, slot: usize): bool {
  if (end - start <= <usize>bytesToSecond) return false
  const isZ = load<u8>(end - 1) == capitalZ
  const offset = isZ ? 0 : offsetOf(end - 6)
  if (offset == noTime || !isUsualTimestamp(start, end - (isZ ? 1 : 6), slot)) return false
  const instant = load<i64>(slot) - offset
  store<i64>(slot, instant)
  return isInYears(instant)
}

/** Seconds since 1970. */
@inline
function secondsOf(start: usize): i64 {
  const front = v128.load(start)
  const back = v128.load(start, 3)
  const digits = digitsOf(v128.shuffle<u8>(front, back, 0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 30, 31, 30, 31))
  if (!areDigits(digits)) return noTime
  const marks = v128.shuffle<u8>(front, back, 4, 7, 10, 13, 29, 4, 7, 10, 13, 29, 4, 7, 10, 13, 29, 4)
  if (v128.any_true(v128.xor(marks, v128.load(marksWithSpace)))) {
    if (v128.any_true(v128.xor(marks, v128.load(marksWithT)))) return noTime
  }
  const pairs = digitPairs(digits)
  if (!areWithin(pairs, v128.load(leastOfTimestamp), v128.load(spansOfTimestamp))) return noTime
  const days = daysOf(pairs)
  if (days == noTime) return noTime
  const time = i32x4.dot_i16x8_s(pairs, v128.load(secondsOfTime))
  return days * secondsPerDay + <i64>(i32x4.extract_lane(time, 2) + i32x4.extract_lane(time, 3))
}

/** A point and one to six digits → microseconds. Reads 9 bytes. */
@inline
function microsOf(text: usize, length: u32): i64 {
  const digits = length - 1
  if (digits - 1 >= 6 || load<u8>(text) != point) return noTime
  const inside = (<u64>1 << (digits << 3)) - 1
  const values = (load<u64>(text, 1) ^ 0x3030303030303030) & inside // what is missing of eight digits is 0
  if (((values + 0x7676767676767676) & 0x8080808080808080) != 0 || (values & 0x8080808080808080) != 0) return noTime
  const pairs = (values * 10 + (values >> 8)) & 0x00ff00ff00ff00ff
  const fours = ((pairs * 100) + (pairs >> 16)) & 0x0000ffff0000ffff
  return <i64>(<u32>(fours * 10000 + (fours >> 32)) / 100)
}

/** ±HH:MM → microseconds. */
@inline
function offsetOf(text: usize): i64 {
  const sign = load<u8>(text)
  const hours = twoDigits(text + 1)
  const minutes = twoDigits(text + 4)
  if ((sign != plus && sign != minus) || load<u8>(text, 3) != colon || hours > 23 || minutes > 59) return noTime
  const offset = <i64>(hours * 60 + minutes) * microsPerMinute
  return sign == minus ? -offset : offset
}

/** Whether each number is from `least` to `least + spans`. */
@inline
function areWithin(pairs: v128, least: v128, spans: v128): bool {
  return !v128.any_true(i16x8.sub_sat_u(i16x8.sub(pairs, least), spans))
}

// What is known of a month, of any of the years 0 to 9999: u32, day 0 of it as a number of days << 5 | how many days it has. 0: not yet asked for (or
// the first month of year 0).
const months = memory.data(4 * (12 * 10000 + 1))
const monthsOfDate = memory.data<i16>([1200, 12, 1, 0, 0, 0, 0, 0])
const dayZero: i64 = 719529 // 0000-01-00 and later ones are not below 0

/** Days since 1970 of century, year in it, month and day, in the first four numbers; `noTime` for days that no month has. */
@inline
function daysOf(pairs: v128): i64 {
  const parts = i32x4.dot_i16x8_s(pairs, v128.load(monthsOfDate))
  const number = i32x4.extract_lane(parts, 0) + i32x4.extract_lane(parts, 1)
  let month = load<u32>(months + (<usize>number << 2))
  if (month == 0) month = lookUpMonth(number)
  const day = <u32>i16x8.extract_lane_s(pairs, 3)
  return day > (month & 31) ? noTime : <i64>((month >> 5) + day) - dayZero
}

/** `number`: 12 for each year, and 1 to 12. There is no year 0. */
function lookUpMonth(number: i32): u32 {
  const year = (number - 1) / 12
  const month = number - 12 * year
  const days = year == 0 ? 0 : daysInMonth(year, month)
  const entry = (<u32>(daysFromCivil(year, month, 1) - 1 + dayZero) << 5) | <u32>days
  store<u32>(months + (<usize>number << 2), entry)
  return entry
}
