// The scanner: finds every delimiter and record end outside quotes, 64 bytes a step.
//
//   bytes      a , " x , " " y " \n       a quoted field: x,"y
//   quotes     . . 1 . . 1 1 . 1 .
//   inside     . . 1 1 1 . 1 1 . .        prefix-xor of quotes: the opening quote is inside, the closing one is not
//   structural . 1 . . . . . . . 1        (delimiters | record ends) & ~inside
//
// Most steps in tables of numbers are plain: they have no quotes and no CRs, and need the last mask only.
//
// Parity is right as long as quotes only stand where RFC 4180 allows them. So each step also checks that every opening quote follows
// a separator (or a closing quote: a doubled one), and every closing quote precedes one. Where that fails, and for dialects that
// parity cannot express (another escape, comments), scan-bytewise.ts reads the block again, byte by byte.

import { CR, delimiter, isSimple, LF, quote } from './dialect'
import { countLines } from './lines'
import { input, positions, slack } from './memory'
import { badQuoteFlag, commentFlag, scanBytewise } from './scan-bytewise'
import { areUtf8 } from './utf8'
import { writePositions } from './write-positions'

// What the last scan found; read by the host (exports at the end) and by rows.ts.
export let structuralCount: u32 = 0 // up to and with the last record end
export let recordEndCount: u32 = 0 // outside quotes, in what is kept
let recordsEnd: u32 = 0 // offset behind the last record end
let endsInsideQuotes: bool = false
export let hasEscapes: bool = false // some quoted field holds an escaped quote
let hasHighBytes: bool = false // some byte is not ASCII
export let hasReturns: bool = false // some byte is a CR
export let isBytewise: bool = false // positions may carry flags

let firstByte: u32 = 0
let lastByte: u32 = 0
let lineBreaks: u32 = 0 // in all that was scanned
let isChecked: bool = false // whether the bytes are UTF-8
let isWholeUtf8: bool = false

/** Whether the scanned records are UTF-8 as a whole, and so every field is. Looked at once a block, and only when somebody asks. */
export function areRecordsUtf8(): bool {
  if (!isChecked) {
    isChecked = true
    isWholeUtf8 = !hasHighBytes || areUtf8(input + firstByte, input + recordsEnd)
  }
  return isWholeUtf8
}

/**
 * Scans input[start, end), which begins with a record. `isLast`: the source ends here, so a CR in the last place ends a record.
 * Writes into the slack behind `end`.
 */
export function scan(start: u32, end: u32, isLast: bool): void {
  memory.fill(input + end, 0, slack)
  firstByte = start
  lastByte = end
  isChecked = false
  isBytewise = !isSimple() || !scanSimd(start, end)
  let found: u32
  if (isBytewise) {
    const result = scanBytewise(start, end)
    found = result.count
    endsInsideQuotes = result.endsInsideQuotes
    hasEscapes = true
    hasHighBytes = true
    hasReturns = true
  } else {
    found = structuralCount
  }
  cutAtLastRecordEnd(found, start, end, isLast)
}

// Vectors in memory (lanes.ts).
const lineFeedLanes = memory.data<u8>([10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10])
const returnLanes = memory.data<u8>([13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13])

