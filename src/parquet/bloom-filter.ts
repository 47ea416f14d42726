// How large a bloom filter is, and its bytes in the file: a header, then the bits that the kernel set.
// Spec: https://github.com/apache/parquet-format/blob/master/BloomFilter.md

import { BloomFilterHeader } from './format/bloom-filter-header.ts'
import { encodeThrift } from './thrift/struct.ts'

const leastBytes = 32 // a block
const mostBytes = 128 * 1024 * 1024 // Arrow refuses larger ones

/**
 * Bytes of the filter that says yes to this part of the values that are not there; the next power of two, since Arrow refuses others.
 * In a filter of m bits each of n values sets eight: p = (1 - e^(-8n/m))^8.
 */
export function bloomFilterBytes(distinctValues: number, falsePositives: number): number {
  const bits = (-8 * distinctValues) / Math.log(1 - falsePositives ** (1 / 8))
  return Math.min(Math.max(2 ** Math.ceil(Math.log2(bits / 8)), leastBytes), mostBytes)
}

export function bloomFilterPieces(bits: Uint8Array<ArrayBuffer>): Uint8Array[] {
  const header = encodeThrift(BloomFilterHeader, {
    numBytes: bits.length,
    algorithm: { BLOCK: {} },
    hash: { XXHASH: {} },
    compression: { UNCOMPRESSED: {} },
  })
  return [header, bits]
}
