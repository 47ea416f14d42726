// Bits into bytes, lowest first, as Zstandard's tables and streams are written. Where a reader begins at a stream's end, with the bits
// that were written last, a one marks that end. Spec: RFC 8878, sections 4.1 and 4.2.
//
// For what is short: long streams keep these three in variables of their own (zstd-literals.ts, zstd-sequences.ts).

let at: usize = 0
let bits: u64 = 0
let filled: u32 = 0 // of `bits`

export function beginBits(out: usize): void {
  at = out
  bits = 0
  filled = 0
}

/** Adds the low `count` bits of `value`, which has no others, at most 32; writes up to 8 bytes behind the whole bytes so far. */
export function addBits(value: u32, count: u32): void {
  bits |= <u64>value << filled
  filled += count
  store<u64>(at, bits)
  at += filled >> 3
  bits >>= filled & 56
  filled &= 7
}

/** Fills the last byte up with zeros. Returns the address behind. */
export function endBits(): usize {
  return at + (filled == 0 ? 0 : 1)
}

/** The same, with the mark. */
export function endMarkedBits(): usize {
  addBits(1, 1)
  return endBits()
}
