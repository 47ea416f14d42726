// The sequences section of a Zstandard block: how many literals come next, and how many bytes are copied behind them. The distance is the same
// for all sequences of a block. Spec: RFC 8878, section 3.1.1.3.2.
//
// A length is a code, for short ones the length itself, and bits that say the rest. Where all sequences have the same code, it is told
// once and takes no bits.

import { buildFseTable, firstState, fseLog, fseTableBytes, nextState, shareStates, stateBits, writeShares } from './fse'

export const maxBlockBytes: u32 = 128 * 1024 // RFC 8878, section 3.1.1.2.4
export const shortestMatch: u32 = 3

/** A sequence has at least one literal and a match. */
const mostSequences: u32 = maxBlockBytes / (1 + shortestMatch)
/** Of those with more bits, which have at least 16 literals or copy 35 bytes. */
const mostLong: u32 = maxBlockBytes / (16 + shortestMatch)

const literalSymbols: u32 = 36
const matchSymbols: u32 = 53
/** Codes below are the length itself; from there on u32 bases, and u8 numbers of bits. */
const firstLiteralBase: u32 = 16
const firstMatchBase: u32 = 32
const literalBases = memory.data<u32>([
  16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536,
])
const literalBits = memory.data<u8>([1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])
/** Of lengths less `shortestMatch`. */
const matchBases = memory.data<u32>([
  32, 34, 36, 38, 40, 44, 48, 56, 64, 80, 96, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536,
])
const matchBits = memory.data<u8>([1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])

const sequenceCodes = memory.data(mostSequences * 2 + 64) // u8 of the literals, u8 of the match
const longParts = memory.data(mostLong * 8) // of sequences with bits, in order: u32 the literals', u32 the match's
let codesEnd: usize = 0
let longEnd: usize = 0

const literalCounts = memory.data(literalSymbols * 4) // u32 a code
const matchCounts = memory.data(matchSymbols * 4)
let evenCodes: u32 = 0
let evenCount: u32 = 0

/** Begins a block. */
export function beginSequences(): void {
  codesEnd = sequenceCodes
  longEnd = longParts
  evenCount = 0
  memory.fill(literalCounts, 0, literalSymbols * 4)
  memory.fill(matchCounts, 0, matchSymbols * 4)
}

export function sequenceCount(): u32 {
  return <u32>(codesEnd - sequenceCodes) >> 1
}

@inline
export function addSequence(literals: u32, copied: u32): void {
  const match = copied - shortestMatch
  if (literals < firstLiteralBase && match < firstMatchBase) {
    addCodes(literals, match)
  } else {
    addLong(literals, match)
  }
}

/** `times` sequences, up to 16, all alike and the same for the whole block, of few literals. */
@inline
export function addEven(times: u32, literals: u32, copied: u32): void {
  evenCodes = literals | ((copied - shortestMatch) << 8)
  evenCount += times
  const eight = i16x8.splat(<i16>evenCodes)
  v128.store(codesEnd, eight)
  v128.store(codesEnd, eight, 16)
  codesEnd += times << 1
}

@inline
function addCodes(literalCode: u32, matchCode: u32): void {
  store<u16>(codesEnd, literalCode | (matchCode << 8))
  codesEnd += 2
  addCount(literalCounts, literalCode, 1)
  addCount(matchCounts, matchCode, 1)
}

@inline
function addCount(counts: usize, code: u32, times: u32): void {
  const at = counts + (<usize>code << 2)
  store<u32>(at, load<u32>(at) + times)
}

function addLong(literals: u32, match: u32): void {
  const literalCode = codeOf(literals, firstLiteralBase, literalBases, literalSymbols)
  const matchCode = codeOf(match, firstMatchBase, matchBases, matchSymbols)
  store<u32>(longEnd, literalCode < firstLiteralBase ? 0 : literals - baseOf(literalCode, firstLiteralBase, literalBases))
  store<u32>(longEnd, matchCode < firstMatchBase ? 0 : match - baseOf(matchCode, firstMatchBase, matchBases), 4)
  longEnd += 8
  addCodes(literalCode, matchCode)
}

function codeOf(length: u32, first: u32, bases: usize, symbols: u32): u32 {
  if (length < first) return length
  let code = first
  while (code + 1 < symbols && baseOf(code + 1, first, bases) <= length) code++
  return code
}

@inline
function baseOf(code: u32, first: u32, bases: usize): u32 {
  return load<u32>(bases + (<usize>(code - first) << 2))
}

const literalTable = memory.data(fseTableBytes)
const matchTable = memory.data(fseTableBytes)

const toldOnce: u32 = 1
const byTable: u32 = 2

