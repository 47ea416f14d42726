// Dates and times written after a pattern (src/schema/time-pattern.ts) → ISO 8601, as parse-temporal.ts reads it. What the pattern reads
// need not exist: the parser looks at that.
//
//   %d.%m.%Y %H:%M    31.1.2026 09:05    → 2026-01-31T09:05:00
//
// A step of a pattern is two bytes: its operation, and an operand (a literal's byte; for numbers 1 if they must have all their digits).

import { capitalT, colon, hyphen, minus, plus, point, smallA, smallBit, smallM, smallP, smallZ, space, zero } from './ascii'
import { countDigits, readDigits } from './digits'

// Shared with src/convert/place-as-written.ts.
const opLiteral: u32 = 0
const opYear: u32 = 1
const opShortYear: u32 = 2
const opMonth: u32 = 3
const opMonthName: u32 = 4
const opDay: u32 = 5
const opWeekdayName: u32 = 6
const opHour: u32 = 7
const opHourOfHalf: u32 = 8
const opHalf: u32 = 9
const opMinute: u32 = 10
const opSecond: u32 = 11
const opFraction: u32 = 12
const opOffset: u32 = 13

/** Where `canonicalTime` writes: a date takes 10 bytes, T 1, a time with nine digits 18, a zone 6; the rest is slack for the parser. */
export const canonical = memory.data(64)
const canonicalBytes: u32 = 64

// What the text has said so far.
let year: u32 = 0
let month: u32 = 0
let day: u32 = 0
let hour: u32 = 0
let half: u32 = 0 // 0 none, 1 AM, 2 PM
let minute: u32 = 0
let second: u32 = 0
let fraction: usize = 0
let fractionDigits: u32 = 0
let offset: usize = 0 // ±HH:MM once it is written
let offsetBytes: u32 = 0

const offsetText = memory.data(8)

/** Rewrites the text as the date, the time or both, as asked; returns the length at `canonical`, 0 if the text does not fit the pattern. */
export function canonicalTime(text: usize, length: u32, pattern: usize, patternLength: u32, wantsDate: bool, wantsTime: bool): u32 {
  forget()
  const end = text + length
  for (let step: u32 = 0; step < patternLength; step += 2) {
    const taken = take(load<u8>(pattern + step), load<u8>(pattern + step, 1), text, <u32>(end - text))
    if (taken == 0) return 0
    text += taken
  }
  if (text != end || !settleHalf()) return 0
  return write(wantsDate, wantsTime)
}

function forget(): void {
  half = 0
  hour = 0
  minute = 0
  second = 0
  fractionDigits = 0
  offsetBytes = 0
}

/** Bytes that the step takes of the text; 0 if it does not fit. */
function take(op: u32, operand: u32, text: usize, left: u32): u32 {
  if (left == 0) return 0
  switch (op) {
    case opLiteral: return u32(load<u8>(text) == <u8>operand)
    case opYear: return takeNumber(text, left, 4, true)
    case opMonthName: return takeMonth(text, left)
    case opWeekdayName: return takeName(text, left, changetype<usize>(weekdays), 7) != 0 ? nameLength : 0
    case opHalf: return takeHalf(text, left)
    case opFraction: return takeFraction(text, left)
    case opOffset: return takeOffset(text, left)
  }
  const taken = takeNumber(text, left, 2, operand != 0 || op == opShortYear)
  if (taken == 0) return 0
  switch (op) {
    case opShortYear: year = number < 69 ? 2000 + number : 1900 + number; break
    case opMonth: month = number; break
    case opDay: day = number; break
    case opHour: hour = number; break
    case opHourOfHalf: hour = number; break
    case opMinute: minute = number; break
    case opSecond: second = number; break
    default: return unreachable()
  }
  return taken
}

let number: u32 = 0

/** One to `most` digits into `number` (four: into `year`); as many as there are, so `isFull` asks for all of them. */
function takeNumber(text: usize, left: u32, most: u32, isFull: bool): u32 {
  const digits = countDigits(text, min(left, most))
  if (digits == 0 || (isFull && digits != most)) return 0
  number = <u32>readDigits(text, digits)
  if (most == 4) year = number
  return digits
}

function takeFraction(text: usize, left: u32): u32 {
  fractionDigits = countDigits(text, min(left, 9))
  fraction = text
  return fractionDigits
}