/** Finds structural bytes by quote parity; false if a quote stands where parity cannot be trusted. */
function scanSimd(start: u32, end: u32): bool {
  const delimiters = i8x16.splat(delimiter)
  const lineFeeds = v128.load(lineFeedLanes)
  const carriageReturns = v128.load(returnLanes)
  const quotes = i8x16.splat(quote == 0 ? CR : quote)
  const quoteEnabled: u64 = quote == 0 ? 0 : ~0
  let out = positions
  let prevInside: u64 = 0 // all ones while a quoted field runs over a step
  let prevSeparator: u64 = 1 // the byte before the step is a separator (the block's begin counts)
  let prevClosing: u64 = 0
  let escapes: u64 = 0
  let misplaced: u64 = 0
  let returns: u64 = 0
  let highBytes = i8x16.splat(0)
  let ends: u32 = 0
  let lines: u32 = 0

  for (let base = start; base < end; ) {
    const countedEnd = min(end, base + 64 * stepsToCount)
    let plainEnds = i8x16.splat(0) // of plain steps, each byte those in its place
    for (; base < countedEnd; base += 64) {
      const at = input + base
      const b0 = v128.load(at)
      const b1 = v128.load(at, 16)
      const b2 = v128.load(at, 32)
      const b3 = v128.load(at, 48)
      highBytes = v128.or(highBytes, v128.or(v128.or(b0, b1), v128.or(b2, b3)))
      const quotesOrReturns = v128.or(
        v128.or(eitherOf(b0, quotes, carriageReturns), eitherOf(b1, quotes, carriageReturns)),
        v128.or(eitherOf(b2, quotes, carriageReturns), eitherOf(b3, quotes, carriageReturns)),
      )
      let structural: u64
      if (prevInside == 0 && !v128.any_true(quotesOrReturns)) {
        const e0 = i8x16.eq(b0, lineFeeds)
        const e1 = i8x16.eq(b1, lineFeeds)
        const e2 = i8x16.eq(b2, lineFeeds)
        const e3 = i8x16.eq(b3, lineFeeds)
        plainEnds = i8x16.sub(plainEnds, i8x16.add(i8x16.add(e0, e1), i8x16.add(e2, e3)))
        structural = maskOf(
          v128.or(e0, i8x16.eq(b0, delimiters)),
          v128.or(e1, i8x16.eq(b1, delimiters)),
          v128.or(e2, i8x16.eq(b2, delimiters)),
          v128.or(e3, i8x16.eq(b3, delimiters)),
        )
        prevSeparator = structural >> 63
        prevClosing = 0
      } else {
        const quoteMask = equalMask(b0, b1, b2, b3, quotes) & quoteEnabled
        const delimiterMask = equalMask(b0, b1, b2, b3, delimiters)
        const lineFeedMask = equalMask(b0, b1, b2, b3, lineFeeds)
        const returnMask = equalMask(b0, b1, b2, b3, carriageReturns)
        // A CR before an LF is part of that record end; a lone one is a record end itself.
        const followedByLineFeed = (lineFeedMask >> 1) | (u64(load<u8>(at, 64) == LF) << 63)
        let recordEnds = lineFeedMask | (returnMask & ~followedByLineFeed)
        returns |= returnMask
        lines += <u32>popcnt(recordEnds)
        const inside = prefixXor(quoteMask) ^ prevInside
        const opening = quoteMask & inside
        const closing = quoteMask & ~inside
        const separators = delimiterMask | lineFeedMask | returnMask
        const afterSeparator = (separators << 1) | prevSeparator
        const afterClosing = (closing << 1) | prevClosing
        let beforeSeparator = (separators >> 1) | (u64(isSeparatorOrQuote(load<u8>(at, 64))) << 63)
        if (end - base <= 64) beforeSeparator |= (<u64>1) << (end - 1 - base)
        misplaced |= (opening & ~(afterSeparator | afterClosing)) | (closing & ~(beforeSeparator | (opening >> 1)))
        escapes |= opening & afterClosing
        prevInside = <u64>((<i64>inside) >> 63)
        prevClosing = closing >> 63
        prevSeparator = separators >> 63
        recordEnds &= ~inside
        ends += <u32>popcnt(recordEnds)
        structural = (delimiterMask & ~inside) | recordEnds
      }
      out = writePositions(out, base, structural)
    }
    const plain = sumOf(plainEnds)
    ends += plain
    lines += plain
  }
  structuralCount = <u32>((out - positions) >> 2)
  recordEndCount = ends
  lineBreaks = lines
  endsInsideQuotes = prevInside != 0
  hasEscapes = escapes != 0
  hasHighBytes = i8x16.bitmask(highBytes) != 0
  hasReturns = returns != 0
  return misplaced == 0
}

