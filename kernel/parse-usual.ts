// A column's fields as its kind is nearly always written: without quotes, nothing to trim, digits and at most one point, dates at fixed offsets.
//
//   usual        a loop for each kind, that asks for nothing else and does not branch on what the digits are; it lists what it could not read
//   null         taken out of the list
//   other form   decimals that lack places, long doubles; usual ones in quotes
//   the rest     right or wrong: parse-cell.ts

import { minus } from './ascii'
import {
  Column, isValue, kindDate, kindDecimal, kindDouble, kindInt, kindLong, kindString, kindTimestamp,
  kindTimestampTz, kindUuid,
} from './column'
import { quote } from './dialect'
import { digitsToNumber, leadingDigits, powerOfTen } from './digits'
import { fieldEnd, fieldStart, mayEndInReturn, placeOf, startOf, trimmedEnd } from './field'
import { input, listed } from './memory'
import { areTokensLikeNumbers, areTokensLikeUuids, beginsNumber, hasNullTokens } from './null-tokens'
import {
  areNumber, fractionOf, isFixedPoint, joinValues, lastValues, noInteger, othersOf, placesWithoutPoint, readFixedPoint, readInteger,
} from './number'
import { isHexDigit, parseUuid } from './parse-bytes'
import { parseCell, storeNull } from './parse-cell'
import { exactPower, isLongDouble, isPlainDouble } from './parse-double'
import { rowBytes, rowCount } from './rows'
import { areRecordsUtf8, hasEscapes } from './scan'
import { ok } from './status'
import { takeNullsOut } from './take-nulls-out'
import { isUsualDate, isUsualTimestamp, isUsualTimestampTz } from './usual-time'

/** In place of a kind: nothing is usual. */
const anyKind: u32 = ~0

/** The column's kind, if its fields may be tried as that is usually written; null tokens and quotes can keep them from it. */
export function usualKind(column: Column): u32 {
  const kind = column.kind
  if (kind == kindString) return !hasNullTokens() && areRecordsUtf8() ? kind : anyKind
  if (kind == kindUuid) return areTokensLikeUuids || isHexDigit(quote) ? anyKind : kind
  return areTokensLikeNumbers || beginsNumber(quote) ? anyKind : kind
}

/** All fields of the column. */
export function parseAll(column: Column): void {
  const kind = usualKind(column)
  if (kind == kindString) return parseTexts(column)
  if (kind == kindUuid) return parseUuids(column)
  if (kind == kindInt) return parseInts(column)
  if (kind == kindLong) return parseLongs(column)
  if (kind == kindDouble) return parseDoubles(column)
  if (kind == kindDecimal) return column.lacksPlaces ? parseShortDecimals(column) : parseDecimals(column)
  if (kind == kindDate) return parseDates(column)
  if (kind == kindTimestamp) return parseTimestamps(column)
  if (kind == kindTimestampTz) return parseTimestampsTz(column)
  parseAny(column)
}

// A function each, not one with a branch for each: the optimiser would fold the loops into one again.

function parseInts(column: Column): void {
  parseUsual(column, kindInt)
}

function parseLongs(column: Column): void {
  parseUsual(column, kindLong)
}

function parseDoubles(column: Column): void {
  parseUsual(column, kindDouble)
}

function parseDecimals(column: Column): void {
  parseUsual(column, kindDecimal)
}

function parseShortDecimals(column: Column): void {
  parseUsual(column, kindDecimal, true)
}

function parseDates(column: Column): void {
  parseUsual(column, kindDate)
}

function parseTimestamps(column: Column): void {
  parseUsual(column, kindTimestamp)
}

function parseTimestampsTz(column: Column): void {
  parseUsual(column, kindTimestampTz)
}

function parseTexts(column: Column): void {
  parseUsual(column, kindString)
}

function parseUuids(column: Column): void {
  parseUsual(column, kindUuid)
}

