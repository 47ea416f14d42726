// Fields → slots, one column at a time. A bad value is listed and never stops the column; its row is taken out afterwards
// (rows.ts, dropRows) and the block's columns are parsed again.

import { getBadValueCount } from './bad-values'
import {
  Column, isKnown, isNull, kindDate, kindDecimal, kindDouble, kindInt, kindLong, kindString, kindTimestamp,
  kindTimestampTz, kindUuid,
} from './column'
import { quote } from './dialect'
import { endOf, mayEndInReturn, placeOf, startOf, withoutReturn } from './field'
import { areFilledListed, FilledField, filledBytes, filledCount, filledFrom, valueRows } from './filled-fields'
import { input, present, slots } from './memory'
import { areTokensLikeNumbers, areTokensLikeUuids, beginsNumber, hasNullTokens } from './null-tokens'
import { parseCell, storeNull } from './parse-cell'
import {
  parseAny, parseDates, parseDecimals, parseDoubles, parseInts, parseLongs, parseTexts, parseTimestamps, parseTimestampsTz, parseUuids,
} from './parse-usual'
import { rowBytes, rowCount } from './rows'
import { areRecordsUtf8 } from './scan'
import { findLongText, findText, judgeSeenTexts, longestShort, longestText, recognises, unseen } from './seen-texts'

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
  return getBadValueCount()
}

/** A text seen before is its value's index. */
function recogniseAll(column: Column): void {
  const field = column.field
  const rows = rowCount
  const table = column.seenTable
  const shift = column.seenShift
  const mayTrim = mayEndInReturn(field)
  const block = input
  const stride = rowBytes
  const firstSlot = column.slotBase
  const lastSlot = firstSlot + (<usize>rows << 3)
  let others: u32 = 0
  memory.fill(column.presentBase, isKnown, rows)
  for (let slot = firstSlot, place = placeOf(0, field); slot < lastSlot; slot += 8, place += stride) {
    const start = startOf(block, place)
    let end = endOf(block, place)
    if (mayTrim) end = withoutReturn(start, end)
    const length = <u32>(end - start)
    if (length - 1 < longestShort) {
      const index = findText(table, shift, start, length)
      if (index != unseen) {
        store<u64>(slot, index)
        continue
      }
    }
    others += recogniseOrParse(column, <u32>((slot - firstSlot) >> 3), start, end, slot)
  }
  column.blockKnown = rows - others
  judgeSeenTexts(column, column.blockKnown, rows - column.blockNulls)
}

/** 0 if it is a long text that was seen before; 1 if it is none, or had to be parsed. */
function recogniseOrParse(column: Column, row: u32, start: usize, end: usize, slot: usize): u32 {
  const presentAt = column.presentBase + row
  const length = <u32>(end - start)
  if (length > longestShort && length <= longestText) {
    const index = findLongText(column.seenTable, column.seenShift, start, length)
    if (index != unseen) {
      store<u64>(slot, index)
      store<u8>(presentAt, isKnown)
      return 0
    }
  }
  if (length == 0) storeNull(column, row, presentAt)
  else parseCell(column, row, start, end, slot, presentAt)
  return 1
}

/** The same of a column whose filled fields are listed: the others are null, and said to be. */
function parseFilled(column: Column): void {
  const table = column.seenTable
  const shift = column.seenShift
  const recognising = recognises(column)
  const longestFound = recognising ? longestShort : 0
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
    if (<u32>(end - start) <= longestFound) {
      const index = findText(table, shift, start, <u32>(end - start))
      if (index != unseen) {
        store<u64>(slot, index)
        store<u8>(presentAt, isKnown)
        known++
        out += 4
        continue
      }
    }
    if (recognising) known += 1 - recogniseOrParse(column, row, start, end, slot)
    else parseCell(column, row, start, end, slot, presentAt)
    out += <usize>(load<u8>(presentAt) != isNull) << 2
  }
  const values = <u32>((out - rows) >> 2)
  column.valueRows = rows
  column.blockNulls = rowCount - values
  column.blockKnown = known
  if (recognising) judgeSeenTexts(column, known, values)
}

/** Most kinds are written in one way only, nearly always. */
function parseAll(column: Column): void {
  const kind = column.kind
  if (kind == kindString && !hasNullTokens() && areRecordsUtf8()) return parseTexts(column)
  if (kind == kindUuid && !areTokensLikeUuids) return parseUuids(column)
  if (areTokensLikeNumbers || beginsNumber(quote)) return parseAny(column)
  if (kind == kindInt) return parseInts(column)
  if (kind == kindLong) return parseLongs(column)
  if (kind == kindDouble) return parseDoubles(column)
  if (kind == kindDecimal) return parseDecimals(column)
  if (kind == kindDate) return parseDates(column)
  if (kind == kindTimestamp) return parseTimestamps(column)
  if (kind == kindTimestampTz) return parseTimestampsTz(column)
  parseAny(column)
}
