// DELTA_BINARY_PACKED of 32 bits, as lengths are written: blocks of deltas, each block in miniblocks of their own width.
// Spec: https://github.com/apache/parquet-format/blob/master/Encodings.md, "Delta Encoding".

import { CompactReader } from '../thrift/compact-reader.ts'

/** Values in a block: writers have 128 to a few thousand. */
const mostInBlock = 2 ** 20

/**
 * What stands in front of the first block, as the specification has it: decoders trust it, and may read one place for ever if it is not.
 * @returns how many miniblocks a block has, and how many values each of them
 * @throws Error for blocks of any other form
 */
export function deltaBlocks(reader: CompactReader): { miniblocks: number; perMiniblock: number } {
  const blockSize = reader.varint()
  const miniblocks = reader.varint()
  const perMiniblock = blockSize / miniblocks
  if (!(Number.isInteger(perMiniblock) && perMiniblock % 32 === 0 && perMiniblock > 0 && blockSize <= mostInBlock))
    throw new RangeError(`blocks of ${blockSize} in ${miniblocks} miniblocks`)
  return { miniblocks, perMiniblock }
}

/**
 * @param count of values that the page has
 * @returns the values, and where their bytes end
 * @throws Error when the bytes are not what the encoding allows, or a length is negative
 */
export function deltaInts(bytes: Uint8Array, count: number): { values: Float64Array; end: number } {
  const reader = new CompactReader(bytes)
  const { miniblocks, perMiniblock } = deltaBlocks(reader)
  if (reader.varint() !== count) throw new RangeError('another number of lengths than of values')
  const values = new Float64Array(count)
  let value = reader.zigzag()
  values[0] = value
  for (let at = 1; at < count; ) {
    const least = reader.zigzag()
    const widths = reader.bytes(miniblocks)
    for (const width of widths) {
      if (at >= count) break
      const packed = reader.bytes((perMiniblock * width) / 8)
      for (let i = 0; i < perMiniblock && at < count; i++, at++) {
        value += least + bitsAt(packed, i * width, width)
        values[at] = value
      }
    }
  }
  if (values.some(length => length < 0 || length > 2 ** 31)) throw new RangeError('a length that is negative or too large')
  return { values, end: reader.offset }
}

function bitsAt(bytes: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let bit = 0; bit < width; bit++) value += (((bytes[(at + bit) >> 3] ?? 0) >> ((at + bit) & 7)) & 1) * 2 ** bit
  return value
}
