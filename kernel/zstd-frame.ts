// A page of values of one width → a Zstandard frame, twice to nine times as fast as a codec that searches for copies of any distance, and
// smaller where the values before are what repeats. Spec: RFC 8878.
//
//   frame := magic, descriptor, content size (u32), block*
//   block := u24: size << 3 | type << 1 | is last; its bytes as they are, or literals section, sequences section
//
// Written for texts and for what repeats at other distances: nothing. The host compares (convert/page-compressor.ts).

import { reserveCompressed, reserveSlack } from './compressed'
import { literals, literalsEnd } from './zstd-block'
import { uneven } from './zstd-even'
import { writeLiterals } from './zstd-literals'
import { kind, splitBlock } from './zstd-matches'
import { maxBlockBytes, sequenceCount, writeSequences } from './zstd-sequences'

const magic: u32 = 0xfd2fb528
/** The content size has four bytes, and the window is as large: all of the frame is one segment. */
const descriptor: u32 = (2 << 6) | (1 << 5)
const frameHeaderBytes: u32 = 9
const blockHeaderBytes: u32 = 3
const bytesAsTheyAre: u32 = 0
const compressed: u32 = 2

/** With fewer matches than one for so many bytes, in any block of full size, a codec that gives up searching is as good, and faster. */
const bytesAMatch: u32 = 64

const sameDistance: u32 = 1
/** Numbers up to this stand for one of the last distances. */
const shortForms: u32 = 3

/**
 * Compresses `length` bytes at `body` to `getCompressed()`. The memory may grow.
 * @param width bytes of a value
 * @returns the frame's length; 0: there are too few matches to be worth it
 */
export function compressValues(body: usize, length: u32, width: u32): u32 {
  // A block that does not get shorter is written as it is; until that is known it may be longer, by its descriptions and headers.
  const frame = reserveCompressed(length + (length >> 4) + 4096)
  reserveSlack(body + length)
  store<u32>(frame, magic)
  store<u8>(frame, descriptor, 4)
  store<u32>(frame, length, 5)
  let out = frame + frameHeaderBytes
  const end = body + length
  let knowsDistance = false
  let at = body
  do {
    const next = splitBlock(body, at, min(at + maxBlockBytes, end), width)
    if (kind == uneven && hasFewMatches(<u32>(next - at)) && (next == end || next - body >= maxBlockBytes)) return 0
    let blockEnd = writeLiterals(literals, <u32>(literalsEnd - literals), out + blockHeaderBytes)
    blockEnd = writeSequences(knowsDistance ? sameDistance : width + shortForms, blockEnd)
    const size = <u32>(next - at)
    let type = compressed
    // Spec: a compressed block is shorter than its content.
    if (blockEnd - out - blockHeaderBytes >= size) {
      type = bytesAsTheyAre
      memory.copy(out + blockHeaderBytes, at, size)
      blockEnd = out + blockHeaderBytes + size
    } else if (sequenceCount() > 0) {
      knowsDistance = true
    }
    const header: u32 = ((<u32>(blockEnd - out) - blockHeaderBytes) << 3) | (type << 1) | (next == end ? 1 : 0)
    store<u16>(out, header)
    store<u8>(out, header >> 16, 2)
    out = blockEnd
    at = next
  } while (at < end)
  return <u32>(out - frame)
}

@inline
function hasFewMatches(bytes: u32): bool {
  return sequenceCount() * bytesAMatch < bytes
}
