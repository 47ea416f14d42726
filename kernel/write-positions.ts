// A mask of 64 bytes → the positions of its bits, u32 each, in the order of the bytes (scan.ts).

import { placesOfBits } from './set-bits'

/** Appends base + i for every set bit i. What is written too far, up to eight, is overwritten later, or lies in the area's slack. */
@inline
export function writePositions(out: usize, base: u32, bits: u64): usize {
  return <u32>popcnt(bits) > manyPositions ? writeMany(out, base, bits) : writeFew(out, base, bits)
}

/** With so many of 64 bytes the other way is quicker. */
const manyPositions: u32 = 20

/** Four a turn, past the last one too. */
@inline
function writeFew(out: usize, base: u32, bits: u64): usize {
  const next = out + (<usize>popcnt(bits) << 2)
  while (bits != 0) {
    store<u32>(out, base + <u32>ctz(bits))
    bits &= bits - 1
    store<u32>(out, base + <u32>ctz(bits), 4)
    bits &= bits - 1
    store<u32>(out, base + <u32>ctz(bits), 8)
    bits &= bits - 1
    store<u32>(out, base + <u32>ctz(bits), 12)
    bits &= bits - 1
    out += 16
  }
  return next
}

/** Of eight bytes a turn, however many. */
@inline
function writeMany(out: usize, base: u32, bits: u64): usize {
  for (let shift: u64 = 0; shift < 64; shift += 8) {
    const set = <u32>(bits >> shift) & 255
    const places = i16x8.extend_low_i8x16_u(placesOfBits(set))
    const first = i32x4.splat(base + <u32>shift)
    v128.store(out, i32x4.add(i32x4.extend_low_i16x8_u(places), first))
    v128.store(out, i32x4.add(i32x4.extend_high_i16x8_u(places), first), 16)
    out += <usize>popcnt(set) << 2
  }
  return out
}
