// From structural positions to a rectangle: row r's fields end at positions[r * fieldCount .. (r + 1) * fieldCount).
// Records that do not fit the rectangle are taken out and listed.

import { CR, LF } from './dialect'
import { addItem, List } from './list'
import { input, positions, resetArena, resize, rowHashes, rowStarts } from './memory'
import { isBytewise, isRecordEnd, positionAt, recordEndCount, structuralCount } from './scan'
import { canPad, padRow, paddedPositions, paddedRowEnd, pads } from './ragged'
import { badQuoteFlag, commentFlag } from './scan-bytewise'

const recordTooShort: u32 = 1
const recordTooLong: u32 = 2
const textAfterClosingQuote: u32 = 3
const fieldTooLarge: u32 = 4 // with the field's number, from 0, in place of how many there are

export let fieldCount: u32 = 0
export let rowCount: u32 = 0
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

/** Arranges the scanned records, the first of which starts at `start`, as rows of `fields` fields. Returns the number of rows. */
export function indexRows(start: u32, fields: u32): u32 {
  fieldCount = fields
  badRecords.count = 0
  if (!isRectangular(start) || !allFieldsFit(start)) arrange(start)
  layouts++
  resetArena()
  memory.fill(rowHashes, 0, <usize>rowCount << 3)
  return rowCount
}

/** The usual case, checked without moving anything: every fieldCount-th position, and no other, is a record end. */
function isRectangular(start: u32): bool {
  if (isBytewise || structuralCount % fieldCount != 0) return false
  const rows = structuralCount / fieldCount
  let rowStart = start
  for (let row: u32 = 0; row < rows; row++) {
    store<u32>(rowStarts + (<usize>row << 2), rowStart)
    const end = load<u32>(positions + (<usize>(row * fieldCount + fieldCount - 1) << 2))
    if (!isRecordEnd(end)) return false
    rowStart = end + 1
  }
  rowCount = rows
  return recordEndCount == rows // no record ends anywhere else
}

/** Of a rectangle, by its records: no field is longer than its record. */
function allFieldsFit(start: u32): bool {
  if (maxFieldBytes == u32.MAX_VALUE) return true
  let longest: u32 = 0
  let rowStart = start
  for (let row: u32 = 0; row < rowCount; row++) {
    const end = load<u32>(positions + (<usize>(row * fieldCount + fieldCount - 1) << 2))
    longest = max(longest, end - rowStart)
    rowStart = end + 1
  }
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

function arrange(start: u32): void {
  const target = pads ? paddedPositions() : positions // padded rows need more places than they had
  let out = target
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
        store<u32>(rowStarts + (<usize>row << 2), recordStart)
        layOut(first, fields, out)
        out += <usize>fieldCount << 2
        row++
      }
    }
    recordStart = end + 1
    first = last + 1
  }
  rowCount = row
  if (target != positions) memory.copy(positions, target, out - target)
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

/** Writes the positions of a row; fields that it has too many are left out, those that it lacks are empty. */
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
  let kept: u32 = 0
  let next: u32 = 0
  for (let row: u32 = 0; row < rowCount; row++) {
    if (next < count && load<u32>(rows + (<usize>next << 2)) == row) {
      next++
      continue
    }
    if (kept != row) {
      store<u32>(rowStarts + (<usize>kept << 2), load<u32>(rowStarts + (<usize>row << 2)))
      memory.copy(positions + (<usize>(kept * fieldCount) << 2), positions + (<usize>(row * fieldCount) << 2), <usize>fieldCount << 2)
    }
    kept++
  }
  rowCount = kept
  layouts++
  resetArena()
  return kept
}

export function getRowStarts(): usize {
  return rowStarts
}

/** Offset of the byte behind row `row`, its record end included. */
export function rowEnd(row: u32): u32 {
  const last = positions + (<usize>(row * fieldCount + fieldCount - 1) << 2)
  return pads ? paddedRowEnd(last, fieldCount) : load<u32>(last) + 1
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
