// Dates and times, ISO 8601 at fixed offsets. Days count from 1970-01-01 in the proleptic Gregorian calendar, times in microseconds.
//
//   0123456789012345678901234567
//   2026-01-31T23:59:59.123456Z

import { countDigits, powerOfTen, readDigits } from './digits'
import { ok, valueInvalid, valueOutOfRange } from './status'

const microsPerDay: i64 = 86400000000
const microsPerMinute: i64 = 60000000
const firstMicros: i64 = -62135596800000000 // 0001-01-01
const endMicros: i64 = 253402300800000000 // 10000-01-01

/** Whether the instant lies in the years that dates may have. */
@inline
export function isInYears(micros: i64): bool {
  return micros >= firstMicros && micros < endMicros
}

export function parseDate(text: usize, length: u32, slot: usize): u32 {
  if (length != 10 || !readDate(text)) return valueInvalid
  store<i64>(slot, days)
  return ok
}

export function parseTime(text: usize, length: u32, slot: usize): u32 {
  const status = readTime(text, length)
  if (status == ok) store<i64>(slot, micros)
  return status
}

export function parseTimestamp(text: usize, length: u32, slot: usize): u32 {
  if (length < 10 || !readDate(text)) return valueInvalid
  const midnight = days * microsPerDay
  if (length == 10) {
    store<i64>(slot, midnight)
    return ok
  }
  if (!isDateTimeSeparator(load<u8>(text, 10))) return valueInvalid
  const status = readTime(text + 11, length - 11)
  if (status == ok) store<i64>(slot, midnight + micros)
  return status
}

/** The date alone has no place for a zone: date and time are required. */
export function parseTimestampTz(text: usize, length: u32, slot: usize): u32 {
  const zone = zoneLength(text, length)
  if (zone == 0 || length - zone < 16) return valueInvalid
  const status = parseTimestamp(text, length - zone, slot)
  if (status != ok) return status
  const instant = load<i64>(slot) - offsetMicros
  store<i64>(slot, instant)
  return isInYears(instant) ? ok : valueOutOfRange
}

@inline
function isDateTimeSeparator(byte: u8): bool {
  return byte == 0x54 || byte == 0x20 // T or space
}

let days: i64 = 0
let lastDate: u64 = 0x2d31302d30373931 // the first 8 bytes of the last good date: 1970-01-
let lastDay: u16 = 0x3130 // and its last 2: 01

/** YYYY-MM-DD into `days`. A column's dates repeat: the last one is remembered. */
@inline
function readDate(text: usize): bool {
  const date = load<u64>(text)
  const day = load<u16>(text, 8)
  if (date == lastDate && day == lastDay) return true
  return readNewDate(text, date, day)
}

function readNewDate(text: usize, date: u64, dayBytes: u16): bool {
  const year = <i32>fourDigits(text)
  const month = <i32>twoDigits(text + 5)
  const day = <i32>twoDigits(text + 8)
  if (load<u8>(text, 4) != 0x2d || load<u8>(text, 7) != 0x2d) return false
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return false
  days = daysFromCivil(year, month, day)
  lastDate = date
  lastDay = dayBytes
  return true
}

/** Two digits as a number; a large one if they are none. */
@inline
export function twoDigits(text: usize): u32 {
  const tens = <u32>load<u8>(text) - 0x30
  const units = <u32>load<u8>(text, 1) - 0x30
  return tens > 9 || units > 9 ? 0xffff : tens * 10 + units
}

@inline
function fourDigits(text: usize): u32 {
  return twoDigits(text) * 100 + twoDigits(text + 2)
}

@inline
export function daysInMonth(year: i32, month: i32): i32 {
  if (month == 2) return isLeap(year) ? 29 : 28
  return 30 + ((month + (month >> 3)) & 1)
}

@inline
function isLeap(year: i32): bool {
  return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0)
}

/** Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil, for the years 1 to 9999; years count from March. */
@inline
export function daysFromCivil(year: i32, month: i32, day: i32): i64 {
  const y = <u32>(year - i32(month <= 2))
  const century = y / 100
  const dayOfYear = (153 * (<u32>month + (month <= 2 ? 9 : -3)) + 2) / 5 + <u32>day - 1
  return <i64>(<i32>(y * 365 + (y >> 2) - century + (century >> 2) + dayOfYear) - 719468)
}

let micros: i64 = 0

/** HH:MM, HH:MM:SS or HH:MM:SS.f (1 to 9 digits) into `micros`. */
function readTime(text: usize, length: u32): u32 {
  const colon: u8 = 0x3a
  if (length < 5 || load<u8>(text, 2) != colon) return valueInvalid
  const hour = twoDigits(text)
  const minute = twoDigits(text + 3)
  if (hour > 23 || minute > 59) return valueInvalid
  micros = <i64>(hour * 60 + minute) * microsPerMinute
  if (length == 5) return ok
  if (length < 8 || load<u8>(text, 5) != colon) return valueInvalid
  const second = twoDigits(text + 6)
  if (second > 59) return valueInvalid
  micros += <i64>second * 1000000
  return length == 8 ? ok : readFraction(text + 8, length - 8)
}

function readFraction(text: usize, length: u32): u32 {
  const digits = length - 1
  if (load<u8>(text) != 0x2e || digits < 1 || digits > 9 || countDigits(text + 1, digits) != digits) return valueInvalid
  const fraction = readDigits(text + 1, digits)
  if (digits <= 6) {
    micros += fraction * powerOfTen(6 - digits)
    return ok
  }
  const beyond = powerOfTen(digits - 6)
  if (fraction % beyond != 0) return valueOutOfRange
  micros += fraction / beyond
  return ok
}

let offsetMicros: i64 = 0

/** Length of the zone at the end of the text, its offset into `offsetMicros`; 0 if there is none. */
function zoneLength(text: usize, length: u32): u32 {
  if (length < 17) return 0
  const end = text + length
  if ((load<u8>(end - 1) | 0x20) == 0x7a) { // Z
    offsetMicros = 0
    return 1
  }
  if (load<u32>(end - 4) == 0x43545520) { // " UTC"
    offsetMicros = 0
    return 4
  }
  if (isSign(load<u8>(end - 3))) return readOffset(end - 3, twoDigits(end - 2), 0) ? 3 : 0
  if (isSign(load<u8>(end - 5))) return readOffset(end - 5, twoDigits(end - 4), twoDigits(end - 2)) ? 5 : 0
  if (isSign(load<u8>(end - 6)) && load<u8>(end - 3) == 0x3a) return readOffset(end - 6, twoDigits(end - 5), twoDigits(end - 2)) ? 6 : 0
  return 0
}

@inline
function isSign(byte: u8): bool {
  return byte == 0x2b || byte == 0x2d
}

function readOffset(sign: usize, hours: u32, minutes: u32): bool {
  if (hours > 23 || minutes > 59) return false
  const offset = <i64>(hours * 60 + minutes) * microsPerMinute
  offsetMicros = load<u8>(sign) == 0x2d ? -offset : offset
  return true
}
