// DELTA_BINARY_PACKED: integers as differences to the one before. Spec: parquet-format, Encodings.md, "Delta Encoding".
//
//   page  := varint(values in a block) varint(miniblocks in a block) varint(count) zigzag(first value) block*
//   block := zigzag(smallest delta) widths (a byte a miniblock) miniblock*
//   miniblock := 32 deltas minus the smallest, bit-packed at the miniblock's width, lowest bit first
//
// The last miniblock is filled up with zeros; miniblocks behind it have a width of zero and no bytes. Differences wrap around; those of
// 32-bit values are taken in 32 bits, so that no width is above 32.

import { writeVarint, writeZigzag } from './varint'

const blockValues: u32 = 128
const miniblocks: u32 = 4
const miniblockValues: u32 = 32

const deltas = memory.data(blockValues * 8) // of one block

/** Encodes `count` i32 values at `values`; returns the address behind. Writes up to 8 bytes too far. */
export function encodeDelta32(values: usize, count: u32, out: usize): usize {
  out = writeHeader(count, count == 0 ? 0 : load<i32>(values), out)
  let previous = count == 0 ? 0 : load<i32>(values)
  for (let from: u32 = 1; from < count; from += blockValues) {
    const inBlock = min(blockValues, count - from)
    let smallest = i32.MAX_VALUE
    for (let i: u32 = 0; i < inBlock; i++) {
      const value = load<i32>(values + (<usize>(from + i) << 2))
      const delta = value - previous
      store<i64>(deltas + (<usize>i << 3), delta)
      if (delta < smallest) smallest = delta
      previous = value
    }
    out = writeBlock(inBlock, smallest, 0xffffffff, out)
  }
  return out
}

/** The same for i64 values. */
export function encodeDelta64(values: usize, count: u32, out: usize): usize {
  out = writeHeader(count, count == 0 ? 0 : load<i64>(values), out)
  let previous: i64 = count == 0 ? 0 : load<i64>(values)
  for (let from: u32 = 1; from < count; from += blockValues) {
    const inBlock = min(blockValues, count - from)
    let smallest = i64.MAX_VALUE
    for (let i: u32 = 0; i < inBlock; i++) {
      const value = load<i64>(values + (<usize>(from + i) << 3))
      const delta = value - previous
      store<i64>(deltas + (<usize>i << 3), delta)
      if (delta < smallest) smallest = delta
      previous = value
    }
    out = writeBlock(inBlock, smallest, ~(<u64>0), out)
  }
  return out
}

function writeHeader(count: u32, first: i64, out: usize): usize {
  out = writeVarint(out, blockValues)
  out = writeVarint(out, miniblocks)
  out = writeVarint(out, count)
  return writeZigzag(out, first)
}

/** Writes the deltas of one block. @param mask the bits of a value */
function writeBlock(count: u32, smallest: i64, mask: u64, out: usize): usize {
  for (let i: u32 = 0; i < count; i++) {
    const at = deltas + (<usize>i << 3)
    store<u64>(at, <u64>(load<i64>(at) - smallest) & mask)
  }
  memory.fill(deltas + (<usize>count << 3), 0, (blockValues - count) << 3)
  out = writeZigzag(out, smallest)
  const widths = out
  store<u32>(widths, 0)
  out += miniblocks
  for (let miniblock: u32 = 0; miniblock * miniblockValues < count; miniblock++) {
    const at = deltas + (<usize>(miniblock * miniblockValues) << 3)
    const width = widthOf(at)
    store<u8>(widths + miniblock, <u8>width)
    out = pack(at, width, out)
  }
  return out
}

/** Bits of the largest of a miniblock's values. */
function widthOf(values: usize): u32 {
  let all: u64 = 0
  for (let i: usize = 0; i < miniblockValues; i++) all |= load<u64>(values + (i << 3))
  return 64 - <u32>clz(all)
}

/**
 * 32 values into 4 × `width` bytes. `filled` bits wait in `bits`; what a value does not fit in any more begins the next word:
 *
 *   word n    | value k, low part | values before |
 *   word n+1  | …    | value k, high part |
 */
function pack(values: usize, width: u32, out: usize): usize {
  if (width == 0) return out
  let bits: u64 = 0
  let filled: u32 = 0
  const end = out + (<usize>width << 2)
  for (let i: usize = 0; i < miniblockValues; i++) {
    const value = load<u64>(values + (i << 3))
    bits |= value << filled
    filled += width
    if (filled >= 64) {
      store<u64>(out, bits)
      out += 8
      filled -= 64
      bits = filled == 0 ? 0 : value >> (width - filled)
    }
  }
  store<u64>(out, bits) // 32 values end on a border of 4 bytes
  return end
}
