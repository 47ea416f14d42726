// The encodings of values, numbered as in the format (parquet.thrift, Encoding), and which function writes each.

import { encodeByteStreamSplit } from './byte-stream-split'
import { Column, storeBits, storeEight, storeFour } from './column'
import { encodeDelta32, encodeDelta64 } from './delta-binary-packed'
import { encodeDeltaByteArray, encodeDeltaLengthByteArray } from './delta-byte-array'
import { encodeBits, packBits } from './hybrid'

export const encodingPlain: u32 = 0
const encodingRle: u32 = 3 // booleans
const encodingDeltaBinaryPacked: u32 = 5
const encodingDeltaLengthByteArray: u32 = 6
const encodingDeltaByteArray: u32 = 7
export const encodingDictionary: u32 = 8
const encodingByteStreamSplit: u32 = 9

/** The most bytes that `encodeValues` writes for values that take so many in PLAIN (a byte each for booleans). */
export function worstEncodedBytes(count: u32, plainBytes: u32): u32 {
  return plainBytes + count * 9 + 4096
}

/**
 * Encodes values as they lie in PLAIN (booleans: a byte each); not for PLAIN itself, but for booleans, nor for dictionaries.
 * @param lengths room for two u32 a value
 * @returns the address behind
 */
export function encodeValues(column: Column, encoding: u32, plain: usize, count: u32, lengths: usize, out: usize): usize {
  switch (encoding) {
    case encodingRle: {
      const end = encodeBits(plain, count, out + 4)
      store<u32>(out, <u32>(end - out) - 4)
      return end
    }
    case encodingDeltaBinaryPacked:
      return column.storage == storeFour ? encodeDelta32(plain, count, out) : encodeDelta64(plain, count, out)
    case encodingDeltaLengthByteArray:
      return encodeDeltaLengthByteArray(plain, count, lengths, out)
    case encodingDeltaByteArray:
      return encodeDeltaByteArray(plain, count, lengths, out)
    case encodingByteStreamSplit:
      return encodeByteStreamSplit(plain, count, valueBytes(column), out)
    default:
      return packBits(plain, count, out)
  }
}

/** Bytes of each value, where all have the same. */
@inline
export function valueBytes(column: Column): u32 {
  return (
    column.storage == storeBits ? 1
    : column.storage == storeFour ? 4
    : column.storage == storeEight ? 8
    : column.fixedLength
  )
}
