// A page → Snappy. Spec: https://github.com/google/snappy/blob/main/format_description.txt
//
//   compressed := varint(length), element*
//   element    := literal: (count - 1) << 2, or, for more than 60, 60 << 2, 61 << 2 … and a byte, two … that say count - 1; then the bytes
//               | copy of 4 to 11 bytes from less than 2,048 before: offset high bits << 5 | (count - 4) << 2 | 1, offset low byte
//               | copy of 1 to 64 bytes from less than 65,536 before: (count - 1) << 2 | 2, offset in two bytes
//
// Greedy: the last place where four bytes with the same hash stood is the only candidate for a copy; where none is found for long, steps grow. What
// follows a copy is looked up at once, since copies often follow each other.

import { reserveCompressed, reserveSlack } from './compressed'
import { writeVarint } from './varint'

const farthestOffset: u32 = 0xffff
const mostHashBits: u32 = 14
const leastHashBits: u32 = 8
const table = memory.data(4 << mostHashBits) // u32 a hash: offset in the body

/** No copy begins so near the end: eight bytes are read at once. */
const copyFreeTail: u32 = 15

/** Compresses `length` bytes at `body` to `getCompressed()`; the memory may grow. Returns the compressed length. */
export function compressSnappy(body: usize, length: u32): u32 {
  const compressed = reserveCompressed(32 + length + length / 6) // the worst case, by Snappy's own reckoning
  reserveSlack(body + length)
  const out = writeElements(body, length, writeVarint(compressed, length))
  return <u32>(out - compressed)
}

function writeElements(body: usize, length: u32, out: usize): usize {
  const end = body + length
  if (length <= copyFreeTail) return writeLastLiteral(body, end, out)
  // A short body needs no large table, which would have to be emptied.
  const hashBits = min(mostHashBits, max(leastHashBits, 32 - clz(length - 1)))
  const shift = 32 - hashBits
  memory.fill(table, 0, 4 << hashBits)
  const last = end - copyFreeTail
  let literals = body
  let at = body + 1
  while (true) {
    let candidate: usize
    let four = load<u32>(at)
    // The first 32 steps are of one byte, the next of two, and so on.
    for (let steps: u32 = 32; ; steps++) {
      const next = at + (steps >> 5)
      if (next > last) return writeLastLiteral(literals, end, out)
      const place = placeOf(four, shift)
      candidate = body + load<u32>(place)
      store<u32>(place, <u32>(at - body))
      if (load<u32>(candidate) == four && at - candidate <= farthestOffset) break
      at = next
      four = load<u32>(at)
    }
    out = writeLiteral(literals, at, out)
    do {
      literals = endOfMatch(at + 4, candidate + 4, end)
      out = writeCopy(<u32>(at - candidate), <u32>(literals - at), out)
      at = literals
      if (at >= last) return writeLastLiteral(literals, end, out)
      store<u32>(placeOf(load<u32>(at - 1), shift), <u32>(at - 1 - body))
      four = load<u32>(at)
      const place = placeOf(four, shift)
      candidate = body + load<u32>(place)
      store<u32>(place, <u32>(at - body))
    } while (load<u32>(candidate) == four && at - candidate <= farthestOffset)
    at++
  }
}

function writeLastLiteral(from: usize, end: usize, out: usize): usize {
  return from < end ? writeLiteral(from, end, out) : out
}

@inline
function placeOf(four: u32, shift: u32): usize {
  return table + (<usize>((four * 0x1e35a7bd) >> shift) << 2)
}

@inline
function endOfMatch(at: usize, candidate: usize, end: usize): usize {
  while (at + 8 <= end) {
    const different = load<u64>(at) ^ load<u64>(candidate)
    if (different != 0) return at + <usize>(ctz(different) >> 3)
    at += 8
    candidate += 8
  }
  while (at < end && load<u8>(at) == load<u8>(candidate)) {
    at++
    candidate++
  }
  return at
}

/** At least one byte; writes up to 15 too many. */
@inline
function writeLiteral(from: usize, end: usize, out: usize): usize {
  const count = <u32>(end - from)
  if (count <= 16) {
    store<u8>(out, (count - 1) << 2)
    v128.store(out + 1, v128.load(from))
    return out + 1 + count
  }
  return writeLongLiteral(from, count, out)
}

function writeLongLiteral(from: usize, count: u32, out: usize): usize {
  const less = count - 1
  if (less < 60) {
    store<u8>(out++, less << 2)
  } else if (less < 256) {
    store<u8>(out, 60 << 2)
    store<u8>(out, less, 1)
    out += 2
  } else if (less < 65536) {
    store<u8>(out, 61 << 2)
    store<u16>(out, less, 1)
    out += 3
  } else {
    store<u8>(out, 63 << 2)
    store<u32>(out, less, 1)
    out += 5
  }
  memory.copy(out, from, count)
  return out + count
}

@inline
function writeCopy(offset: u32, count: u32, out: usize): usize {
  return isShort(offset, count) ? writeShortCopy(offset, count, out) : writeLongCopy(offset, count, out)
}

function writeLongCopy(offset: u32, count: u32, out: usize): usize {
  // At least four bytes are left for the last copy, which may then have the short form.
  for (; count >= 68; count -= 64) out = writeWideCopy(offset, 64, out)
  if (count > 64) {
    out = writeWideCopy(offset, 60, out)
    count -= 60
  }
  return isShort(offset, count) ? writeShortCopy(offset, count, out) : writeWideCopy(offset, count, out)
}

@inline
function isShort(offset: u32, count: u32): bool {
  return count < 12 && offset < 2048
}

@inline
function writeShortCopy(offset: u32, count: u32, out: usize): usize {
  store<u16>(out, 1 | ((count - 4) << 2) | ((offset >> 8) << 5) | ((offset & 255) << 8))
  return out + 2
}

@inline
function writeWideCopy(offset: u32, count: u32, out: usize): usize {
  store<u32>(out, 2 | ((count - 1) << 2) | (offset << 8))
  return out + 3
}
