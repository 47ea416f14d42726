// The scanner's slow road: RFC 4180 as a state machine, one byte at a time. It reads what quote parity cannot: bare quotes inside
// unquoted fields, text behind a closing quote, escapes other than doubling, comment lines.
//
// The position that ends a record carries what is to be known of it in its two top bits.

import { CR, comment, delimiter, escape, LF, quote } from './dialect'
import { input, positions } from './memory'

/** The line is a comment: no record. */
export const commentFlag: u32 = 0x80000000
/** Text follows a closing quote somewhere in the record. */
export const badQuoteFlag: u32 = 0x40000000

const atFieldStart = 0
const inField = 1
const inQuotes = 2
const afterQuotes = 3
const inComment = 4

@unmanaged
class BytewiseScan {
  count: u32
  /** Where the quote stands that was opened last. */
  quoteStart: u32
  endsInsideQuotes: bool
}

const result = changetype<BytewiseScan>(memory.data(offsetof<BytewiseScan>(), 8))

export function scanBytewise(start: u32, end: u32): BytewiseScan {
  let out = positions
  let state = atFieldStart
  let atRecordStart = true
  let recordFlags: u32 = 0
  let quoteStart = start
  for (let i = start; i < end; i++) {
    const byte = load<u8>(input + i)
    if (state == inQuotes) {
      if (byte == escape && escape != 0 && escape != quote && escapesNext(i, end)) i++
      else if (byte == quote) {
        if (escape == quote && i + 1 < end && load<u8>(input + i + 1) == quote) i++
        else state = afterQuotes
      }
      continue
    }
    const isEnd = (byte == LF || (byte == CR && !(i + 1 < end && load<u8>(input + i + 1) == LF))) && byte != delimiter
    if (isEnd) {
      store<u32>(out, i | recordFlags | (state == inComment ? commentFlag : 0))
      out += 4
      state = atFieldStart
      atRecordStart = true
      recordFlags = 0
      continue
    }
    if (state == inComment) continue
    if (atRecordStart && comment != 0 && byte == comment) {
      state = inComment
    } else if (byte == delimiter) {
      store<u32>(out, i)
      out += 4
      state = atFieldStart
    } else if (state == atFieldStart && quote != 0 && byte == quote) {
      state = inQuotes
      quoteStart = i
    } else if (state == afterQuotes) {
      // Half of a CRLF is not text behind the quote.
      if (byte != CR) recordFlags |= badQuoteFlag
    } else {
      state = inField
    }
    atRecordStart = false
  }
  result.count = <u32>((out - positions) >> 2)
  result.quoteStart = quoteStart
  result.endsInsideQuotes = state == inQuotes
  return result
}

/** Where the quote opens that is still open at `end`. Scans what begins with a record anew: the positions are void afterwards. */
export function findOpenQuote(start: u32, end: u32): u32 {
  return scanBytewise(start, end).quoteStart
}

/** Whether the escape at `i` escapes the byte behind it: the quote or itself. */
@inline
function escapesNext(i: u32, end: u32): bool {
  if (i + 1 >= end) return false
  const next = load<u8>(input + i + 1)
  return next == quote || next == escape
}