/** Of any kind, one by one. */
function parseAny(column: Column): void {
  const field = column.field
  memory.fill(column.presentBase, isValue, rowCount)
  for (let row: u32 = 0; row < rowCount; row++) parseUnusual(column, anyKind, row, fieldStart(row, field), fieldEnd(row, field))
}

/**
 * `kind` and `lackPlaces` are constants where this is inlined. The fields that are written otherwise are listed, for a loop of their own: see
 * `recognise` in parse.ts.
 */
@inline
function parseUsual(column: Column, kind: u32, lackPlaces: bool = false): void {
  const rows = rowCount
  const field = column.field
  const mayTrim = mayEndInReturn(field)
  const block = input
  const stride = rowBytes
  const precision = column.precision
  const scale = column.scale
  const limit = limitOf(column, kind)
  const withoutPoint = placesWithoutPoint(scale)
  let slot = column.slotBase
  let left = listed
  memory.fill(column.presentBase, isValue, rows)
  for (let row: u32 = 0, place = placeOf(0, field); row < rows; row++, place += stride, slot += 8) {
    const start = startOf(block, place)
    const end = trimmedEnd(block, place, start, mayTrim)
    const isRead = lackPlaces
      ? isShortDecimal(start, end, slot, precision, scale)
      : start != end && isUsual(kind, start, end, slot, scale, limit, withoutPoint)
    if (!isRead) {
      store<u32>(left, row)
      left += 4
    }
  }
  const end = takeNullsOut(column, left)
  if (kind == kindDecimal && <u32>(end - listed) >> 1 > rows - column.blockNulls) column.lacksPlaces = 1 // more than half
  for (let at = listed; at < end; at += 4) {
    const row = load<u32>(at)
    parseUnusual(column, kind, row, fieldStart(row, field), fieldEnd(row, field))
  }
}

/** One field, a text that is new or one of a mostly empty block. `kind`: what `usualKind` says of the column. */
export function parseField(column: Column, kind: u32, row: u32, start: usize, end: usize): void {
  store<u8>(column.presentBase + row, isValue)
  if (start == end || !isOneUsual(column, kind, start, end, slotOf(column, row))) parseUnusual(column, kind, row, start, end)
}

/** Null, or written in another way. `present` says already that it is a value. */
function parseUnusual(column: Column, kind: u32, row: u32, start: usize, end: usize): void {
  const slot = slotOf(column, row)
  const presentAt = column.presentBase + row
  if (start == end) storeNull(column, row, presentAt)
  else if (!isOtherForm(column, kind, start, end, slot) && !isUsualInQuotes(column, kind, start, end, slot)) {
    parseCell(column, row, start, end, slot, presentAt)
  }
}

@inline
function slotOf(column: Column, row: u32): usize {
  return column.slotBase + (<usize>row << 3)
}

/** As programs write that put all fields in quotes. Text in quotes is usual itself, but for escapes. */
@inline
function isUsualInQuotes(column: Column, kind: u32, start: usize, end: usize, slot: usize): bool {
  return (
    quote != 0 && load<u8>(start) == quote && kind != kindString && end - start > 2 &&
    (isOneUsual(column, kind, start + 1, end - 1, slot) || isOtherForm(column, kind, start + 1, end - 1, slot))
  )
}

function isOneUsual(column: Column, kind: u32, start: usize, end: usize, slot: usize): bool {
  return isUsual(kind, start, end, slot, column.scale, limitOf(column, kind), placesWithoutPoint(column.scale))
}

/** What decimals with all their places stay below; 0 for scales that nothing is usual for. */
@inline
function limitOf(column: Column, kind: u32): u64 {
  return kind == kindDecimal && isFixedPoint(column.scale) ? powerOfTen(column.precision) : 0
}

/** A number in another of its commoner forms. */
@inline
function isOtherForm(column: Column, kind: u32, start: usize, end: usize, slot: usize): bool {
  if (kind == kindDecimal) return isShortDecimal(start, end, slot, column.precision, column.scale)
  return kind == kindDouble && end - start >= 16 && isPlainDouble(start, <u32>(end - start), slot)
}

