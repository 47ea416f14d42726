// A block's bytes → literals and sequences, where values of one width follow each other: what repeats are bytes of the value before, at the
// same place. So the width is the only distance, and nothing is searched for: 64 bytes at once are compared with those a width before.
//
//   bytes      41 9c 00 00 00 00 00 00   45 9c 00 00 00 00 00 00   01 9d 00 00 00 00 00 00     40001, 40005, 40193 as i64
//   equal       …                         .  x  x  x  x  x  x  x    .  .  x  x  x  x  x  x
//   sequences                            45, 7 bytes               01 9d, 6 bytes
//
// The lengths differ from value to value then, which takes bits and time. In many columns the bytes at some places repeat nearly always, and
// at no other often: such a block is *even*. Only those places are copied there, so that the sequences are all alike.

import { slack } from './memory'
import { addEven, addSequence, beginSequences, sequenceCount, shortestMatch } from './zstd-sequences'

export const maxBlockBytes: u32 = 128 * 1024 // RFC 8878, section 3.1.1.2.4
/** The first block tells the distance with every sequence: it ends after so many. */
const firstSequences: u32 = 64

export let literals: usize = 0
export let literalsEnd: usize = 0

/**
 * Takes the first block of the bytes from `from` to `end`, at most `maxBlockBytes`. `slack` bytes behind may be read.
 * @param body where the frame's bytes begin
 * @returns where the block ends
 */
export function splitBlock(body: usize, from: usize, end: usize, width: u32): usize {
  if (literals == 0) literals = heap.alloc(maxBlockBytes + slack)
  literalsEnd = literals
  beginSequences()
  const isFirst = from == body
  let at = max(from + 1, body + width) // without a literal in front, "the same distance" would mean another (RFC 8878, 3.1.1.5)
  let literalsFrom = from
  if (isFirst) isEven = false
  else findPlaces(at, end, width)
  while (at < end) {
    const place = <u32>(at - behindPlaces) & (width - 1) // counted from behind those that repeat
    if (isEven && place == 0 && literalsFrom == at) {
      at = takeEvenValues(at, end, width)
      literalsFrom = at
    }
    let equal = equalBytes(at, width)
    if (isEven) equal &= rotr(repeating, place)
    if (at + 64 > end) equal &= (<u64>1 << (end - at)) - 1
    if (literalsFrom == at) equal &= ~1
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
      if (isEven || behind >= 64) {
        next = behind < 64 ? matchEnd : matchEnd + 1
        break
      }
      starts &= ~((<u64>1 << behind) - 1)
    }
    at = next
  }
  if (literalsFrom < end) takeLiterals(literalsFrom, end)
  return end
}

/** Bit i: the byte at i is that of the value before. */
@inline
function equalBytes(at: usize, width: u32): u64 {
  return equalSixteen(at, width) | (equalSixteen(at + 16, width) << 16) | (equalSixteen(at + 32, width) << 32) | (equalSixteen(at + 48, width) << 48)
}

@inline
function equalSixteen(at: usize, width: u32): u64 {
  return <u32>i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(at - width)))
}

/** The first byte from `at` on that is not that of the value before. */
function endOfMatch(at: usize, end: usize, width: u32): usize {
  for (; at < end; at += 8) {
    const different = load<u64>(at) ^ load<u64>(at - width)
    if (different != 0) return min(end, at + <usize>(ctz(different) >> 3))
  }
  return end
}

/** May write 15 bytes too many. */
@inline
function takeLiterals(from: usize, end: usize): void {
  const count = end - from
  v128.store(literalsEnd, v128.load(from))
  if (count > 16) memory.copy(literalsEnd + 16, from + 16, count - 16)
  literalsEnd += count
}

// The places of an even block.
let isEven: bool = false
/** An address behind those that repeat. */
let behindPlaces: usize = 0
let placeCount: u32 = 0
/** Bit i: the byte at `behindPlaces` + i repeats. */
let repeating: u64 = 0
/** Moves the bytes of 16 that do not repeat to the front. */
const gather = memory.data(16)

const lookedAt: u32 = 128 // times 16 bytes
const lookedAtSums = memory.data(16)
/** Of 128 values: repeat at least so many, it is nearly always; at most so many, not often. */
const nearlyAlways: u32 = 124
const notOften: u32 = 64

function findPlaces(from: usize, end: usize, width: u32): void {
  isEven = false
  if ((width != 4 && width != 8 && width != 16) || from + 32 * lookedAt > end) return
  const stride = ((<u32>(end - from) - 16) / lookedAt) & ~15
  let sums = i8x16.splat(0)
  for (let i: u32 = 0; i < lookedAt; i++) {
    const at = from + i * stride
    sums = i8x16.sub(sums, i8x16.eq(v128.load(at), v128.load(at - width)))
  }
  v128.store(lookedAtSums, sums)
  let places: u32 = 0 // bit i: place i, counted from `from`
  for (let place: u32 = 0; place < width; place++) {
    let sum: u32 = 0
    for (let i = place; i < 16; i += width) sum += load<u8>(lookedAtSums + i)
    sum = (sum * width) >> 4
    if (sum >= nearlyAlways) places |= 1 << place
    else if (sum > notOften) return
  }
  placeCount = popcnt(places)
  const last = lastOfRun(places, width)
  if (last == u32.MAX_VALUE) return
  isEven = true
  behindPlaces = from + last + 1
  layOut(width)
}

/** The last of `placeCount` places that follow each other, where the first follows the last; u32.MAX_VALUE: they do not, are all or too few. */
function lastOfRun(places: u32, width: u32): u32 {
  if (placeCount < shortestMatch || placeCount == width) return u32.MAX_VALUE
  const twice = places | (places << width)
  for (let first: u32 = 0; first < width; first++) {
    const run: u32 = (1 << placeCount) - 1
    if (((twice >> first) & run) == run) return first + placeCount - 1
  }
  return u32.MAX_VALUE
}

function layOut(width: u32): void {
  const kept = width - placeCount
  repeating = 0
  for (let i: u32 = 0; i < 64; i++) if ((i & (width - 1)) >= kept) repeating |= <u64>1 << i
  v128.store(gather, i8x16.splat(-1))
  let to: u32 = 0
  for (let i: u32 = 0; i < 16; i++) if ((i & (width - 1)) < kept) store<u8>(gather + to++, i)
}

/** Takes values from `at`, where the last match ended, as long as all their places repeat. Returns the address behind. */
function takeEvenValues(at: usize, end: usize, width: u32): usize {
  const kept = width - placeCount
  const keptOfSixteen = kept * (16 / width)
  const moves = v128.load(gather)
  const places = repeating
  let to = literalsEnd
  for (; at + 64 <= end && (equalBytes(at, width) & places) == places; at += 64) {
    for (let i = 0; i < 64; i += 16) {
      v128.store(to, i8x16.swizzle(v128.load(at + i), moves))
      to += keptOfSixteen
    }
    addEven(64 / width, kept, placeCount)
  }
  literalsEnd = to
  return at
}
