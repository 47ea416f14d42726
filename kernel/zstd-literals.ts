// The literals section of a Zstandard block: the bytes that are no copies, as they are, as one byte for all, or in Huffman codes, in four streams.
// Spec: RFC 8878, section 3.1.1.3.1.

import { buildCodes, byteCounts, codeLengths, codes, writeWeights } from './huffman'

const asTheyAre: u32 = 0
const oneForAll: u32 = 1
const inCodes: u32 = 2
/** The header's form for counts of up to 20 bits, or of two numbers of 18 bits in codes: it does for all. */
const widestForm: u32 = 3 << 2
const headerBytes: u32 = 3
const codesHeaderBytes: u32 = 5
const jumpBytes: u32 = 6

/** Fewer literals are not worth a description of codes. */
const fewestInCodes: u32 = 64

const streamCounts = memory.data(4 * 256 * 4) // u32 a byte, stream by stream

/** Writes the section of at most 2^17 literals. Returns the address behind. */
export function writeLiterals(literals: usize, count: u32, out: usize): usize {
  if (count < fewestInCodes) return writeAsTheyAre(literals, count, out)
  const commonest = countBytes(literals, count)
  if (commonest == count) return writeOneForAll(literals, count, out)
  // As in zstd: codes are not tried where bytes are about equally frequent, nor taken where they save less than a 64th.
  if (commonest <= (count >> 7) + 4) return writeAsTheyAre(literals, count, out)
  buildCodes()
  const streams = writeWeights(out + codesHeaderBytes)
  if (streams == 0) return writeAsTheyAre(literals, count, out)
  const bytes = <u32>(streams - out) - codesHeaderBytes + jumpBytes + streamBytes(0) + streamBytes(1) + streamBytes(2) + streamBytes(3)
  if (bytes + (count >> 6) >= count) return writeAsTheyAre(literals, count, out)
  store<u32>(out, inCodes | widestForm | (count << 4) | (bytes << 22))
  store<u8>(out, bytes >> 10, 4)
  return writeStreams(literals, count, streams)
}

function writeAsTheyAre(literals: usize, count: u32, out: usize): usize {
  store<u32>(out, asTheyAre | widestForm | (count << 4))
  memory.copy(out + headerBytes, literals, count)
  return out + headerBytes + count
}

function writeOneForAll(literals: usize, count: u32, out: usize): usize {
  store<u32>(out, oneForAll | widestForm | (count << 4))
  store<u8>(out, load<u8>(literals), headerBytes)
  return out + headerBytes + 1
}

/** Spec: literals of the first three streams; the fourth has the rest. */
@inline
function literalsAStream(count: u32): u32 {
  return (count + 3) >> 2
}

/** Counts each stream for itself, which says how long it will be, and all together. Returns how often the commonest byte occurs. */
function countBytes(literals: usize, count: u32): u32 {
  memory.fill(streamCounts, 0, 4 * 256 * 4)
  const each = literalsAStream(count)
  const inLast = count - 3 * each
  const second = literals + each
  const third = second + each
  const fourth = third + each
  let i: u32 = 0
  for (; i + 4 <= inLast; i += 4) {
    countFour(load<u32>(literals + i), load<u32>(second + i), load<u32>(third + i), load<u32>(fourth + i))
  }
  for (; i < each; i++) {
    countByte(0, load<u8>(literals + i))
    countByte(1, load<u8>(second + i))
    countByte(2, load<u8>(third + i))
    if (i < inLast) countByte(3, load<u8>(fourth + i))
  }
  let commonest: u32 = 0
  for (let at: usize = 0; at < 256 * 4; at += 4) {
    const counts = streamCounts + at
    const sum = load<u32>(counts) + load<u32>(counts, 1024) + load<u32>(counts, 2048) + load<u32>(counts, 3072)
    store<u32>(byteCounts + at, sum)
    commonest = max(commonest, sum)
  }
  return commonest
}

/** A byte of each stream in turn: equal ones that follow each other in a stream would wait for each other. */
@inline
function countFour(a: u32, b: u32, c: u32, d: u32): void {
  countOfEach(a & 255, b & 255, c & 255, d & 255)
  countOfEach((a >> 8) & 255, (b >> 8) & 255, (c >> 8) & 255, (d >> 8) & 255)
  countOfEach((a >> 16) & 255, (b >> 16) & 255, (c >> 16) & 255, (d >> 16) & 255)
  countOfEach(a >> 24, b >> 24, c >> 24, d >> 24)
}

