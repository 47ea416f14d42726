// Dates and times that are not ISO 8601 → their outline: which pattern of strptime they follow. src/csv/time-outline.ts turns the outline of
// a column into that pattern.
//
//   31/12/2024  2024/12/31  31-Dec-2024  Dec 31, 2024  12/31/2024 11:59 PM  31/Dec/2024:23:59:59 +0000
//
// An outline has two parts. `outlineForm` must be the same in all values of a column: the order, what stands between, how the clock and the
// zone are written. `outlineTraits` are gathered over all values: a bit in the lower half that meets its partner in the upper half is a
// contradiction. A number with a leading zero, say, beside one that lacks it could not be had back; a first number above 12 beside a second
// one above 12 is two orders of day and month.
//
// The year has four digits: the century of `24` is not in the text. Dates must exist, in each order in which they may be read. A zone must
// be UTC, as in evidence.ts.

import {
  capitalT, colon, comma, hyphen, isDigit, isLetter, plus, point, slash, smallA, smallBit, smallM, smallP, smallZ, space, zero,
} from './ascii'
import { monthOf, nameLength } from './canonical-time'
import { countDigits } from './digits'
import { daysInMonth } from './parse-temporal'
import { utcWord, zoneBytes, zoneForm } from './zone-form'

// outlineForm, from its lowest bit: order 2, separator 2, name's case 2, what is in front of the clock 3, clock 4, half of the day 3,
// zone 3, space in front of the zone 1. Shared with src/csv/time-outline.ts.
const orderNumbers: u32 = 0 // day and month, or month and day, then the year
const orderYear: u32 = 1 // year, month, day
const orderDayName: u32 = 2 // day, month's name, year
const orderNameDay: u32 = 3 // month's name, day, year
const separatorShift: u32 = 2
const caseShift: u32 = 4
const clockSeparatorShift: u32 = 6
const clockShift: u32 = 9
const halfShift: u32 = 13
const zoneShift: u32 = 16
const zoneSpaceShift: u32 = 19

// outlineTraits: each with its partner 16 bits higher.
const firstAbove12: u32 = 1 // second above 12
const firstHasZero: u32 = 2 // lacks it
const secondHasZero: u32 = 4
const hourHasZero: u32 = 8
const nameIsShort: u32 = 16 // is whole
const partner: u32 = 16

export let outlineForm: u32 = 0
export let outlineTraits: u32 = 0

/** Whether the traits that have come together contradict each other. */
@inline
export function traitsContradict(traits: u32): bool {
  return (traits & (traits >>> partner)) != 0
}

// What has been read of the text. It is read without looking for its end, which is compared last: the longest outline is shorter than the
// slack behind every text (memory.ts).
let at: usize = 0

const shortest: u32 = 8 // 1/1/2024
const longest: u32 = 48 // 31 september 2024, 11:59:59.123456 pm +00:00 has 47

/** Whether the text has an outline; it is then in `outlineForm` and `outlineTraits`. */
export function readOutline(text: usize, length: u32): bool {
  if (length < shortest || length > longest) return false
  at = text
  outlineForm = 0
  outlineTraits = 0
  if (!readDate()) return false
  const end = text + length
  return at == end || (readClock(end) && at == end)
}

let number: u32 = 0

/** The digit that stands so many bytes on; above 9 if none does. */
@inline
function digitAt(offset: usize): u32 {
  return <u32>load<u8>(at + offset) - zero
}

/** One digit or two into `number`. */
@inline
function takeShort(trait: u32): bool {
  const first = digitAt(0)
  const second = digitAt(1)
  if (first > 9) return false
  if (second > 9) {
    number = first
    at++
    outlineTraits |= trait << partner
    return true
  }
  if (digitAt(2) <= 9) return false
  number = first * 10 + second
  at += 2
  outlineTraits |= first == 0 ? trait : 0
  return true
}

/** Four digits, not 0000, into `number`. */
@inline
function takeYear(): bool {
  if (!isYear()) return false
  number = ((digitAt(0) * 10 + digitAt(1)) * 10 + digitAt(2)) * 10 + digitAt(3)
  at += 4
  return number > 0
}

/** Whether four digits stand there, and no fifth. */
@inline
function isYear(): bool {
  return digitAt(0) <= 9 && digitAt(1) <= 9 && digitAt(2) <= 9 && digitAt(3) <= 9 && digitAt(4) > 9
}

@inline
function takeByte(byte: u8): bool {
  if (load<u8>(at) != byte) return false
  at++
  return true
}

/** 0 slash, 1 point, 2 hyphen, 3 space; -1: none of them. */
@inline
function separatorOf(byte: u8): i32 {
  return byte == slash ? 0 : byte == point ? 1 : byte == hyphen ? 2 : byte == space ? 3 : -1
}

function readDate(): bool {
  const first = load<u8>(at)
  if (!isDigit(first)) return readNameDay()
  if (isYear()) return readYearFirst()
  if (!takeShort(firstHasZero)) return false
  const day = number
  const separator = load<u8>(at++)
  const kind = separatorOf(separator)
  if (kind < 0) return false
  outlineForm = <u32>kind << separatorShift
  if (!isDigit(load<u8>(at))) return readDayName(day, separator)
  return kind != 3 && readNumbers(day, separator)
}

