// DELTA_LENGTH_BYTE_ARRAY and DELTA_BYTE_ARRAY: byte arrays with their lengths apart, and with what they share with the one before left out.
// Spec: parquet-format, Encodings.md, "Delta-length byte array" and "Delta Strings". Both take their values as they lie in PLAIN.
//
//   DELTA_LENGTH_BYTE_ARRAY := lengths (DELTA_BINARY_PACKED) bytes*
//   DELTA_BYTE_ARRAY        := shared lengths (DELTA_BINARY_PACKED) rests (DELTA_LENGTH_BYTE_ARRAY)

import { encodeDelta32 } from './delta-binary-packed'

/** @param lengths room for a u32 a value. Returns the address behind. */
export function encodeDeltaLengthByteArray(plain: usize, count: u32, lengths: usize, out: usize): usize {
  let at = plain
  for (let i: u32 = 0; i < count; i++) {
    const length = load<u32>(at)
    store<u32>(lengths + (<usize>i << 2), length)
    at += 4 + length
  }
  out = encodeDelta32(lengths, count, out)
  at = plain
  for (let i: u32 = 0; i < count; i++) {
    const length = load<u32>(at)
    memory.copy(out, at + 4, length)
    out += length
    at += 4 + length
  }
  return out
}

/** @param lengths room for two u32 a value. Returns the address behind. */
export function encodeDeltaByteArray(plain: usize, count: u32, lengths: usize, out: usize): usize {
  const shared = lengths
  const rests = lengths + (<usize>count << 2)
  let at = plain
  let previous = plain
  let previousLength: u32 = 0
  for (let i: u32 = 0; i < count; i++) {
    const length = load<u32>(at)
    const same = sharedLength(previous, at + 4, min(previousLength, length))
    store<u32>(shared + (<usize>i << 2), same)
    store<u32>(rests + (<usize>i << 2), length - same)
    previous = at + 4
    previousLength = length
    at += 4 + length
  }
  out = encodeDelta32(shared, count, out)
  out = encodeDelta32(rests, count, out)
  at = plain
  for (let i: u32 = 0; i < count; i++) {
    const same = load<u32>(shared + (<usize>i << 2))
    const rest = load<u32>(rests + (<usize>i << 2))
    memory.copy(out, at + 4 + same, rest)
    out += rest
    at += 4 + same + rest
  }
  return out
}

/** Reads up to 7 bytes behind both. */
@inline
function sharedLength(a: usize, b: usize, most: u32): u32 {
  let i: u32 = 0
  for (; i < most; i += 8) {
    const difference = load<u64>(a + i) ^ load<u64>(b + i)
    if (difference != 0) return min(most, i + (<u32>ctz(difference) >> 3))
  }
  return most
}