@inline
function eitherOf(bytes: v128, one: v128, other: v128): v128 {
  return v128.or(i8x16.eq(bytes, one), i8x16.eq(bytes, other))
}

/** Each adds up to 4 to a byte that has room for 255. */
const stepsToCount: u32 = 63

function sumOf(bytes: v128): u32 {
  const fours = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes))
  return i32x4.extract_lane(fours, 0) + i32x4.extract_lane(fours, 1) + i32x4.extract_lane(fours, 2) + i32x4.extract_lane(fours, 3)
}

@inline
export function equalMask(b0: v128, b1: v128, b2: v128, b3: v128, byte: v128): u64 {
  return maskOf(i8x16.eq(b0, byte), i8x16.eq(b1, byte), i8x16.eq(b2, byte), i8x16.eq(b3, byte))
}

@inline
export function maskOf(b0: v128, b1: v128, b2: v128, b3: v128): u64 {
  const low = <u32>i8x16.bitmask(b0) | (<u32>i8x16.bitmask(b1) << 16)
  const high = <u32>i8x16.bitmask(b2) | (<u32>i8x16.bitmask(b3) << 16)
  return <u64>low | (<u64>high << 32)
}

/** Bit i of the result is the xor of bits 0..i: 0b00100100 → 0b00011100. */
@inline
export function prefixXor(bits: u64): u64 {
  bits ^= bits << 1
  bits ^= bits << 2
  bits ^= bits << 4
  bits ^= bits << 8
  bits ^= bits << 16
  bits ^= bits << 32
  return bits
}

@inline
function isSeparatorOrQuote(byte: u8): bool {
  return isSeparator(byte) || (byte == quote && quote != 0)
}

@inline
export function isSeparator(byte: u8): bool {
  return byte == delimiter || byte == LF || byte == CR
}

/** Keeps whole records only. A CR in the block's last place is undecided (an LF may follow) unless the source ends there. */
function cutAtLastRecordEnd(found: u32, start: u32, end: u32, isLast: bool): void {
  if (found > 0 && !isLast) {
    const last = positionAt(found - 1)
    if (last == end - 1 && load<u8>(input + last) == CR) {
      found--
      recordEndCount--
    }
  }
  while (found > 0 && !isRecordEnd(positionAt(found - 1))) found--
  structuralCount = found
  recordsEnd = found == 0 ? start : positionAt(found - 1) + 1
}

/** Line breaks in the records that were kept: LF, CRLF and lone CR count one each, inside quotes too. */
export function countScannedLines(): u32 {
  return isBytewise ? countLines(firstByte, recordsEnd) : lineBreaks - countLines(recordsEnd, lastByte)
}

@inline
export function positionAt(i: u32): u32 {
  return load<u32>(positions + (<usize>i << 2)) & ~flags
}

@inline
export function isRecordEnd(position: u32): bool {
  const byte = load<u8>(input + position)
  return (byte == LF || byte == CR) && byte != delimiter
}

const flags: u32 = commentFlag | badQuoteFlag

/**
 * Shortens the scan to the first record end at or behind `offset`: where a row group ends. Returns the new recordsEnd, or 0 if no
 * record ends there.
 */
export function cutAt(offset: u32): u32 {
  let low: u32 = 0
  let high = structuralCount
  while (low < high) {
    const middle = (low + high) >> 1
    if (positionAt(middle) + 1 < offset) low = middle + 1
    else high = middle
  }
  while (low < structuralCount && !isRecordEnd(positionAt(low))) low++
  if (low == structuralCount) return 0
  for (let i = low + 1; i < structuralCount; i++) recordEndCount -= u32(isRecordEnd(positionAt(i)))
  structuralCount = low + 1
  recordsEnd = positionAt(low) + 1
  return recordsEnd
}

export function getStructuralCount(): u32 {
  return structuralCount
}

export function getRecordsEnd(): u32 {
  return recordsEnd
}

export function getEndsInsideQuotes(): bool {
  return endsInsideQuotes
}