// Static strings: UTF-16 in the module's data. Each name ends with a space.
const months = 'january february march april may june july august september october november december '
const weekdays = 'monday tuesday wednesday thursday friday saturday sunday '

export let nameLength: u32 = 0

/** Number of the name, from 1, that the text begins with, whole or its first three letters, in any case; its length into `nameLength`. */
function takeName(text: usize, left: u32, names: usize, count: u32): u32 {
  let name = names
  for (let index: u32 = 1; index <= count; index++) {
    let alike: u32 = 0
    let letters: u32 = 0
    let isAlike = true
    for (let letter = load<u16>(name); letter != space; name += 2, letter = load<u16>(name)) {
      isAlike = isAlike && letters < left && (<u16>load<u8>(text + letters) | smallBit) == letter
      alike += u32(isAlike)
      letters++
    }
    name += 2
    if (alike < 3) continue
    nameLength = alike == letters ? letters : 3
    return index
  }
  return 0
}

/** Number of the month, from 1, whose name the text begins with; 0 if there is none. */
export function monthOf(text: usize, left: u32): u32 {
  return takeName(text, left, changetype<usize>(months), 12)
}

function takeMonth(text: usize, left: u32): u32 {
  month = monthOf(text, left)
  return month == 0 ? 0 : nameLength
}

/** AM or PM, in any case. */
function takeHalf(text: usize, left: u32): u32 {
  if (left < 2 || (load<u8>(text, 1) | smallBit) != smallM) return 0
  const letter = load<u8>(text) | smallBit
  half = letter == smallA ? 1 : letter == smallP ? 2 : 0
  return half == 0 ? 0 : 2
}

/** 12 AM is midnight, 12 PM noon. */
function settleHalf(): bool {
  if (half == 0) return true
  if (hour < 1 || hour > 12) return false
  hour = (hour % 12) + (half == 2 ? 12 : 0)
  return true
}

/** Z, ±HH, ±HHMM or ±HH:MM. */
function takeOffset(text: usize, left: u32): u32 {
  const sign = load<u8>(text)
  if ((sign | smallBit) == smallZ) {
    writeOffset(plus, 0, 0)
    return 1
  }
  if ((sign != plus && sign != minus) || left < 3 || countDigits(text + 1, 2) != 2) return 0
  const hours = <u32>readDigits(text + 1, 2)
  const hasColon = u32(left >= 4 && load<u8>(text, 3) == colon)
  if (left >= 5 + hasColon && countDigits(text + 3 + hasColon, 2) == 2) {
    writeOffset(sign, hours, <u32>readDigits(text + 3 + hasColon, 2))
    return 5 + hasColon
  }
  writeOffset(sign, hours, 0)
  return 3
}

function writeOffset(sign: u8, hours: u32, minutes: u32): void {
  offset = offsetText
  store<u8>(offset, sign)
  writeTwo(offset + 1, hours)
  store<u8>(offset, colon, 3)
  writeTwo(offset + 4, minutes)
  offsetBytes = 6
}

function write(wantsDate: bool, wantsTime: bool): u32 {
  let out = canonical
  if (wantsDate) {
    writeTwo(out, year / 100)
    writeTwo(out + 2, year % 100)
    store<u8>(out, hyphen, 4)
    writeTwo(out + 5, month)
    store<u8>(out, hyphen, 7)
    writeTwo(out + 8, day)
    out += 10
    if (wantsTime) store<u8>(out++, capitalT)
  }
  if (wantsTime) {
    writeTwo(out, hour)
    store<u8>(out, colon, 2)
    writeTwo(out + 3, minute)
    store<u8>(out, colon, 5)
    writeTwo(out + 6, second)
    out += 8
    if (fractionDigits > 0) {
      store<u8>(out++, point)
      memory.copy(out, fraction, fractionDigits)
      out += fractionDigits
    }
    memory.copy(out, offset, offsetBytes)
    out += offsetBytes
  }
  memory.fill(out, 0, canonical + canonicalBytes - out)
  return <u32>(out - canonical)
}

/** Two digits; `value` below 100. */
@inline
function writeTwo(out: usize, value: u32): void {
  store<u8>(out, zero + <u8>(value / 10))
  store<u8>(out, zero + <u8>(value % 10), 1)
}
