// Fields → slots, one column at a time. A bad value is listed and never stops the column; its row is taken out afterwards
// (rows.ts, dropRows) and the block's columns are parsed again.

import {
  Column, isKnown, isNull, isValue, kindAsWritten, kindBinaryBase64, kindBinaryHex, kindBinaryUtf8, kindBoolean, kindDate, kindDecimal, kindDouble,
  kindFloat, kindInt, kindLong,
  kindString, kindTime, kindTimestamp, kindTimestampTz, kindUuid, kindWideDecimal,
} from './column'
import { quote } from './dialect'
import { fieldEnd, fieldStart } from './field'
import { areFilledListed, FilledField, filledBytes, filledCount, filledFrom, valueRows } from './filled-fields'
import { present, resize, slots } from './memory'
import { parseAsWritten } from './parse-as-written'
import { isPlainText, parseBase64, parseHex, parseText, parseUuid } from './parse-bytes'
import { parseDecimal, parseWideDecimal } from './parse-decimal'
import { parseFloat32, parseFloat64 } from './parse-double'
import { isShortInteger, parseBoolean, parseInt32, parseInt64 } from './parse-integer'
import { parseDate, parseTime, parseTimestamp, parseTimestampTz } from './parse-temporal'
import { rowCount } from './rows'
import { findText, judgeSeenTexts, longestText, recognises, unseen } from './seen-texts'
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
  column.slotBase = slots + ((<usize>column.field * rowCount) << 3)
  column.presentBase = present + <usize>column.field * rowCount
  column.blockNulls = 0
  column.blockKnown = 0
  column.valueRows = 0
  if (areFilledListed() && column.nullable) parseFilled(column) // asked for the first column: what is listed lies where slots will
  else if (recognises(column)) recogniseAll(column)
  else parseAll(column)
  return badValueCount
}

/** A text seen before is its value's index. */
function recogniseAll(column: Column): void {
  const field = column.field
  const rows = rowCount
  const table = column.seenTable
  const shift = column.seenShift
  let slot = column.slotBase
  let presentAt = column.presentBase
  let known: u32 = 0
  for (let row: u32 = 0; row < rows; row++, slot += 8, presentAt++) {
    const start = fieldStart(row, field)
    const length = <u32>(fieldEnd(row, field) - start)
    if (length == 0) {
      storeNull(column, row, presentAt)
      continue
    }
    if (length <= longestText) {
      const index = findText(table, shift, start, length)
      if (index != unseen) {
        store<u64>(slot, index)
        store<u8>(presentAt, isKnown)
        known++
        continue
      }
    }
    parseRow(column, row)
  }
  column.blockKnown = known
  judgeSeenTexts(column, known, rows - column.blockNulls)
}

/** The same of a column whose filled fields are listed: the others are null, and said to be. */
function parseFilled(column: Column): void {
  const kind = column.kind
  const table = column.seenTable
  const shift = column.seenShift
  const longestKnown = recognises(column) ? longestText : 0
  const rows = valueRows(column.field)
  const count = filledCount(column.field)
  let filled = filledFrom(column.field)
  let out = rows
  let known: u32 = 0
  for (let i: u32 = 0; i < count; i++, filled += filledBytes) {
    const start = changetype<FilledField>(filled).start
    const end = changetype<FilledField>(filled).end
    const row = changetype<FilledField>(filled).row
    const slot = column.slotBase + (<usize>row << 3)
    const presentAt = column.presentBase + row
    store<u32>(out, row)
    if (<u32>(end - start) <= longestKnown) {
      const index = findText(table, shift, start, <u32>(end - start))
      if (index != unseen) {
        store<u64>(slot, index)
        store<u8>(presentAt, isKnown)
        known++
        out += 4
        continue
      }
    }
    parseBetween(column, kind, row, start, end, slot, presentAt)
    out += <usize>(load<u8>(presentAt) != isNull) << 2
  }
  const values = <u32>((out - rows) >> 2)
  column.valueRows = rows
  column.blockNulls = rowCount - values
  column.blockKnown = known
  if (longestKnown != 0) judgeSeenTexts(column, known, values)
}

function parseRow(column: Column, row: u32): void {
  parseCell(column, column.kind, row, column.slotBase + (<usize>row << 3), column.presentBase + row)
}

function parseAll(column: Column): void {
  const rows = rowCount
  const kind = column.kind
  let slot = column.slotBase
  let presentAt = column.presentBase
  for (let row: u32 = 0; row < rows; row++, slot += 8, presentAt++) parseCell(column, kind, row, slot, presentAt)
}

@inline
function parseCell(column: Column, kind: u32, row: u32, slot: usize, presentAt: usize): void {
  parseBetween(column, kind, row, fieldStart(row, column.field), fieldEnd(row, column.field), slot, presentAt)
}

@inline
function parseBetween(column: Column, kind: u32, row: u32, start: usize, end: usize, slot: usize, presentAt: usize): void {
  const isText = kind >= kindString && kind != kindUuid
  let isMissing = start == end
  let isQuoted = false
  if (!isMissing) {
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
  }
  const status = isMissing ? valueAbsent : parseField(column, kind, start, <u32>(end - start), isQuoted, slot)
  if (status != valueAbsent) {
    store<u8>(presentAt, isValue)
    if (status != ok) addBadValue(row, column.index, status)
    return
  }
  storeNull(column, row, presentAt)
}

@inline
function storeNull(column: Column, row: u32, presentAt: usize): void {
  store<u8>(presentAt, isNull)
  column.blockNulls++
  if (!column.nullable) addBadValue(row, column.index, valueNull)
}

@inline
function parseField(column: Column, kind: u32, text: usize, length: u32, isQuoted: bool, slot: usize): u32 {
  switch (kind) {
    case kindBoolean: return parseBoolean(text, length, slot)
    case kindInt: return isShortInteger(text, length, slot) ? ok : parseInt32(text, length, slot)
    case kindLong: return isShortInteger(text, length, slot) ? ok : parseInt64(text, length, slot)
    case kindFloat: return parseFloat32(text, length, slot)
    case kindDouble: return parseFloat64(text, length, slot)
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
