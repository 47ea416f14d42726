// From structural positions to a rectangle: every row has a place, u32, for the byte in front of its first field, and then one for the end of each.
// Records that do not fit the rectangle are taken out and listed.
//
//   1,2\n3,4\n              positions       1  3  5  7
//   where they lie          places     -1  1  3  5  7             a row's last place is the first of the next one
//   1,2\n\n3,4\n            positions       1  3  4  6  8
//   with gaps, elsewhere    places     -1  1  3 | 4  6  8

import { CR, LF } from './dialect'
import { addItem, List } from './list'
import { input, positions, resetArena, resize, rowHashes } from './memory'
import { isBytewise, isRecordEnd, positionAt, recordEndCount, structuralCount } from './scan'
import { canPad, padRow, paddedRowEnd, pads } from './ragged'
import { badQuoteFlag, commentFlag } from './scan-bytewise'

const recordTooShort: u32 = 1
const recordTooLong: u32 = 2
const textAfterClosingQuote: u32 = 3
const fieldTooLarge: u32 = 4 // with the field's number, from 0, in place of how many there are

export let fieldCount: u32 = 0
export let rowCount: u32 = 0
/** Where the first row has its places. */
export let rowsAt: usize = 0
/** From one row's places to the next one's. */
export let rowBytes: usize = 0
/** So many times rows have been laid out: what is known of an earlier layout is void. */
export let layouts: u32 = 0

// Bad records as the host reads them: u32 start, u32 end (exclusive, record end included), u32 code, u32 fields found.
const badRecordBytes: u32 = 16
const badRecords = changetype<List>(memory.data(offsetof<List>(), 8))

let maxFieldBytes: u32 = u32.MAX_VALUE

/** Quotes included. */
export function setMaxFieldBytes(bytes: u32): void {
  maxFieldBytes = bytes
}

/** Arranges the scanned records of a reserved block, the first of which starts at `start`, as rows of `fields` fields. Returns the number of rows. */
export function indexRows(start: u32, fields: u32): u32 {
  fieldCount = fields
  badRecords.count = 0
  if (!isRectangular(start) || !allFieldsFit()) arrange(start)
  layouts++
  resetArena()
  memory.fill(rowHashes, 0, <usize>rowCount << 3)
  return rowCount
}

/** The usual case, checked without moving anything: every fieldCount-th position, and no other, is a record end. */
function isRectangular(start: u32): bool {
  if (isBytewise || structuralCount % fieldCount != 0) return false
  const rows = structuralCount / fieldCount
  if (recordEndCount != rows) return false
  const last = positions + (<usize>structuralCount << 2)
  const bytes = <usize>fieldCount << 2
  for (let at = positions + bytes - 4; at < last; at += bytes) if (!isRecordEnd(load<u32>(at))) return false
  store<u32>(positions - 4, start - 1)
  rowsAt = positions - 4
  rowBytes = bytes
  rowCount = rows
  return true
}

/** Of a rectangle, by its records: no field is longer than its record. */
function allFieldsFit(): bool {
  if (maxFieldBytes == u32.MAX_VALUE) return true
  let longest: u32 = 0
  for (let row: u32 = 0; row < rowCount; row++) longest = max(longest, endOfFields(row) - rowStart(row))
  return longest <= maxFieldBytes
}

/** Number of the record's first field that is too large; `fields` if there is none. The CR of a CRLF counts to no field. */
function findTooLarge(recordStart: u32, first: u32, fields: u32): u32 {
  let begin = recordStart
  for (let i: u32 = 0; i < fields; i++) {
    const end = positionAt(first + i)
    const isCrlf = end > begin && load<u8>(input + end) == LF && load<u8>(input + end - 1) == CR
    if (end - begin - u32(isCrlf) > maxFieldBytes) return i
    begin = end + 1
  }
  return fields
}

// Rows with gaps between them, or that were padded.
let arranged: usize = 0
let arrangedCapacity: usize = 0
const placesBehind: usize = 64 * 4 // that may be read (filled-fields.ts)

/** Where so many rows may have places of their own. It stays where it is for as many as have some there already. */
function reserveArranged(rows: u32): usize {
  const bytes = <usize>rows * ((<usize>fieldCount + 1) << 2)
  if (bytes > arrangedCapacity) {
    if (arranged != 0) heap.free(arranged)
    arranged = heap.alloc(bytes + placesBehind)
    arrangedCapacity = bytes
  }
  return arranged
}

