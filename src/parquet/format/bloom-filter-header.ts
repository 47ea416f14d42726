// What stands in front of a bloom filter's bits. The unions have one member each, so far.

import { i32, optional, required, struct } from '../thrift/struct.ts'

const Empty = struct('empty struct', {})

export const BloomFilterHeader = struct('BloomFilterHeader', {
  numBytes: required(1, i32),
  algorithm: required(2, struct('BloomFilterAlgorithm', { BLOCK: optional(1, Empty) })),
  hash: required(3, struct('BloomFilterHash', { XXHASH: optional(1, Empty) })),
  compression: required(4, struct('BloomFilterCompression', { UNCOMPRESSED: optional(1, Empty) })),
})
