// A block's bytes → literals and sequences, where values of one width follow each other: what repeats are bytes of the value before, at the
// same place. So the width is the only distance, and nothing is searched for: 64 bytes at once are compared with those a width before.
//
//   bytes      41 9c 00 00 00 00 00 00   45 9c 00 00 00 00 00 00   01 9d 00 00 00 00 00 00     40001, 40005, 40193 as i64
//   equal       …                         .  x  x  x  x  x  x  x    .  .  x  x  x  x  x  x
//   sequences                            45, 7 bytes               01 9d, 6 bytes
//
// The lengths differ from value to value then, which takes bits and time. Where they can be all alike, zstd-even.ts has the block.

import { beginBlock, equalBytes, takeLiterals } from './zstd-block'
import { even, kindOfBlock, splitEven, uneven } from './zstd-even'
import { addSequence, sequenceCount } from './zstd-sequences'

/** The first block tells the distance with every sequence: it ends after so many. */
const firstSequences: u32 = 64

export let kind: u32 = uneven

/**
 * Splits the block of the bytes from `from` to `end`, at most `maxBlockBytes`. `slack` bytes behind may be read.
 * @param body where the frame's bytes begin
 * @returns where the block ends
 */
export function splitBlock(body: usize, from: usize, end: usize, width: u32): usize {
  beginBlock()
  kind = from == body ? uneven : kindOfBlock(from, end, width)
  if (kind == uneven) return splitUneven(body, from, end, width)
  if (kind == even) splitEven(from, end, width)
  else takeLiterals(from, end)
  return end
}

function splitUneven(body: usize, from: usize, end: usize, width: u32): usize {
  const isFirst = from == body
  let at = max(from + 1, body + width) // without a literal in front, "the same distance" would mean another (RFC 8878, 3.1.1.5)
  let literalsFrom = from
  while (at < end) {
    let equal = equalBytes(at, width)
    if (at + 64 > end) equal &= (<u64>1 << (end - at)) - 1
    let starts = equal & (equal >> 1) & (equal >> 2) // of three equal bytes
    let next = at + 62
    while (starts != 0) {
      const first = <u32>ctz(starts)
      const behind = first + <u32>ctz(~(equal >> first))
      const matchEnd = behind < 64 ? at + behind : endOfMatch(at + 64, end, width)
      takeLiterals(literalsFrom, at + first)
      addSequence(<u32>(at + first - literalsFrom), <u32>(matchEnd - at) - first)
      literalsFrom = matchEnd
      if (isFirst && sequenceCount() == firstSequences) return matchEnd
      if (behind >= 64) {
        next = matchEnd + 1
        break
      }
      starts &= ~((<u64>1 << behind) - 1)
    }
    at = next
  }
  if (literalsFrom < end) takeLiterals(literalsFrom, end)
  return end
}

/** The first byte from `at` on that is not that of the value before. */
function endOfMatch(at: usize, end: usize, width: u32): usize {
  for (; at < end; at += 8) {
    const different = load<u64>(at) ^ load<u64>(at - width)
    if (different != 0) return min(end, at + <usize>(ctz(different) >> 3))
  }
  return end
}
