// Slow and plain: the encodings of values, written from the specification alone (parquet-format, Encodings.md). Each gives the very bytes that
// the kernel gives: blocks of 128 values in four miniblocks, zeros wherever the specification leaves a choice.

const blockValues = 128
const miniblocks = 4
const miniblockValues = blockValues / miniblocks

/** @param bits of a value: 32 or 64; differences wrap around at that width */
export function deltaBinaryPacked(values: readonly bigint[], bits: 32 | 64): Uint8Array {
  const wrapped = (value: bigint) => BigInt.asIntN(bits, value)
  const deltas = values.slice(1).map((value, index) => wrapped(value - values[index]!))
  const blocks = chunksOf(deltas, blockValues).map(block => deltaBlock(block, bits))
  const header = [blockValues, miniblocks, values.length].flatMap(count => varint(BigInt(count)))
  return Uint8Array.from([...header, ...zigzag(values[0] ?? 0n), ...blocks.flat()])
}

function deltaBlock(deltas: readonly bigint[], bits: 32 | 64): number[] {
  const smallest = deltas.toSorted((a, b) => (a < b ? -1 : 1))[0]!
  const parts = chunksOf(
    deltas.map(delta => BigInt.asUintN(bits, delta - smallest)),
    miniblockValues,
  )
  const widths = parts.map(part => Math.max(...part.map(value => (value === 0n ? 0 : value.toString(2).length))))
  const bodies = parts.map((part, index) => packed(part, widths[index]!))
  return [...zigzag(smallest), ...widths, ...Array<number>(miniblocks - widths.length).fill(0), ...bodies.flat()]
}

/** 32 values, zeros behind the last, lowest bit first. */
function packed(values: readonly bigint[], width: number): number[] {
  const all = values.reduce((sum, value, index) => sum | (value << BigInt(index * width)), 0n)
  return Array.from({ length: (miniblockValues * width) / 8 }, (_, byte) => Number((all >> BigInt(8 * byte)) & 0xffn))
}

export function deltaLengthByteArray(values: readonly Uint8Array[]): Uint8Array {
  const lengths = values.map(value => BigInt(value.length))
  return Buffer.concat([deltaBinaryPacked(lengths, 32), ...values])
}

export function deltaByteArray(values: readonly Uint8Array[]): Uint8Array {
  const shared = values.map((value, index) => sharedLength(value, values[index - 1] ?? new Uint8Array()))
  const rests = values.map((value, index) => value.subarray(shared[index]))
  return Buffer.concat([deltaBinaryPacked(shared.map(BigInt), 32), deltaLengthByteArray(rests)])
}

function sharedLength(a: Uint8Array, b: Uint8Array): number {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length++
  return length
}

/** @param plain values of `width` bytes each, one behind the other */
export function byteStreamSplit(plain: Uint8Array, width: number): Uint8Array {
  const count = plain.length / width
  return Uint8Array.from({ length: plain.length }, (_, at) => plain[(at % count) * width + Math.floor(at / count)]!)
}

/** Every run as a repeated one: what any reader must take, not what the kernel writes. */
export function rleBooleans(values: readonly boolean[]): Uint8Array {
  const runs: number[] = []
  for (let start = 0; start < values.length; ) {
    let end = start
    while (end < values.length && values[end] === values[start]) end++
    runs.push(...varint(BigInt((end - start) * 2)), values[start] ? 1 : 0)
    start = end
  }
  const length = Buffer.alloc(4)
  length.writeUInt32LE(runs.length)
  return Buffer.concat([length, Uint8Array.from(runs)])
}

function zigzag(value: bigint): number[] {
  return varint(value < 0n ? -2n * value - 1n : 2n * value)
}

function varint(value: bigint): number[] {
  return value < 0x80n ? [Number(value)] : [Number(value & 0x7fn) | 0x80, ...varint(value >> 7n)]
}

function chunksOf<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) => values.slice(index * size, (index + 1) * size))
}
