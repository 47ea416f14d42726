// The RLE / bit-packing hybrid. Spec: parquet-format, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid (RLE = 3)".
//
//   run        := bit-packed | repeated
//   bit-packed := varint(groups << 1 | 1) groups of 8 values, lowest bit first
//   repeated   := varint(count << 1) value in ceil(width / 8) bytes
//
// A repeated run is written for 8 or more equal values that begin on a group's border; the last group is filled up with zeros.

import { maxPageRows } from './page-room'
import { writeVarint } from './varint'

const shortestRepeat: u32 = 8

/**
 * Larger values are never written as repeated runs: parquetjs and its forks add up the bytes of a wider value and would read another one.
 * It costs nothing measurable, since bit-packed repeats compress as well.
 */
const widestRepeated: u32 = 256

/** Encodes `count` u32 values below 2^width at `values` to `out`. Returns the address behind. */
export function encodeHybrid(values: usize, count: u32, width: u32, out: usize): usize {
  let packedFrom: u32 = 0 // groups from here on wait to be written bit-packed
  for (let i: u32 = 0; i + shortestRepeat <= count; ) {
    const at = values + (<usize>i << 2)
    if (!areEightEqual(at) || load<u32>(at) >= widestRepeated) {
      i += 8
      continue
    }
    const repeated = countEqual(values, i, count)
    out = writePacked(values, packedFrom, i, width, out)
    out = writeVarint(out, repeated << 1)
    out = writeValue(out, load<u32>(at), width)
    i += repeated
    packedFrom = i
  }
  return writePacked(values, packedFrom, count, width, out)
}

@inline
function areEightEqual(at: usize): bool {
  const first = v128.load32_splat(at)
  return i32x4.all_true(v128.and(i32x4.eq(v128.load(at), first), i32x4.eq(v128.load(at, 16), first)))
}

/** Eight are. */
@inline
function countEqual(values: usize, from: u32, to: u32): u32 {
  const first = load<u32>(values + (<usize>from << 2))
  let i = from + shortestRepeat
  while (i < to && load<u32>(values + (<usize>i << 2)) == first) i++
  return i - from
}

function writePacked(values: usize, from: u32, to: u32, width: u32, out: usize): usize {
  if (from == to) return out
  const groups = (to - from + 7) >> 3
  out = writeVarint(out, (groups << 1) | 1)
  // Only the very last group can be short: it is filled up with zeros, in the slack behind the values.
  if (((to - from) & 7) != 0) memory.fill(values + (<usize>to << 2), 0, 32)
  let at = values + (<usize>from << 2)
  for (let group: u32 = 0; group < groups; group++, at += 32, out += width) packGroup(at, width, out)
  return out
}

/** Eight values into `width` bytes; writes up to 7 bytes too far. */
@inline
function packGroup(at: usize, width: u32, out: usize): void {
  if (width < 16) {
    const low = packFour(at, width)
    const bits = width << 2
    store<u64>(out, low)
    store<u64>(out + (bits >> 3), (low >> (bits & ~7)) | (packFour(at + 16, width) << (bits & 7)))
    return
  }
  let bits: u64 = 0
  let filled: u32 = 0
  for (let k: u32 = 0; k < 8; k++) {
    bits |= <u64>load<u32>(at + (k << 2)) << filled
    filled += width
    if (filled >= 32) {
      store<u32>(out, <u32>bits)
      out += 4
      bits >>= 32
      filled -= 32
    }
  }
  store<u32>(out, <u32>bits)
}

/** Values of less than 16 bits. */
@inline
function packFour(at: usize, width: u64): u64 {
  return packTwo(load<u64>(at), width) | (packTwo(load<u64>(at, 8), width) << (width << 1))
}

@inline
function packTwo(values: u64, width: u64): u64 {
  return (values & 0xffffffff) | ((values >> 32) << width)
}

function writeValue(out: usize, value: u32, width: u32): usize {
  const bytes = (width + 7) >> 3
  store<u32>(out, value)
  return out + bytes
}

/** The shortest repeated run of bits, in groups: shorter ones are no smaller than packed. */
const fewestRepeatedGroups: u32 = 4

const packed = memory.data(maxPageRows / 8 + 16) // the bits of a page's rows

/** Encodes `count` bytes, each 0 or 1, with a width of one bit; as many as a page has rows, at most. */
export function encodeBits(bits: usize, count: u32, out: usize): usize {
  packBits(bits, count, packed)
  return encodePackedBits(packed, count, out)
}

/** The same of bits, lowest first, the last byte filled up with zeros. */
export function encodePackedBits(bits: usize, count: u32, out: usize): usize {
  if (count == 0) return out
  const groups = (count + 7) >> 3
  let packedFrom: u32 = 0
  for (let i = nextRun(bits, 0, groups); i < groups; i = nextRun(bits, packedFrom, groups)) {
    const group = load<u8>(bits + i)
    const end = endOfRun(bits, i, group, groups - 1)
    out = writePackedGroups(bits, packedFrom, i, out)
    out = writeVarint(out, (min(end << 3, count) - (i << 3)) << 1)
    store<u8>(out++, group & 1)
    packedFrom = end
  }
  return writePackedGroups(bits, packedFrom, groups, out)
}

/**
 * Where a run of `fewestRepeatedGroups` or more groups begins, at `from` or behind; `groups` if none does. Thirteen beginnings a step, reads up to
 * 15 bytes behind the groups.
 *
 *   equal         1 1 . 1 1 1 1 1
 *   from here     . . . 1 1 . . .     four in a row
 */
function nextRun(bits: usize, from: u32, groups: u32): u32 {
  const ones = i8x16.splat(-1)
  const zeros = i8x16.splat(0)
  for (let at = from; at + fewestRepeatedGroups <= groups; at += 17 - fewestRepeatedGroups) {
    const sixteen = v128.load(bits + at)
    const run = fourInARow(i8x16.bitmask(i8x16.eq(sixteen, zeros))) | fourInARow(i8x16.bitmask(i8x16.eq(sixteen, ones)))
    if (run == 0) continue
    const found = at + <u32>ctz(run)
    return found + fewestRepeatedGroups <= groups ? found : groups
  }
  return groups
}

@inline
function fourInARow(equal: u32): u32 {
  const pairs = equal & (equal >> 1)
  return pairs & (pairs >> 2)
}

/** The group behind the last one that is like the group at `from`. */
@inline
function endOfRun(bits: usize, from: u32, group: u8, lastGroup: u32): u32 {
  const eight: u64 = group == 0 ? 0 : ~(<u64>0)
  let i = from + 1
  while (i + 8 <= lastGroup && load<u64>(bits + i) == eight) i += 8
  while (i <= lastGroup && load<u8>(bits + i) == group) i++
  return i
}

function writePackedGroups(bits: usize, from: u32, to: u32, out: usize): usize {
  if (from == to) return out
  out = writeVarint(out, ((to - from) << 1) | 1)
  memory.copy(out, bits + from, to - from)
  return out + (to - from)
}

/** Packs bytes of 0 or 1 into bits, lowest first, 16 a step, the last byte filled up with zeros. `out` may be `bits`. */
export function packBits(bits: usize, count: u32, out: usize): usize {
  const zeros = i8x16.splat(0)
  if ((count & 15) != 0) memory.fill(bits + count, 0, 16)
  for (let i: u32 = 0; i < count; i += 16, out += 2) store<u16>(out, <u16>i8x16.bitmask(i8x16.ne(v128.load(bits + i), zeros)))
  return out - (((count & 15) - 1) < 8 ? 1 : 0)
}
