// Whether a stream is inside quotes, 64 bytes a step: what the scanner (scan.ts) knows of quotes, without what it writes down. A step
// without a quote costs a look. The state is carried from call to call, so the stream may come in any pieces.

import { CR, delimiter, LF, quote } from './dialect'
import { input, slack } from './memory'
import { equalMask, isSeparator, maskOf, prefixXor } from './scan'

let prevInside: u64 = 0 // all ones inside quotes
let prevSeparator: u64 = 1 // the byte in front is a delimiter or ends a line
let prevClosing: u64 = 0 // the byte in front is a closing quote

/** What comes next begins a record. */
export function beginQuotes(): void {
  prevInside = 0
  prevSeparator = 1
  prevClosing = 0
}

/**
 * Follows input[start, end), in a dialect that knows no other escape than a doubled quote, and no comments. Writes into the slack behind
 * `end`. Returns whether all quotes so far stand where parity can be trusted; once it is false, so is all that follows.
 */
export function followQuotes(start: u32, end: u32): bool {
  memory.fill(input + end, 0, slack)
  const quotes = i8x16.splat(quote)
  let misplaced: u64 = 0
  for (let base = start; base < end; base += 64) {
    const at = input + base
    const b0 = v128.load(at)
    const b1 = v128.load(at, 16)
    const b2 = v128.load(at, 32)
    const b3 = v128.load(at, 48)
    const last: u64 = end - base < 64 ? end - base - 1 : 63
    const quoteMask = equalMask(b0, b1, b2, b3, quotes)
    if ((quoteMask | prevClosing) == 0) {
      prevSeparator = u64(isSeparator(load<u8>(at + <usize>last)))
      continue
    }
    const separators = maskOf(areSeparators(b0), areSeparators(b1), areSeparators(b2), areSeparators(b3))
    const inside = prefixXor(quoteMask) ^ prevInside
    const opening = quoteMask & inside
    const closing = quoteMask & ~inside
    const mayOpen = (separators << 1) | prevSeparator | (closing << 1) | prevClosing
    const mayClose = ((separators | opening) >> 1) | ((<u64>1) << last) // the last one is looked at in the next step
    misplaced |= (opening & ~mayOpen) | (closing & ~mayClose) | (prevClosing & ~(separators | opening))
    prevInside = 0 - ((inside >> last) & 1)
    prevSeparator = (separators >> last) & 1
    prevClosing = (closing >> last) & 1
  }
  return misplaced == 0
}

@inline
function areSeparators(bytes: v128): v128 {
  return v128.or(v128.or(i8x16.eq(bytes, i8x16.splat(delimiter)), i8x16.eq(bytes, i8x16.splat(LF))), i8x16.eq(bytes, i8x16.splat(CR)))
}

export function isInsideQuotes(): bool {
  return prevInside != 0
}