/**
 * Writes the section.
 * @param offset of all sequences, as the specification has it: 1 for the distance of the sequence before, or a distance plus 3
 * @returns the address behind
 */
export function writeSequences(offset: u32, out: usize): usize {
  const count = sequenceCount()
  out = writeCount(count, out)
  if (count == 0) return out
  addCount(literalCounts, evenCodes & 255, evenCount)
  addCount(matchCounts, evenCodes >> 8, evenCount)
  const offsetCode: u32 = 31 - clz(offset)
  const literalLog = tableLog(literalCounts, literalSymbols, count)
  const matchLog = tableLog(matchCounts, matchSymbols, count)
  store<u8>(out++, ((literalLog == 0 ? toldOnce : byTable) << 6) | (toldOnce << 4) | ((matchLog == 0 ? toldOnce : byTable) << 2))
  out = writeTable(literalCounts, literalSymbols, count, literalLog, literalTable, sequenceCodes, out)
  store<u8>(out++, offsetCode)
  out = writeTable(matchCounts, matchSymbols, count, matchLog, matchTable, sequenceCodes + 1, out)
  if (literalLog + matchLog + offsetCode == 0 && longEnd == longParts) {
    store<u8>(out, 1) // the mark alone
    return out + 1
  }
  return writeStream(offset - (1 << offsetCode), offsetCode, literalLog, matchLog, out)
}

function writeCount(count: u32, out: usize): usize {
  if (count < 128) {
    store<u8>(out, count)
    return out + 1
  }
  if (count < 0x7f00) {
    store<u8>(out, (count >> 8) + 128)
    store<u8>(out, count, 1)
    return out + 2
  }
  store<u8>(out, 255)
  store<u16>(out, count - 0x7f00, 1)
  return out + 3
}

/** 0: there is one code for all. */
function tableLog(counts: usize, symbols: u32, total: u32): u32 {
  let different: u32 = 0
  for (let code: u32 = 0; code < symbols; code++) if (load<u32>(counts + (<usize>code << 2)) > 0) different++
  return different < 2 ? 0 : fseLog(total, different, 9)
}

function writeTable(counts: usize, symbols: u32, total: u32, log: u32, table: usize, firstCode: usize, out: usize): usize {
  if (log == 0) {
    store<u8>(out, load<u8>(firstCode))
    return out + 1
  }
  shareStates(counts, symbols, total, log)
  buildFseTable(symbols, log, table)
  return writeShares(log, out)
}

/** From the last sequence to the first: what leads to the state of the match, to that of the literals, then the bits of literals, match, offset. */
function writeStream(offsetBits: u32, offsetBitCount: u32, literalLog: u32, matchLog: u32, out: usize): usize {
  let at = codesEnd - 2
  let long = longEnd
  let literalCode = <u32>load<u8>(at)
  let matchCode = <u32>load<u8>(at, 1)
  let literalState = literalLog == 0 ? 0 : firstState(literalTable, literalCode)
  let matchState = matchLog == 0 ? 0 : firstState(matchTable, matchCode)
  let bits: u64 = 0
  let filled: u32 = 0
  for (;;) {
    if (literalCode >= firstLiteralBase || matchCode >= firstMatchBase) {
      long -= 8
      bits |= <u64>load<u32>(long) << filled
      if (literalCode >= firstLiteralBase) filled += load<u8>(literalBits + literalCode - firstLiteralBase)
      bits |= <u64>load<u32>(long, 4) << filled
      if (matchCode >= firstMatchBase) filled += load<u8>(matchBits + matchCode - firstMatchBase)
    }
    bits |= <u64>offsetBits << filled
    filled += offsetBitCount
    store<u64>(out, bits)
    out += filled >> 3
    bits >>= filled & 56
    filled &= 7
    if (at == sequenceCodes) break
    at -= 2
    literalCode = load<u8>(at)
    matchCode = load<u8>(at, 1)
    if (matchLog != 0) {
      const width = stateBits(matchTable, matchState, matchCode)
      bits |= <u64>(matchState & ((1 << width) - 1)) << filled
      filled += width
      matchState = nextState(matchTable, matchState, matchCode, width)
    }
    if (literalLog != 0) {
      const width = stateBits(literalTable, literalState, literalCode)
      bits |= <u64>(literalState & ((1 << width) - 1)) << filled
      filled += width
      literalState = nextState(literalTable, literalState, literalCode, width)
    }
  }
  bits |= <u64>(matchState & ((1 << matchLog) - 1)) << filled
  filled += matchLog
  bits |= <u64>(literalState & ((1 << literalLog) - 1)) << filled
  filled += literalLog
  bits |= <u64>1 << filled
  store<u64>(out, bits)
  return out + ((filled + 8) >> 3)
}
