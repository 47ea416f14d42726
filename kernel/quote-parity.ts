// Whether a stream is inside quotes, 64 bytes a step: what the scanner (scan.ts) knows of quotes, without what it writes down. A step
// without a quote, outside of them, costs a look. The state is carried from call to call, so the stream may come in any pieces.

import { CR, delimiter, LF, quote } from './dialect'
import { input, slack } from './memory'
import { equalMask, isSeparator, prefixXor } from './scan'

let inside: u64 = 0 // all ones inside quotes
let afterSeparator: u64 = 1 // the byte in front is a delimiter or ends a line
let afterClosing: u64 = 0 // the byte in front is a closing quote

/** What comes next begins a record. */
export function beginQuotes(): void {
  inside = 0
  afterSeparator = 1
  afterClosing = 0
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
    if ((quoteMask | inside | afterClosing) == 0) {
      afterSeparator = u64(isSeparator(load<u8>(at + <usize>last)))
      continue
    }
    const separators =
      equalMask(b0, b1, b2, b3, i8x16.splat(delimiter)) | equalMask(b0, b1, b2, b3, i8x16.splat(LF)) | equalMask(b0, b1, b2, b3, i8x16.splat(CR))
    const insideMask = prefixXor(quoteMask) ^ inside
    const opening = quoteMask & insideMask
    const closing = quoteMask & ~insideMask
    const mayOpen = (separators << 1) | afterSeparator | (closing << 1) | afterClosing
    const mayClose = ((separators | opening) >> 1) | ((<u64>1) << last) // the last one is looked at in the next step
    misplaced |= (opening & ~mayOpen) | (closing & ~mayClose) | (afterClosing & ~(separators | opening))
    inside = 0 - ((insideMask >> last) & 1)
    afterSeparator = (separators >> last) & 1
    afterClosing = (closing >> last) & 1
  }
  return misplaced == 0
}

export function isInsideQuotes(): bool {
  return inside != 0
}
