// Variable-length integers: seven bits a byte, lowest first, the top bit set where more follow (ULEB128).

export function writeVarint(out: usize, value: u64): usize {
  while (value >= 0x80) {
    store<u8>(out++, <u8>(value | 0x80))
    value >>= 7
  }
  store<u8>(out++, <u8>value)
  return out
}

/** Signed numbers, small ones short whatever their sign: 0, -1, 1, -2, … become 0, 1, 2, 3, … */
export function writeZigzag(out: usize, value: i64): usize {
  return writeVarint(out, <u64>((value << 1) ^ (value >> 63)))
}
