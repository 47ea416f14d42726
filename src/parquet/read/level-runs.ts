// Levels and dictionary indices: runs of one value, and runs of values packed bit by bit.
// Spec: https://github.com/apache/parquet-format/blob/master/Encodings.md, "Run Length Encoding / Bit-Packing Hybrid".

import { CompactReader } from '../thrift/compact-reader.ts'

/** Values that the last run may have beyond those that are wanted: writers fill it up. */
const padding = 512
const maxWidth = 32

/**
 * Follows the runs until they have given `count` values.
 * @param width bits of a value
 * @param wanted the value that is counted
 * @returns how many of the values are `wanted`
 * @throws Error when the bytes end too early, or a run says more values than there can be
 */
export function countInRuns(bytes: Uint8Array, width: number, count: number, wanted: number): number {
  if (width > maxWidth) throw new RangeError(`values of ${width} bits`)
  const reader = new CompactReader(bytes)
  let found = 0
  for (let seen = 0; seen < count; ) {
    const header = reader.varint()
    const isPacked = header % 2 === 1
    const length = isPacked ? ((header - 1) / 2) * 8 : header / 2
    if (isPacked && length === 0) throw new RangeError('a packed run of no values') // hyparquet takes a byte for it, and all runs behind it for others
    if (length > count - seen + padding) throw new RangeError(`a run of ${length} values where ${count - seen} are left`)
    const taken = Math.min(length, count - seen)
    found += isPacked ? countPacked(reader, width, taken, length, wanted) : countRepeated(reader, width, taken, wanted)
    seen += length
  }
  return found
}

function countRepeated(reader: CompactReader, width: number, taken: number, wanted: number): number {
  let value = 0
  for (let shift = 0; shift < width; shift += 8) value += reader.byte() * 2 ** shift
  return value === wanted ? taken : 0
}

/** @param length of the run; the bytes behind those of the values taken may be missing where the run is the last */
function countPacked(reader: CompactReader, width: number, taken: number, length: number, wanted: number): number {
  const packed = reader.bytes(Math.ceil((taken * width) / 8))
  reader.bytes(Math.min(reader.left, (length * width) / 8 - packed.length))
  if (width === 0) return wanted === 0 ? taken : 0
  let found = 0
  for (let i = 0; i < taken; i++) if (unpacked(packed, i * width, width) === wanted) found++
  return found
}

/** The `width` bits from bit `at` on; the lowest bit comes first. */
function unpacked(bytes: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let bit = 0; bit < width; ) {
    const offset = (at + bit) % 8
    const part = Math.min(8 - offset, width - bit)
    value += (((bytes[(at + bit - offset) / 8] ?? 0) >> offset) & ((1 << part) - 1)) * 2 ** bit
    bit += part
  }
  return value
}
