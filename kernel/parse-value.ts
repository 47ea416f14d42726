// A text → its slot, by its kind: written as parsers know it, without quotes and spaces around it.

import {
  Column, kindBinaryBase64, kindBinaryHex, kindBinaryUtf8, kindBoolean, kindDate, kindDecimal, kindDouble, kindFloat, kindInt, kindLong,
  kindString, kindTime, kindTimestamp, kindTimestampTz, kindUuid, kindWideDecimal,
} from './column'
import { parseBase64, parseHex, parseText, parseUuid } from './parse-bytes'
import { parseDecimal, parseWideDecimal } from './parse-decimal'
import { parseFloat32, parseFloat64 } from './parse-double'
import { parseBoolean, parseInt32, parseInt64 } from './parse-integer'
import { parseDate, parseTime, parseTimestamp, parseTimestampTz } from './parse-temporal'

/** Whether spaces around a value belong to it. */
@inline
export function keepsSpaces(kind: u32): bool {
  return kind >= kindString && kind != kindUuid
}

/** @param isQuoted the text was in quotes: doubled ones may be in it */
export function parseValue(column: Column, kind: u32, text: usize, length: u32, isQuoted: bool, slot: usize): u32 {
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
    default: return unreachable()
  }
}
