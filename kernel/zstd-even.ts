// Blocks in which the bytes at some places of the values repeat nearly always, and at no other place often:
//
//   bytes      41 9c 00 00 00 00 00 00   45 9c 00 00 00 00 00 00   01 9d 00 00 00 00 00 00     40001, 40005, 40193 as i64
//   places                                       x  x  x  x  x  x         x  x  x  x  x  x
//   sequences                            45 9c, 6 bytes            01 9d, 6 bytes
//
// Only those places are copied, so that nearly all sequences are alike: they take no bits, or few, and little time. A byte that repeats elsewhere is
// a literal, which its code makes up for. Places count on from one value to the next: the last bytes of one and the first of the next can repeat.

import { equalBytes, literalsEnd, setLiteralsEnd, takeLiterals } from './zstd-block'
import { addEven, addSequence, shortestMatch } from './zstd-sequences'

// What a block is.
export const uneven: u32 = 0
export const even: u32 = 1
/** Matches are so irregular that they are not worth their sequences: of numbers of both signs, say. */
const literalsOnly: u32 = 2

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

/** Looks at some values of the block; of blocks that are too short, and widths that do not divide 16, at none. */
export function kindOfBlock(from: usize, end: usize, width: u32): u32 {
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

/** A value of which not all places repeat, or all but the first, is literals. */
export function splitEven(from: usize, end: usize, width: u32): void {
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
    setLiteralsEnd(to)
  }
  takeLiterals(at, end)
}

/** How many places up to the value's last repeat. Bit i of `missing`: place i does not. */
@inline
function copiedPlaces(missing: u64, width: u32): u32 {
  return missing == 0 ? placeCount : width - (64 - <u32>clz(missing))
}
