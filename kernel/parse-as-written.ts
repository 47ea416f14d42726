// Columns whose values are not written as usual: null tokens of their own, another decimal mark, a pattern for dates, words for true and
// false, a zone. The text is rewritten as the parsers know it, then parsed. A road of its own, so that the usual one stays short.

import { Column, kindBoolean, kindDate, kindTime, kindTimestampTz, kindUuid } from './column'
import { canonical, canonicalTime } from './canonical-time'
import { canonicalNumber } from './canonical-number'
import { AsWritten } from './column-as-written'
import { takeArena } from './memory'
import { isOneOf } from './null-tokens'
import { parseDecimal } from './parse-decimal'
import { isInYears, parseTimestamp, parseTimestampTz } from './parse-temporal'
import { keepsSpaces, parseValue } from './parse-value'
import { trimEnd, trimStart } from './space'
import { ok, valueAbsent, valueInvalid, valueOutOfRange } from './status'
import { localToUtc } from './zone'

/** `text` is neither empty nor trimmed, unless it was quoted. */
export function parseAsWritten(column: Column, text: usize, length: u32, isQuoted: bool, slot: usize): u32 {
  const asWritten = changetype<AsWritten>(column.asWritten)
  const kind = asWritten.kind
  if (!isQuoted && isOneOf(asWritten.nullTokens, asWritten.nullTokenCount, text, length)) return valueAbsent
  if (keepsSpaces(kind)) return parseValue(column, kind, text, length, isQuoted, slot)
  const end = trimEnd(text, text + length)
  text = trimStart(text, end)
  length = <u32>(end - text)
  if (length == 0) return valueAbsent
  if (kind == kindBoolean && asWritten.trueWordCount != 0) return parseWord(asWritten, text, length, slot)
  if (kind == kindBoolean || kind == kindUuid) return parseValue(column, kind, text, length, isQuoted, slot)
  if (kind >= kindDate && kind <= kindTimestampTz) return parseTemporal(column, asWritten, kind, text, length, slot)
  return parseNumber(column, asWritten, kind, text, length, slot)
}

function parseWord(asWritten: AsWritten, text: usize, length: u32, slot: usize): u32 {
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
  return parseValue(column, kind, number, length, false, slot)
}

function parseTemporal(column: Column, asWritten: AsWritten, kind: u32, text: usize, length: u32, slot: usize): u32 {
  if (asWritten.unixScale != noUnixTime) return parseUnixTime(text, length, asWritten.unixScale, slot)
  if (asWritten.patternLength > 0) {
    length = canonicalTime(text, length, asWritten.pattern, asWritten.patternLength, kind != kindTime, kind != kindDate)
    if (length == 0) return valueInvalid
    text = canonical
  }
  return kind == kindTimestampTz ? parseInstant(asWritten, text, length, slot) : parseValue(column, kind, text, length, false, slot)
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