/** The value goes to the slot, which is void if this is false. */
@inline
function isUsual(kind: u32, start: usize, end: usize, slot: usize, scale: u32, limit: u64, withoutPoint: v128): bool {
  if (kind == kindInt) return isUsualInteger(start, end, slot, true)
  if (kind == kindLong) return isUsualInteger(start, end, slot, false)
  if (kind == kindDecimal) return isUsualDecimal(start, end, slot, scale, limit, withoutPoint)
  if (kind == kindDouble) return isUsualDouble(start, end, slot)
  if (kind == kindDate) return isUsualDate(start, end, slot)
  if (kind == kindTimestamp) return isUsualTimestamp(start, end, slot)
  if (kind == kindTimestampTz) return isUsualTimestampTz(start, end, slot)
  if (kind == kindString) return isUsualText(start, end, slot)
  if (kind == kindUuid) return end - start == 36 && parseUuid(start, 36, slot) == ok
  return false
}

/** Up to eight digits without a sign are quickest in one word. */
@inline
function isUsualInteger(start: usize, end: usize, slot: usize, isInt: bool): bool {
  const length = <u32>(end - start)
  if (length <= 8) {
    const word = load<u64>(start)
    if (leadingDigits(word) >= length) {
      store<u64>(slot, digitsToNumber(word, length))
      return true
    }
  }
  const number = readInteger(start, end)
  if (number == noInteger) return false
  const value = signed(number >> 1, number & 1)
  store<i64>(slot, value)
  return !isInt || value == <i64>(<i32>value)
}

/** With all its places, most often. */
@inline
function isUsualDecimal(start: usize, end: usize, slot: usize, scale: u32, limit: u64, withoutPoint: v128): bool {
  const isNegative = <u64>(load<u8>(start) == minus)
  const magnitude = readFixedPoint(start + <usize>isNegative, end, scale, withoutPoint)
  store<i64>(slot, signed(magnitude, isNegative))
  return magnitude < limit
}

@inline
function isShortDecimal(start: usize, end: usize, slot: usize, precision: u32, scale: u32): bool {
  const isNegative = <u64>(load<u8>(start) == minus)
  const first = start + <usize>isNegative
  const size = <u32>(end - first)
  if (size - 1 >= 16) return false
  const values = lastValues(end, size)
  const others = othersOf(values)
  const fraction = fractionOf(others)
  if (!areNumber(values, others) || fraction > scale) return false
  const missing = scale - fraction // zeros behind the digits
  const magnitude = joinValues(values, fraction)
  if (magnitude >= powerOfTen(precision - missing)) return false
  store<i64>(slot, signed(magnitude * powerOfTen(missing), isNegative))
  return true
}

/** Longer ones take another road to their rounding. */
@inline
function isUsualDouble(start: usize, end: usize, slot: usize): bool {
  if (end - start >= 16) return isLongDouble(start, end, slot)
  const isNegative = <u64>(load<u8>(start) == minus)
  const first = start + <usize>isNegative
  const size = <u32>(end - first)
  if (size == 0) return false
  const values = lastValues(end, size)
  const others = othersOf(values)
  if (!areNumber(values, others)) return false
  const fraction = fractionOf(others)
  const value = <f64>(<i64>joinValues(values, fraction)) / exactPower(fraction)
  store<u64>(slot, reinterpret<u64>(value) | (isNegative << 63))
  return true
}

@inline
function signed(magnitude: u64, isNegative: u64): i64 {
  return <i64>((magnitude ^ (0 - isNegative)) + isNegative)
}

/** Text that can stay where it is: nothing to unescape. */
@inline
function isUsualText(start: usize, end: usize, slot: usize): bool {
  const isQuoted = load<u8>(start) == quote && quote != 0
  if (isQuoted && hasEscapes) return false
  store<u64>(slot, <u64>(start + usize(isQuoted)) | (<u64>(end - start - (usize(isQuoted) << 1)) << 32))
  return true
}
