// One block's bytes, as they are split: literals, gathered here, and sequences (zstd-sequences.ts).

import { slack } from './memory'
import { beginSequences, maxBlockBytes } from './zstd-sequences'

export let literals: usize = 0
export let literalsEnd: usize = 0

export function beginBlock(): void {
  if (literals == 0) literals = heap.alloc(maxBlockBytes + slack)
  literalsEnd = literals
  beginSequences()
}

/** May write 15 bytes too many. */
@inline
export function takeLiterals(from: usize, end: usize): void {
  const count = end - from
  v128.store(literalsEnd, v128.load(from))
  if (count > 16) memory.copy(literalsEnd + 16, from + 16, count - 16)
  literalsEnd += count
}

/** Says where the literals end that were put there without `takeLiterals`. */
@inline
export function setLiteralsEnd(end: usize): void {
  literalsEnd = end
}

/** Of 64 bytes, bit i: the byte at i is that of the value before. */
@inline
export function equalBytes(at: usize, width: u32): u64 {
  return equalSixteen(at, width) | (equalSixteen(at + 16, width) << 16) | (equalSixteen(at + 32, width) << 32) | (equalSixteen(at + 48, width) << 48)
}

@inline
function equalSixteen(at: usize, width: u32): u64 {
  return <u32>i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(at - width)))
}