@inline
function countOfEach(a: u32, b: u32, c: u32, d: u32): void {
  countByte(0, a)
  countByte(1, b)
  countByte(2, c)
  countByte(3, d)
}

@inline
function countByte(stream: u32, byte: u32): void {
  const at = streamCounts + (stream << 10) + (<usize>byte << 2)
  store<u32>(at, load<u32>(at) + 1)
}

/** With the mark at the end. */
function streamBytes(stream: u32): u32 {
  let bits: u32 = 1
  for (let byte: u32 = 0; byte < 256; byte++) {
    bits += load<u32>(streamCounts + (stream << 10) + (<usize>byte << 2)) * load<u8>(codeLengths + byte)
  }
  return (bits + 7) >> 3
}

function writeStreams(literals: usize, count: u32, out: usize): usize {
  const each = literalsAStream(count)
  const first = out + jumpBytes
  const second = first + streamBytes(0)
  const third = second + streamBytes(1)
  const fourth = third + streamBytes(2)
  store<u16>(out, <u16>(second - first))
  store<u16>(out, <u16>(third - second), 2)
  store<u16>(out, <u16>(fourth - third), 4)
  writeTwoStreams(literals, literals + each, each, each, first, second)
  writeTwoStreams(literals + 2 * each, literals + 3 * each, each, count - 3 * each, third, fourth)
  return fourth + streamBytes(3)
}

/** So many literals are written byte by byte: the stream behind has begun already, and may not be written over. */
const writtenBytewise: u32 = 64

/**
 * Two streams at a time, since in each a code waits for the one before it. Literals go from the last to the first. A code is shifted in at
 * the top, so the oldest bits that are left to write lie `filled` below it; the code's length, in the lowest eight bits, never gets there.
 */
function writeTwoStreams(a: usize, b: usize, countA: u32, countB: u32, outA: usize, outB: usize): void {
  let endA = a + countA
  let endB = b + countB
  let bitsA: u64 = 0
  let bitsB: u64 = 0
  let filledA: u64 = 0
  let filledB: u64 = 0
  while (endB >= b + writtenBytewise + 4) {
    endA -= 4
    endB -= 4
    const a0 = codeOf(load<u8>(endA))
    const a1 = codeOf(load<u8>(endA, 1))
    const a2 = codeOf(load<u8>(endA, 2))
    const a3 = codeOf(load<u8>(endA, 3))
    const b0 = codeOf(load<u8>(endB))
    const b1 = codeOf(load<u8>(endB, 1))
    const b2 = codeOf(load<u8>(endB, 2))
    const b3 = codeOf(load<u8>(endB, 3))
    bitsA = push(push(push(push(bitsA, a3), a2), a1), a0)
    bitsB = push(push(push(push(bitsB, b3), b2), b1), b0)
    filledA = (filledA + a0 + a1 + a2 + a3) & 255
    filledB = (filledB + b0 + b1 + b2 + b3) & 255
    store<u64>(outA, bitsA >> (64 - filledA))
    store<u64>(outB, bitsB >> (64 - filledB))
    outA += <usize>(filledA >> 3)
    outB += <usize>(filledB >> 3)
    filledA &= 7
    filledB &= 7
  }
  finishStream(a, endA, bitsA, filledA, outA)
  finishStream(b, endB, bitsB, filledB, outB)
}

@inline
function codeOf(byte: u32): u64 {
  return load<u64>(codes + (<usize>byte << 3))
}

@inline
function push(bits: u64, code: u64): u64 {
  return (bits >> code) | code
}

function finishStream(literals: usize, end: usize, bits: u64, filled: u64, out: usize): void {
  while (end > literals) {
    const code = codeOf(load<u8>(--end))
    bits = push(bits, code)
    filled += code & 255
    for (; filled >= 8; filled -= 8) store<u8>(out++, <u8>(bits >> (64 - filled)))
  }
  bits = (bits >> 1) | (1 << 63)
  filled++
  store<u8>(out, <u8>(bits >> (64 - filled)))
}
