// One field → its slot, however it is written: in quotes, with spaces around it, as a null token, or badly.

import { addBadValue } from './bad-values'
import {
  Column, isNull, isValue, kindAsWritten, kindBinaryBase64, kindBinaryHex, kindBinaryUtf8, kindBoolean, kindDate, kindDecimal, kindDouble,
  kindFloat, kindInt, kindLong, kindString, kindTime, kindTimestamp, kindTimestampTz, kindUuid, kindWideDecimal,
} from './column'
import { quote } from './dialect'
import { isNullToken } from './null-tokens'
import { parseAsWritten } from './parse-as-written'
import { parseBase64, parseHex, parseText, parseUuid } from './parse-bytes'
import { parseDecimal, parseWideDecimal } from './parse-decimal'
import { parseFloat32, parseFloat64 } from './parse-double'
import { parseBoolean, parseInt32, parseInt64 } from './parse-integer'
import { parseDate, parseTime, parseTimestamp, parseTimestampTz } from './parse-temporal'
import { isSpace } from './space'
import { ok, valueAbsent, valueNull } from './status'

/** `start` to `end`: the field as it stands, quotes included; not empty. */
export function parseCell(column: Column, row: u32, start: usize, end: usize, slot: usize, presentAt: usize): void {
  const kind = column.kind
  const isText = kind >= kindString && kind != kindUuid
  let isMissing = false
  let isQuoted = false
  if (quote != 0 && load<u8>(start) == quote) {
    isQuoted = true
    start++
    end--
  } else isMissing = kind != kindAsWritten && isNullToken(start, end)
  if (!isText && !isMissing) {
    while (start < end && isSpace(load<u8>(start))) start++
    while (start < end && isSpace(load<u8>(end - 1))) end--
    isMissing = start == end
  }
  const status = isMissing ? valueAbsent : parseField(column, kind, start, <u32>(end - start), isQuoted, slot)
  if (status == valueAbsent) return storeNull(column, row, presentAt)
  store<u8>(presentAt, isValue)
  if (status != ok) addBadValue(row, column.index, status)
}

@inline
export function storeNull(column: Column, row: u32, presentAt: usize): void {
  store<u8>(presentAt, isNull)
  column.blockNulls++
  if (!column.nullable) addBadValue(row, column.index, valueNull)
}

function parseField(column: Column, kind: u32, text: usize, length: u32, isQuoted: bool, slot: usize): u32 {
  switch (kind) {
    case kindBoolean: return parseBoolean(text, length, slot)
    case kindInt: return parseInt32(text, length, slot)
    case kindLong: return parseInt64(text, length, slot)
    case kindFloat: return parseFloat32(text, length, slot)
    case kindDouble: return parseFloat64(text, length, slot)
    case kindDecimal: return parseDecimal(text, length, column.precision, column.scale, slot)
    case kindWideDecimal: return parseWideDecimal(text, length, column.precision, column.scale, column.fixedLength, slot)
    case kindDate: return parseDate(text, length, slot)
    case kindTime: return parseTime(text, length, slot)
    case kindTimestamp: return parseTimestamp(text, length, slot)
    case kindTimestampTz: return parseTimestampTz(text, length, slot)
    case kindString: return parseText(text, length, isQuoted, true, slot)
    case kindUuid: return parseUuid(text, length, slot)
    case kindBinaryUtf8: return parseText(text, length, isQuoted, false, slot)
    case kindBinaryHex: return parseHex(text, length, slot)
    case kindBinaryBase64: return parseBase64(text, length, slot)
    case kindAsWritten: return parseAsWritten(column, text, length, isQuoted, slot)
    default: return unreachable()
  }
}
