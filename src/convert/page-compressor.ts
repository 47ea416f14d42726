// The pages of one column chunk → compressed bytes. For pages of values of one width, the kernel makes zstd frames itself
// (kernel/zstd-frame.ts): several times as fast as Node's zstd, and smaller, where what repeats are bytes of the value before. Whether that
// is so the chunk's first such page tells, by a part of it that both compress.

import type { Kernel } from '../kernel/kernel.ts'
import type { Compressor, PageCompressor } from '../parquet/codec/compress.ts'
import { physicalType } from '../parquet/physical-type.ts'
import { type Codec, codecParts } from '../schema/codec.ts'
import type { Column } from '../schema/dataset.ts'

/** Shorter bodies are compressed in no time, or most of it would be the comparison. */
const shortestBody = 32 * 1024

/** The part that is compared, from the body's middle on: levels stand in front. */
const comparedPart = 1 / 8
const mostComparedBytes = 64 * 1024

/** How much larger a frame of ours may be for the time that it saves, where time is wanted (level 1); it mostly is smaller. */
const mayBeLarger = 1 / 24

/**
 * For bodies that lie in the kernel's memory. What the function returns is valid until it or the kernel is called again.
 * @param compress the codec's, for the pages that it is better for
 */
export function pageCompressor(kernel: Kernel, { type }: Column, codec: Codec, compress: Compressor): PageCompressor {
  const { type: stored, type_length } = physicalType(type)
  const width = widths[stored] ?? type_length
  const { name, level } = codecParts(codec)
  if (name !== 'zstd' || width === undefined) return compress
  const tolerance = level === 1 ? mayBeLarger : 0
  let isWorthIt: boolean | undefined
  return (body, encoding) => {
    const { byteOffset: address, length } = body
    if (encoding !== 'PLAIN' || length < shortestBody || isWorthIt === false) return compress(body)
    isWorthIt ??= compare(kernel, compress, address + (length >> 1), Math.min(length * comparedPart, mostComparedBytes), width, tolerance)
    const frame = isWorthIt ? kernel.compressValues(address, length, width) : undefined
    return frame ?? compress(kernel.bytes(address, length)) // a new view: the kernel's memory may have grown
  }
}

const widths: Partial<Record<ReturnType<typeof physicalType>['type'], number>> = { INT32: 4, FLOAT: 4, INT64: 8, DOUBLE: 8 }

function compare(kernel: Kernel, compress: Compressor, address: number, length: number, width: number, tolerance: number): boolean {
  const ours = kernel.compressValues(address, length, width)?.length
  return ours !== undefined && ours <= compress(kernel.bytes(address, length)).length * (1 + tolerance)
}
