// Huffman codes for bytes, of at most eleven bits, and their description. Spec: RFC 8878, section 4.2.

import { addBits, beginBits, endMarkedBits } from './bits'
import { buildFseTable, firstState, fseLog, fseTableBytes, nextState, shareStates, stateBits, writeShares } from './fse'

const mostBits: u32 = 11

/** u32 a byte: how often it occurs. Below 2^18. */
export const byteCounts = memory.data(256 * 4)
/** u64 a byte: its code in the top bits, the code's length in the lowest eight. */
export const codes = memory.data(256 * 8)
/** u8 a byte: the code's length, 0 where it does not occur. */
export const codeLengths = memory.data(256)

// The tree: its leaves are the bytes that occur, the rarest first; then come the inner nodes, the root last.
let leaves: u32 = 0
const byteOf = memory.data(256 * 4) // u32 a leaf
const nodeCounts = memory.data(511 * 4) // u32 a node
const parents = memory.data(511 * 2) // u16 a node
const depths = memory.data(511) // u8 a node
let longest: u32 = 0

/** Makes the codes for `byteCounts`; at least two bytes must occur. */
export function buildCodes(): void {
  sortLeaves()
  measureDepths()
  limitDepths()
  numberCodes()
}

const places = memory.data(512 * 4)
const halfSorted = memory.data(256 * 4)

function sortLeaves(): void {
  leaves = 0
  for (let byte: u32 = 0; byte < 256; byte++) {
    if (countOf(byte) == 0) continue
    store<u32>(byteOf + (<usize>leaves << 2), byte)
    leaves++
  }
  sortByNineBits(byteOf, halfSorted, 0)
  sortByNineBits(halfSorted, byteOf, 9)
}

/** A pass of radix sort; the order of equals stays. */
function sortByNineBits(from: usize, to: usize, shift: u32): void {
  memory.fill(places, 0, 512 * 4)
  for (let i: u32 = 0; i < leaves; i++) {
    const at = digitPlace(load<u32>(from + (<usize>i << 2)), shift)
    store<u32>(at, load<u32>(at) + 1)
  }
  let first: u32 = 0
  for (let at = places; at < places + 512 * 4; at += 4) {
    const count = load<u32>(at)
    store<u32>(at, first)
    first += count
  }
  for (let i: u32 = 0; i < leaves; i++) {
    const byte = load<u32>(from + (<usize>i << 2))
    const at = digitPlace(byte, shift)
    const place = load<u32>(at)
    store<u32>(at, place + 1)
    store<u32>(to + (<usize>place << 2), byte)
  }
}

@inline
function digitPlace(byte: u32, shift: u32): usize {
  return places + (<usize>((countOf(byte) >> shift) & 511) << 2)
}

@inline
function countOf(byte: u32): u32 {
  return load<u32>(byteCounts + (<usize>byte << 2))
}

/** Joins the two rarest nodes again and again. Inner nodes come about in the order of their counts, so leaves and they are two queues. */
function measureDepths(): void {
  for (let leaf: u32 = 0; leaf < leaves; leaf++) {
    store<u32>(nodeCounts + (<usize>leaf << 2), countOf(load<u32>(byteOf + (<usize>leaf << 2))))
  }
  const root: u32 = 2 * leaves - 2
  let leaf: u32 = 0
  let inner = leaves
  for (let node = leaves; node <= root; node++) {
    let count: u32 = 0
    for (let child = 0; child < 2; child++) {
      const takesLeaf = leaf < leaves && (inner == node || nodeCount(leaf) <= nodeCount(inner))
      const taken = takesLeaf ? leaf++ : inner++
      store<u16>(parents + (<usize>taken << 1), node)
      count += nodeCount(taken)
    }
    store<u32>(nodeCounts + (<usize>node << 2), count)
  }
  store<u8>(depths + root, 0)
  for (let node = root; node > 0; node--) {
    store<u8>(depths + node - 1, load<u8>(depths + load<u16>(parents + (<usize>(node - 1) << 1))) + 1)
  }
}

@inline
function nodeCount(node: u32): u32 {
  return load<u32>(nodeCounts + (<usize>node << 2))
}

/**
 * Brings leaves that lie too deep up to `mostBits`. A leaf of depth d takes 2^(mostBits - d) of 2^mostBits codes; for what is too much then
 * the rarest others go down, and what that leaves over goes to the commonest.
 */
function limitDepths(): void {
  let taken: u32 = 0
  for (let leaf: u32 = 0; leaf < leaves; leaf++) {
    const depth = min<u32>(load<u8>(depths + leaf), mostBits)
    store<u8>(depths + leaf, depth)
    taken += 1 << (mostBits - depth)
  }
  let leaf: u32 = 0
  while (taken > 1 << mostBits) {
    while (load<u8>(depths + leaf) == mostBits) leaf++
    taken -= deepen(leaf, 1)
  }
  for (leaf = leaves; taken < 1 << mostBits; leaf = leaf == 0 ? leaves : leaf) {
    leaf--
    if (1 << (mostBits - load<u8>(depths + leaf)) <= (1 << mostBits) - taken) taken -= deepen(leaf, -1)
  }
  memory.fill(codeLengths, 0, 256)
  longest = 0
  for (leaf = 0; leaf < leaves; leaf++) {
    const depth = <u32>load<u8>(depths + leaf)
    store<u8>(codeLengths + load<u32>(byteOf + (<usize>leaf << 2)), depth)
    longest = max(longest, depth)
  }
}

