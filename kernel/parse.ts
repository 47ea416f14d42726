// Fields → slots, one column at a time. A bad value is listed and never stops the column; its row is taken out afterwards
// (rows.ts, dropRows) and the block's columns are parsed again.
//
// A column is parsed in one of three ways: by its filled fields, in blocks that are mostly empty; by texts seen before; or as its kind is usually
// written. Each is two loops. The first one calls nothing and has no loop in it, and puts into `listed` what it could not do; the second one does that. For
// V8 keeps no register over a call: what a loop with one needs is fetched from memory again in every turn.

import { getBadValueCount } from './bad-values'
import { Column, isKnown, isNull } from './column'
import { fieldEnd, fieldStart, mayEndInReturn, placeOf, startOf, trimmedEnd } from './field'
import { areFilledListed, FilledField, filledBytes, filledCount, filledFrom, valueRows } from './filled-fields'
import { input, listed, present, slots } from './memory'
import { parseAll, parseField, usualKind } from './parse-usual'
import { rowBytes, rowCount } from './rows'
import { findText, judgeSeenTexts, longestShort, longestText, longestWord, lookUp, recognises, unseen, usualLongest } from './seen-texts'
import { takeNullsOut } from './take-nulls-out'

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
  memory.fill(column.presentBase, isKnown, rowCount)
  const end = takeNullsOut(column, recogniseFirst(column))
  const kind = usualKind(column)
  let known = rowCount - column.blockNulls - (<u32>(end - listed) >> 2)
  for (let left = listed; left < end; left += 4) {
    const row = load<u32>(left)
    known += recogniseOrParse(column, kind, row, fieldStart(row, field), fieldEnd(row, field))
  }
  column.blockKnown = known
  judgeSeenTexts(column, known, rowCount - column.blockNulls)
}

// A function each: the optimiser would fold the loops into one that asks in every turn which of them it is.

@inline
function recogniseFirst(column: Column): usize {
  const longest = usualLongest(column)
  if (mayEndInReturn(column.field)) return longest == longestText ? recogniseLongTrimmed(column) : recogniseShortTrimmed(column)
  if (longest == longestWord) return recogniseWords(column)
  return longest == longestShort ? recogniseShort(column) : recogniseLong(column)
}

function recogniseWords(column: Column): usize {
  return recognise(column, longestWord, false)
}

function recogniseShort(column: Column): usize {
  return recognise(column, longestShort, false)
}

function recogniseLong(column: Column): usize {
  return recognise(column, longestText, false)
}

function recogniseShortTrimmed(column: Column): usize {
  return recognise(column, longestShort, true)
}

function recogniseLongTrimmed(column: Column): usize {
  return recognise(column, longestText, true)
}

/** Lists the rows whose text is not found at first sight. Returns the list's end. */
@inline
function recognise(column: Column, longest: u32, mayTrim: bool): usize {
  const table = column.seenTable
  const shift = column.seenShift
  const block = input
  const stride = rowBytes
  const rows = rowCount
  let slot = column.slotBase
  let left = listed
  for (let row: u32 = 0, place = placeOf(0, column.field); row < rows; row++, place += stride, slot += 8) {
    const start = startOf(block, place)
    const index = lookUp(table, shift, start, <u32>(trimmedEnd(block, place, start, mayTrim) - start), longest)
    if (index != unseen) {
      store<u64>(slot, index)
    } else {
      store<u32>(left, row)
      left += 4
    }
  }
  return left
}

/** 1 if the text was seen before; 0 if it is none, or had to be parsed. */
function recogniseOrParse(column: Column, kind: u32, row: u32, start: usize, end: usize): u32 {
  const index = findText(column, start, <u32>(end - start))
  if (index == unseen) {
    parseField(column, kind, row, start, end)
    return 0
  }
  store<u64>(column.slotBase + (<usize>row << 3), index)
  store<u8>(column.presentBase + row, isKnown)
  return 1
}

/** Of a column whose filled fields are listed. The others are null, and said to be. */
function parseFilled(column: Column): void {
  const filled = filledFrom(column.field)
  const count = filledCount(column.field)
  const recognising = recognises(column)
  if (recognising) recogniseFilled(column, filled, count)
  else parseAllFilled(column, filled, count)
  column.valueRows = valueRows(column.field)
  const values = listRowsWithValue(column, filled, count)
  column.blockNulls = rowCount - values
  if (recognising) judgeSeenTexts(column, column.blockKnown, values)
}

function recogniseFilled(column: Column, filled: usize, count: u32): void {
  const isLong = usualLongest(column) == longestText
  const end = isLong ? recogniseFilledLong(column, filled, count) : recogniseFilledShort(column, filled, count)
  const kind = usualKind(column)
  let known = count - (<u32>(end - listed) >> 2)
  for (let left = listed; left < end; left += 4) {
    const field = changetype<FilledField>(load<u32>(left))
    known += recogniseOrParse(column, kind, field.row, field.start, field.end)
  }
  column.blockKnown = known
}

function recogniseFilledShort(column: Column, filled: usize, count: u32): usize {
  return recogniseListed(column, filled, count, longestShort)
}

function recogniseFilledLong(column: Column, filled: usize, count: u32): usize {
  return recogniseListed(column, filled, count, longestText)
}

/** As `recognise`, but what it lists are the filled fields, by their addresses. */
@inline
function recogniseListed(column: Column, filled: usize, count: u32, longest: u32): usize {
  const table = column.seenTable
  const shift = column.seenShift
  const slotBase = column.slotBase
  const presentBase = column.presentBase
  const last = filled + <usize>(count * filledBytes)
  let left = listed
  for (let at = filled; at < last; at += filledBytes) {
    const start = changetype<FilledField>(at).start
    const row = changetype<FilledField>(at).row
    const index = lookUp(table, shift, start, <u32>(changetype<FilledField>(at).end - start), longest)
    if (index != unseen) {
      store<u64>(slotBase + (<usize>row << 3), index)
      store<u8>(presentBase + row, isKnown)
    } else {
      store<u32>(left, <u32>at)
      left += 4
    }
  }
  return left
}

function parseAllFilled(column: Column, filled: usize, count: u32): void {
  const kind = usualKind(column)
  const last = filled + <usize>(count * filledBytes)
  for (let at = filled; at < last; at += filledBytes) {
    const field = changetype<FilledField>(at)
    parseField(column, kind, field.row, field.start, field.end)
  }
}

/** Not every text is a value. Returns how many are. */
function listRowsWithValue(column: Column, filled: usize, count: u32): u32 {
  const presentBase = column.presentBase
  const rows = column.valueRows
  const last = filled + <usize>(count * filledBytes)
  let out = rows
  for (let at = filled; at < last; at += filledBytes) {
    const row = changetype<FilledField>(at).row
    store<u32>(out, row)
    out += usize(load<u8>(presentBase + row) != isNull) << 2
  }
  return <u32>((out - rows) >> 2)
}
