// Line breaks, for the line numbers in messages.

import { CR, LF } from './dialect'
import { input } from './memory'

/** Line breaks in input[start, end): LF, CRLF and lone CR count one each, wherever they stand. */
export function countLines(start: u32, end: u32): u32 {
  const lineFeeds = i8x16.splat(LF)
  let count: u32 = 0
  let i = start
  for (; i + 16 <= end; i += 16) {
    const bytes = v128.load(input + i)
    count += <u32>popcnt(i8x16.bitmask(i8x16.eq(bytes, lineFeeds)))
    if (v128.any_true(i8x16.eq(bytes, i8x16.splat(CR)))) count += loneReturns(i, i + 16)
  }
  for (let j = i; j < end; j++) count += u32(load<u8>(input + j) == LF)
  return count + loneReturns(i, end)
}

function loneReturns(start: u32, end: u32): u32 {
  let count: u32 = 0
  for (let i = start; i < end; i++) count += u32(load<u8>(input + i) == CR && load<u8>(input + i + 1) != LF)
  return count
}