/** Behind the year a hyphen is ISO 8601's, and a date that is none by its rules is text. */
function readYearFirst(): bool {
  if (!takeYear()) return false
  const year = number
  const separator = load<u8>(at++)
  const kind = separatorOf(separator)
  if (kind != 0 && kind != 1) return false
  outlineForm = orderYear | (<u32>kind << separatorShift)
  if (!takeShort(firstHasZero)) return false
  const month = number
  return takeByte(separator) && takeShort(secondHasZero) && exists(year, month, number)
}

function readNumbers(first: u32, separator: u8): bool {
  outlineForm |= orderNumbers
  if (!takeShort(secondHasZero)) return false
  const second = number
  if (!takeByte(separator) || !takeYear()) return false
  if (first > 12) outlineTraits |= firstAbove12
  if (second > 12) outlineTraits |= firstAbove12 << partner
  return exists(number, second, first) || exists(number, first, second) // both, if neither is above 12
}

function readDayName(day: u32, separator: u8): bool {
  outlineForm |= orderDayName
  const month = takeName()
  return month != 0 && takeByte(separator) && takeYear() && exists(number, month, day)
}

/** `Dec 31, 2024`, or without the comma. */
function readNameDay(): bool {
  const month = takeName()
  if (month == 0 || !takeByte(space) || !takeShort(firstHasZero)) return false
  const day = number
  outlineForm |= orderNameDay | (u32(!takeByte(comma)) << separatorShift)
  return takeByte(space) && takeYear() && exists(number, month, day)
}

@inline
function exists(year: u32, month: u32, day: u32): bool {
  return month - 1 < 12 && day - 1 < <u32>daysInMonth(year, month)
}

const mostLetters: u32 = 9 // september
const may: u32 = 5 // is whole and short

/** The month's number; 0 if there is no name of one, all of it or its first three letters, in one case. */
function takeName(): u32 {
  let letters: u32 = 0
  let capitals: u32 = 0
  while (letters <= mostLetters && isLetter(load<u8>(at + letters))) {
    capitals += u32((load<u8>(at + letters) & smallBit) == 0)
    letters++
  }
  const month = letters < 3 ? 0 : monthOf(at, letters)
  if (month == 0 || nameLength != letters) return 0
  const isCapital = (load<u8>(at) & smallBit) == 0
  if (capitals != 0 && capitals != letters && !(capitals == 1 && isCapital)) return 0
  outlineForm |= (capitals == 0 ? 3 : capitals == 1 ? 1 : 2) << caseShift
  if (month != may) outlineTraits |= letters == 3 ? nameIsShort : nameIsShort << partner
  at += letters
  return month
}

/** H:MM, with seconds and a fraction of at most six digits, with AM or PM, with a zone. */
function readClock(end: usize): bool {
  if (!readClockSeparator() || !takeShort(hourHasZero)) return false
  const hour = number
  if (!readTwo(59) || hour > 23) return false
  let parts: u32 = 1
  if (load<u8>(at) == colon && at < end) {
    if (!readTwo(59)) return false
    parts = 2
    if (load<u8>(at) == point && at < end) {
      const fraction = countDigits(++at, 7)
      if (fraction == 0 || fraction == 7) return false
      at += fraction
      parts += fraction
    }
  }
  outlineForm |= parts << clockShift
  return at == end || ((!readHalf(end) || hour - 1 < 12) && readZone(end))
}

/** 1 space, 2 T, 3 colon, 4 comma and space. */
function readClockSeparator(): bool {
  const byte = load<u8>(at++)
  const kind: u32 = byte == space ? 1 : byte == capitalT ? 2 : byte == colon ? 3 : byte == comma && takeByte(space) ? 4 : 0
  outlineForm |= kind << clockSeparatorShift
  return kind != 0
}

/** A colon and two digits. */
function readTwo(most: u32): bool {
  if (!takeByte(colon) || digitAt(0) > 9 || digitAt(1) > 9 || digitAt(2) <= 9) return false
  number = digitAt(0) * 10 + digitAt(1)
  at += 2
  return number <= most
}

/** Whether AM or PM stands there: 1 AM, 2 " AM", 3 am, 4 " am". */
function readHalf(end: usize): bool {
  const spaces = u32(load<u8>(at) == space)
  const first = load<u8>(at + spaces)
  const second = load<u8>(at + spaces, 1)
  const lower = first & smallBit
  if (at + spaces + 2 > end || (second | smallBit) != smallM || (second & smallBit) != lower) return false
  if ((first | smallBit) != smallA && (first | smallBit) != smallP) return false
  outlineForm |= (1 + spaces + (u32(lower != 0) << 1)) << halfShift
  at += spaces + 2
  return true
}

/** Nothing, or UTC. */
function readZone(end: usize): bool {
  if (at == end) return true
  const spaces = u32(load<u8>(at) == space)
  const from = at + spaces
  const length = <u32>(end - from)
  const byte = load<u8>(from)
  if (length != 1 ? byte != plus : (byte | smallBit) != smallZ) return false
  const zone = zoneForm(from, length)
  if (zone == 0 || zone == utcWord || length != zoneBytes(zone)) return false
  outlineForm |= (zone << zoneShift) | (spaces << zoneSpaceShift)
  at = end
  return true
}
