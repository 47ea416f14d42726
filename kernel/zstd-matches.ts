// A block's bytes → literals and sequences, where values of one width follow each other: what repeats are bytes of the value before, at the
// same place. So the width is the only distance, and nothing is searched for: 64 bytes at once are compared with those a width before.
//
//   bytes      41 9c 00 00 00 00 00 00   45 9c 00 00 00 00 00 00   01 9d 00 00 00 00 00 00     40001, 40005, 40193 as i64
//   equal       …                         .  x  x  x  x  x  x  x    .  .  x  x  x  x  x  x
//   sequences                            45, 7 bytes               01 9d, 6 bytes
//
// The lengths differ from value to value then, which takes bits and time. In many columns the bytes at some places repeat nearly always, at no other often: such a block is *even*. Only those places are copied there, so that the sequences are all alike.

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

// What a block is, by its places: bytes that are equally far from their value's beginning.
export const uneven: u32 = 0
export const even: u32 = 1
/** Matches are so irregular that they are not worth their sequences. */
export const literalsOnly: u32 = 2
export let kind: u32 = uneven

// Of an even block.
let placeCount: u32 = 0
/** The beginning of a value, if a value begins behind the places that repeat. */
let valueStart: usize = 0
const gather = memory.data(16) // moves the bytes of 16 that do not repeat to the front

const lookedAt: u32 = 128 // times 16 bytes
const sums = memory.data(16)
/** Of 128 values: repeat so many, it is nearly always; so many, often; fewer than so many, seldom. */
const nearlyAlways: u32 = 120
const often: u32 = 76
const seldom: u32 = 32

function kindOfBlock(from: usize, end: usize, width: u32): u32 {
  if ((width != 4 && width != 8 && width != 16) || from + 32 * lookedAt > end) return uneven
  lookAtPlaces(from, end, width)
  let always: u32 = 0 // bit i: place i, counted from `from`
  let sometimes: u32 = 0
  for (let place: u32 = 0; place < width; place++) {
    let repeats: u32 = 0
    for (let i = place; i < 16; i += width) repeats += load<u8>(sums + i)
    repeats = (repeats * width) >> 4
    if (repeats >= nearlyAlways) always |= 1 << place
    else if (repeats >= often) return uneven
    else if (repeats >= seldom) sometimes |= 1 << place
  }
  if (always == 0) return <u32>popcnt(sometimes) >= shortestMatch ? literalsOnly : uneven
  const last = lastOfRun(always, width)
  if (last == u32.MAX_VALUE) return uneven
  valueStart = from + last + 1
  layOutGather(width)
  return even
}

/** Counts for each of 16 bytes, from `from` on, how often it is that of the value before. */
function lookAtPlaces(from: usize, end: usize, width: u32): void {
  const stride = ((<u32>(end - from) - 16) / lookedAt) & ~15
  let counts = i8x16.splat(0)
  for (let i: u32 = 0; i < lookedAt; i++) {
    const at = from + i * stride
    counts = i8x16.sub(counts, i8x16.eq(v128.load(at), v128.load(at - width)))
  }
  v128.store(sums, counts)
}

/** The last of places that follow each other, the first place behind the last; u32.MAX_VALUE: they do not, are all or too few. */
function lastOfRun(places: u32, width: u32): u32 {
  placeCount = <u32>popcnt(places)
  if (placeCount < shortestMatch || placeCount == width) return u32.MAX_VALUE
  const twice = places | (places << width)
  const run: u32 = (1 << placeCount) - 1
  for (let first: u32 = 0; first < width; first++) {
    if (((twice >> first) & run) == run) return first + placeCount - 1
  }
  return u32.MAX_VALUE
}

function layOutGather(width: u32): void {
  v128.store(gather, i8x16.splat(-1))
  let to: u32 = 0
  for (let i: u32 = 0; i < 16; i++) if ((i & (width - 1)) < width - placeCount) store<u8>(gather + to++, i)
}

/** Where a value's last places do not repeat, all but one at least, it is literals. */
function splitEven(from: usize, end: usize, width: u32): void {
  const kept = width - placeCount
  const keptOfSixteen = kept * (16 / width)
  const moves = v128.load(gather)
  const repeat = ((<u64>1 << placeCount) - 1) << kept // of one value
  let allRepeat: u64 = 0
  for (let i: u32 = 0; i < 64; i += width) allRepeat |= repeat << i
  let at = from + (<u32>(valueStart - from) & (width - 1))
  takeLiterals(from, at)
  let before = <u32>(at - from) // literals that no sequence has yet
  for (; at + 64 <= end; at += 64) {
    const equal = equalBytes(at, width)
    let to = literalsEnd
    if ((equal & allRepeat) == allRepeat && before == 0) {
      v128.store(to, i8x16.swizzle(v128.load(at), moves))
      v128.store(to + keptOfSixteen, i8x16.swizzle(v128.load(at + 16), moves))
      v128.store(to + keptOfSixteen * 2, i8x16.swizzle(v128.load(at + 32), moves))
      v128.store(to + keptOfSixteen * 3, i8x16.swizzle(v128.load(at + 48), moves))
      to += keptOfSixteen * 4
      addEven(64 / width, kept, placeCount)
    } else {
      for (let i: u32 = 0; i < 64; i += width) {
        v128.store(to, v128.load(at + i))
        const copied = copiedPlaces(~(equal >> i) & repeat, width)
        if (copied + 1 >= placeCount && copied >= shortestMatch) {
          to += width - copied
          addSequence(before + width - copied, copied)
          before = 0
        } else {
          to += width
          before += width
        }
      }
    }
    literalsEnd = to
  }
  takeLiterals(at, end)
}

/** How many places up to the value's last repeat. Bit i of `missing`: place i does not. */
@inline
function copiedPlaces(missing: u64, width: u32): u32 {
  return missing == 0 ? placeCount : width - (64 - <u32>clz(missing))
}
