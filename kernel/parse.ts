// Fields → slots, one column at a time. A bad value is listed and never stops the column; its row is taken out afterwards
// (rows.ts, dropRows) and the block's columns are parsed again.

import {
  Column, kindAsWritten, kindBinaryBase64, kindBinaryHex, kindBinaryUtf8, kindBoolean, kindDate, kindDecimal, kindDouble, kindFloat, kindInt, kindLong,
  kindString, kindTime, kindTimestamp, kindTimestampTz, kindUuid, kindWideDecimal,
} from './column'
import { quote } from './dialect'
import { fieldEnd, fieldStart } from './field'
import { present, resize, slots } from './memory'
import { parseAsWritten } from './parse-as-written'
import { isPlainText, parseBase64, parseHex, parseText, parseUuid } from './parse-bytes'
import { parseDecimal, parseWideDecimal } from './parse-decimal'
import { isShortDouble, parseFloat32, parseFloat64 } from './parse-double'
import { isShortInteger, parseBoolean, parseInt32, parseInt64 } from './parse-integer'
import { parseDate, parseTime, parseTimestamp, parseTimestampTz } from './parse-temporal'
import { rowCount } from './rows'
import { ok, valueAbsent, valueNull } from './status'

// Bad values as the host reads them: u32 row, u32 column index << 8 | status.
const badValueBytes: u32 = 8
let badValues: usize = 0
let badValueCapacity: u32 = 0
let badValueCount: u32 = 0

// Null tokens: u32 length and bytes, one after the other; at most 2^16 bytes in all.
let nullTokens: usize = 0
let nullTokenCount: u32 = 0

export function setNullTokens(address: usize, count: u32): void {
  nullTokens = address
  nullTokenCount = count
}

/** Forgets the bad values of the block before. */
export function beginParse(): void {
  badValueCount = 0
}

export function getBadValues(): usize {
  return badValues
}

export function getBadValueCount(): u32 {
  return badValueCount
}

/** Parses the column's field in every row. Returns how many bad values the block has so far. */
export function parseColumn(column: Column): u32 {
  const field = column.field
  const rows = rowCount
  const kind = column.kind
  const isText = kind >= kindString && kind != kindUuid
  let slot = slots + ((<usize>field * rows) << 3)
  let presentAt = present + <usize>field * rows
  column.slotBase = slot
  column.presentBase = presentAt
  let nulls: u32 = 0

  for (let row: u32 = 0; row < rows; row++, slot += 8, presentAt++) {
    let start = fieldStart(row, field)
    let end = fieldEnd(row, field)
    let isNull = start == end
    let isQuoted = false
    if (!isNull) {
      if (quote != 0 && load<u8>(start) == quote) {
        isQuoted = true
        start++
        end--
      } else isNull = kind != kindAsWritten && isNullToken(start, end)
      if (!isText && !isNull) {
        while (start < end && isSpace(load<u8>(start))) start++
        while (start < end && isSpace(load<u8>(end - 1))) end--
        isNull = start == end
      }
    }
    if (isNull) {
      store<u8>(presentAt, 0)
      nulls++
      if (!column.nullable) addBadValue(row, column.index, valueNull)
      continue
    }
    store<u8>(presentAt, 1)
    const status = parseField(column, kind, start, <u32>(end - start), isQuoted, slot)
    if (status == ok) continue
    if (status == valueAbsent) {
      store<u8>(presentAt, 0)
      nulls++
      if (column.nullable) continue
    }
    addBadValue(row, column.index, status == valueAbsent ? valueNull : status)
  }
  column.blockNulls = nulls
  return badValueCount
}

@inline
function parseField(column: Column, kind: u32, text: usize, length: u32, isQuoted: bool, slot: usize): u32 {
  switch (kind) {
    case kindBoolean: return parseBoolean(text, length, slot)
    case kindInt: return isShortInteger(text, length, slot) ? ok : parseInt32(text, length, slot)
    case kindLong: return isShortInteger(text, length, slot) ? ok : parseInt64(text, length, slot)
    case kindFloat: return parseFloat32(text, length, slot)
    case kindDouble: return isShortDouble(text, length, slot) ? ok : parseFloat64(text, length, slot)
    case kindDecimal: return parseDecimal(text, length, column.precision, column.scale, slot)
    case kindWideDecimal: return parseWideDecimal(text, length, column.precision, column.scale, column.fixedLength, slot)
    case kindDate: return parseDate(text, length, slot)
    case kindTime: return parseTime(text, length, slot)
    case kindTimestamp: return parseTimestamp(text, length, slot)
    case kindTimestampTz: return parseTimestampTz(text, length, slot)
    case kindString: return isPlainText(text, length, isQuoted, slot) ? ok : parseText(text, length, isQuoted, true, slot)
    case kindUuid: return parseUuid(text, length, slot)
    case kindBinaryUtf8: return parseText(text, length, isQuoted, false, slot)
    case kindBinaryHex: return parseHex(text, length, slot)
    case kindBinaryBase64: return parseBase64(text, length, slot)
    case kindAsWritten: return parseAsWritten(column, text, length, isQuoted, slot)
    default: return unreachable()
  }
}

@inline
export function isSpace(byte: u8): bool {
  return byte == 0x20 || byte == 0x09
}

@inline
export function isNullToken(start: usize, end: usize): bool {
  return nullTokenCount != 0 && isOneOf(nullTokens, nullTokenCount, start, <u32>(end - start))
}

/** Whether the text is one of `count` words: u32 length and bytes, one after the other. */
export function isOneOf(words: usize, count: u32, text: usize, length: u32): bool {
  let at = words
  for (let i: u32 = 0; i < count; i++) {
    const wordLength = load<u32>(at)
    if (wordLength == length && memory.compare(at + 4, text, length) == 0) return true
    at += 4 + wordLength
  }
  return false
}

function addBadValue(row: u32, columnIndex: u32, status: u32): void {
  if (badValueCount == badValueCapacity) {
    badValueCapacity = badValueCapacity == 0 ? 64 : badValueCapacity * 2
    badValues = resize(badValues, badValueCapacity * badValueBytes)
  }
  const at = badValues + <usize>(badValueCount * badValueBytes)
  badValueCount++
  store<u32>(at, row)
  store<u32>(at, (columnIndex << 8) | status, 4)
}
