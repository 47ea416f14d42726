// Columns whose values are not written as usual: null tokens of their own, another decimal mark, a pattern for dates, words for true and
// false, a zone. The text is rewritten as the parsers know it, then parsed. A road of its own, so that the usual one stays short.

import {
  Column, kindBinaryBase64, kindBinaryHex, kindBinaryUtf8, kindBoolean, kindDate, kindDecimal, kindDouble, kindFloat, kindInt, kindLong,
  kindString, kindTime, kindTimestamp, kindTimestampTz, kindUuid, kindWideDecimal,
} from './column'
import { canonical, canonicalTime } from './canonical-time'
import { canonicalNumber } from './canonical-number'
import { AsWritten } from './column-as-written'
import { takeArena } from './memory'
import { isOneOf } from './null-tokens'
import { parseBase64, parseHex, parseText, parseUuid } from './parse-bytes'
import { parseDecimal, parseWideDecimal } from './parse-decimal'
import { parseFloat32, parseFloat64 } from './parse-double'
import { parseBoolean, parseInt32, parseInt64 } from './parse-integer'
import { isInYears, parseDate, parseTime, parseTimestamp, parseTimestampTz } from './parse-temporal'
import { isSpace } from './space'
import { ok, valueAbsent, valueInvalid, valueOutOfRange } from './status'
import { localToUtc } from './zone'

/** `text` is neither empty nor trimmed, unless it was quoted. */
export function parseAsWritten(column: Column, text: usize, length: u32, isQuoted: bool, slot: usize): u32 {
  const asWritten = changetype<AsWritten>(column.asWritten)
  const kind = asWritten.kind
  if (!isQuoted && isOneOf(asWritten.nullTokens, asWritten.nullTokenCount, text, length)) return valueAbsent
  if (kind == kindString) return parseText(text, length, isQuoted, true, slot)
  if (kind == kindBinaryUtf8) return parseText(text, length, isQuoted, false, slot)
  if (kind == kindBinaryHex) return parseHex(text, length, slot)
  if (kind == kindBinaryBase64) return parseBase64(text, length, slot)
  while (length > 0 && isSpace(load<u8>(text))) {
    text++
    length--
  }
  while (length > 0 && isSpace(load<u8>(text + length - 1))) length--
  if (length == 0) return valueAbsent
  if (kind == kindUuid) return parseUuid(text, length, slot)
  if (kind == kindBoolean) return parseWord(asWritten, text, length, slot)
  if (kind >= kindDate && kind <= kindTimestampTz) return parseTemporal(asWritten, kind, text, length, slot)
  return parseNumber(column, asWritten, kind, text, length, slot)
}

function parseWord(asWritten: AsWritten, text: usize, length: u32, slot: usize): u32 {
  if (asWritten.trueWordCount == 0) return parseBoolean(text, length, slot)
  const isTrue = isOneOf(asWritten.trueWords, asWritten.trueWordCount, text, length)
  if (!isTrue && !isOneOf(asWritten.falseWords, asWritten.falseWordCount, text, length)) return valueInvalid
  store<u64>(slot, u64(isTrue))
  return ok
}

/** The rewritten number is no longer than the text: the arena has room for both it and what a parser puts there (memory.ts). */
function parseNumber(column: Column, asWritten: AsWritten, kind: u32, text: usize, length: u32, slot: usize): u32 {
  const number = takeArena(length)
  length = canonicalNumber(text, length, <u8>asWritten.decimalMark, asWritten.thousands, asWritten.thousandsLength, number)
  if (length == 0) return valueInvalid
  switch (kind) {
    case kindInt: return parseInt32(number, length, slot)
    case kindLong: return parseInt64(number, length, slot)
    case kindFloat: return parseFloat32(number, length, slot)
    case kindDouble: return parseFloat64(number, length, slot)
    case kindDecimal: return parseDecimal(number, length, column.precision, column.scale, slot)
    case kindWideDecimal: return parseWideDecimal(number, length, column.precision, column.scale, column.fixedLength, slot)
    default: return unreachable()
  }
}

function parseTemporal(asWritten: AsWritten, kind: u32, text: usize, length: u32, slot: usize): u32 {
  if (asWritten.unixScale != noUnixTime) return parseUnixTime(text, length, asWritten.unixScale, slot)
  if (asWritten.patternLength > 0) {
    length = canonicalTime(text, length, asWritten.pattern, asWritten.patternLength, kind != kindTime, kind != kindDate)
    if (length == 0) return valueInvalid
    text = canonical
  }
  switch (kind) {
    case kindDate: return parseDate(text, length, slot)
    case kindTime: return parseTime(text, length, slot)
    case kindTimestamp: return parseTimestamp(text, length, slot)
    default: return parseInstant(asWritten, text, length, slot)
  }
}

const shortestDateTime: u32 = 16 // 2026-01-31T09:05; a date alone names no instant

/** A zone in the text counts; else it is the column's. */
function parseInstant(asWritten: AsWritten, text: usize, length: u32, slot: usize): u32 {
  const status = parseTimestampTz(text, length, slot)
  if (status != valueInvalid || asWritten.zone == 0 || length < shortestDateTime) return status
  const local = parseTimestamp(text, length, slot)
  return local == ok ? localToUtc(asWritten.zone, slot) : local
}

const noUnixTime: u32 = 0xff
const unixPrecision: u32 = 18

/** `scale`: how many digits behind the point of the unit make microseconds. */
function parseUnixTime(text: usize, length: u32, scale: u32, slot: usize): u32 {
  const status = parseDecimal(text, length, unixPrecision, scale, slot)
  if (status != ok) return status
  return isInYears(load<i64>(slot)) ? ok : valueOutOfRange
}