function arrange(start: u32): void {
  const records = countRecords()
  let out = reserveArranged(pads ? records : min(records, structuralCount / fieldCount))
  rowsAt = out
  rowBytes = (<usize>fieldCount + 1) << 2
  let row: u32 = 0
  let first: u32 = 0
  let recordStart = start
  while (first < structuralCount) {
    let last = first
    while (!isRecordEnd(positionAt(last))) last++
    const end = positionAt(last)
    const fields = last - first + 1
    if (!isNoRecord(last, recordStart, end, fields)) {
      const fault = faultOf(first, last, recordStart, end)
      if (fault != 0) addBadRecord(recordStart, end + 1, fault, fault == fieldTooLarge ? tooLarge : fields)
      else {
        store<u32>(out, recordStart - 1)
        layOut(first, fields, out + 4)
        out += rowBytes
        row++
      }
    }
    recordStart = end + 1
    first = last + 1
  }
  rowCount = row
}

function countRecords(): u32 {
  let records: u32 = 0
  for (let i: u32 = 0; i < structuralCount; i++) records += u32(isRecordEnd(positionAt(i)))
  return records
}

/** A comment, or a blank line where a record has several fields. */
@inline
function isNoRecord(last: u32, start: u32, end: u32, fields: u32): bool {
  const isComment = (load<u32>(positions + (<usize>last << 2)) & commentFlag) != 0
  return isComment || (fieldCount > 1 && fields == 1 && isBlank(start, end))
}

let tooLarge: u32 = 0 // number of the field

/** What is wrong with the record whose fields end at positions[first..last]; 0: nothing. */
@inline
function faultOf(first: u32, last: u32, start: u32, end: u32): u32 {
  const fields = last - first + 1
  if ((load<u32>(positions + (<usize>last << 2)) & badQuoteFlag) != 0) return textAfterClosingQuote
  if (fields != fieldCount && !(pads && canPad(first, last, fieldCount))) return fields < fieldCount ? recordTooShort : recordTooLong
  if (end - start <= maxFieldBytes) return 0
  tooLarge = findTooLarge(start, first, fields)
  return tooLarge < fields ? fieldTooLarge : 0
}

/** Writes where the fields of a row end; fields that it has too many are left out, those that it lacks are empty. */
@inline
function layOut(first: u32, fields: u32, out: usize): void {
  const kept = min(fields, fieldCount)
  for (let i: u32 = 0; i < kept; i++) store<u32>(out + (<usize>i << 2), positionAt(first + i))
  if (fields < fieldCount) padRow(out, fields, fieldCount)
}

@inline
function isBlank(start: u32, end: u32): bool {
  return start == end || (end - start == 1 && load<u8>(input + start) == CR && load<u8>(input + end) == LF)
}

function addBadRecord(start: u32, end: u32, code: u32, fields: u32): void {
  const at = addItem(badRecords, badRecordBytes)
  store<u32>(at, start)
  store<u32>(at, end, 4)
  store<u32>(at, code, 8)
  store<u32>(at, fields, 12)
}

export function getBadRecords(): usize {
  return badRecords.items
}

export function getBadRecordCount(): u32 {
  return badRecords.count
}

/**
 * Takes rows out of the rectangle, whose values were bad. `rows`: address of `count` row numbers, u32, ascending, each once.
 * What was parsed is void: the columns must be parsed again. Returns the number of rows left.
 */
export function dropRows(rows: usize, count: u32): u32 {
  const begin = reserveArranged(rowCount)
  const bytes = (<usize>fieldCount + 1) << 2
  let out = begin
  let next: u32 = 0
  for (let row: u32 = 0, from = rowsAt; row < rowCount; row++, from += rowBytes) {
    if (next < count && load<u32>(rows + (<usize>next << 2)) == row) next++
    else {
      memory.copy(out, from, bytes)
      out += bytes
    }
  }
  const kept = rowCount - count
  rowsAt = begin
  rowBytes = bytes
  rowCount = kept
  layouts++
  resetArena()
  return kept
}

/** Where the row has its places. */
@inline
export function placesOf(row: u32): usize {
  return rowsAt + <usize>row * rowBytes
}

/** Offset of the row's first byte. */
export function rowStart(row: u32): u32 {
  return load<u32>(placesOf(row)) + 1
}

/** Offset of the byte behind the row, its record end included. */
export function rowEnd(row: u32): u32 {
  return pads ? paddedRowEnd(placesOf(row) + 4, fieldCount) : endOfFields(row) + 1
}

@inline
function endOfFields(row: u32): u32 {
  return load<u32>(placesOf(row) + (<usize>fieldCount << 2))
}

// The list of rows to drop, filled by the host.
let rowList: usize = 0
let rowListCapacity: u32 = 0

export function reserveRowList(count: u32): usize {
  if (count > rowListCapacity) {
    rowListCapacity = count
    rowList = resize(rowList, <usize>count << 2)
  }
  return rowList
}