/** Returns how many codes fewer the leaf takes. */
function deepen(leaf: u32, by: i32): u32 {
  const depth = <u32>load<u8>(depths + leaf)
  store<u8>(depths + leaf, depth + by)
  return (1 << (mostBits - depth)) - (1 << (mostBits - depth - by))
}

const nextNumbers = memory.data((mostBits + 1) * 4)

/** Spec: numbers count up from the longest codes to the shortest, and among those of one length from byte to byte. */
function numberCodes(): void {
  memory.fill(nextNumbers, 0, (mostBits + 1) * 4)
  for (let byte: u32 = 0; byte < 256; byte++) {
    const at = nextNumbers + (<usize>load<u8>(codeLengths + byte) << 2)
    store<u32>(at, load<u32>(at) + 1)
  }
  let first: u32 = 0
  for (let length = longest; length > 0; length--) {
    const at = nextNumbers + (<usize>length << 2)
    const count = load<u32>(at)
    store<u32>(at, first)
    first = (first + count) >> 1
  }
  for (let byte: u32 = 0; byte < 256; byte++) {
    const length = <u32>load<u8>(codeLengths + byte)
    if (length == 0) continue
    const at = nextNumbers + (<usize>length << 2)
    const number = load<u32>(at)
    store<u32>(at, number + 1)
    store<u64>(codes + (<usize>byte << 3), (<u64>number << (64 - length)) | length)
  }
}

const weights = memory.data(256) // u8 a byte
const weightCounts = memory.data((mostBits + 1) * 4)
const weightTable = memory.data(fseTableBytes)
const mostWeightsAsTheyAre: u32 = 128

/**
 * Describes the codes: a weight for each byte but the last that occurs, which follows from the others.
 * @returns the address behind; 0: it cannot be described
 */
export function writeWeights(out: usize): usize {
  let last: u32 = 255
  while (load<u8>(codeLengths + last) == 0) last--
  for (let byte: u32 = 0; byte <= last; byte++) {
    const length = <u32>load<u8>(codeLengths + byte)
    store<u8>(weights + byte, length == 0 ? 0 : longest + 1 - length)
  }
  const end = writeCodedWeights(last, out + 1)
  const bytes = end == 0 ? u32.MAX_VALUE : <u32>(end - out) - 1
  const bytesAsTheyAre = last > mostWeightsAsTheyAre ? u32.MAX_VALUE : (last + 1) >> 1
  if (bytes < min<u32>(bytesAsTheyAre, 128)) {
    store<u8>(out, bytes)
    return end
  }
  if (last > mostWeightsAsTheyAre) return 0
  store<u8>(out++, 127 + last)
  store<u8>(weights + last, 0)
  for (let i: u32 = 0; i < last; i += 2) store<u8>(out++, (load<u8>(weights + i) << 4) | load<u8>(weights + i + 1))
  return out
}

/** By two states that take turns. Returns the address behind; 0: fewer than two different weights, or than three. */
function writeCodedWeights(count: u32, out: usize): usize {
  memory.fill(weightCounts, 0, (mostBits + 1) * 4)
  for (let i: u32 = 0; i < count; i++) {
    const at = weightCounts + (<usize>weightOf(i) << 2)
    store<u32>(at, load<u32>(at) + 1)
  }
  let different: u32 = 0
  for (let weight: u32 = 0; weight <= mostBits; weight++) if (load<u32>(weightCounts + (<usize>weight << 2)) > 0) different++
  if (different < 2 || count < 3) return 0
  const log = fseLog(count, different, 6)
  shareStates(weightCounts, mostBits + 1, count, log)
  out = writeShares(log, out)
  buildFseTable(mostBits + 1, log, weightTable)
  beginBits(out)
  // `turn` has the weight in front, `other` the one before it.
  let other = firstState(weightTable, weightOf(count - 1))
  let turn = firstState(weightTable, weightOf(count - 2))
  for (let i = count - 2; i > 0; i--) {
    const weight = weightOf(i - 1)
    const bits = stateBits(weightTable, other, weight)
    addBits(other & ((1 << bits) - 1), bits)
    const state = nextState(weightTable, other, weight, bits)
    other = turn
    turn = state
  }
  // The state of the second weight, then that of the first.
  addBits(other & ((1 << log) - 1), log)
  addBits(turn & ((1 << log) - 1), log)
  return endMarkedBits()
}

@inline
function weightOf(byte: u32): u32 {
  return load<u8>(weights + byte)
}
