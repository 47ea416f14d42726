// Reads DELTA_BINARY_PACKED and what is built on it and on byte streams, written from the specification alone (parquet-format, Encodings.md).

import type { ByteReader } from './byte-reader.ts'

/** @param bits of a value: 32 or 64 */
export function decodeDeltaBinaryPacked(reader: ByteReader, count: number, bits: number): bigint[] {
  const [blockValues, miniblocks, total] = [reader.varint(), reader.varint(), reader.varint()]
  const first = reader.zigzag()
  const miniblockValues = blockValues / miniblocks
  if (blockValues % 128 !== 0 || miniblockValues % 32 !== 0) throw new Error(`blocks of ${blockValues} in ${miniblocks} miniblocks`)
  if (total !== count) throw new Error(`${total} values instead of ${count}`)
  const values = count === 0 ? [] : [first]
  while (values.length < count) {
    const smallest = reader.zigzag()
    const widths = reader.take(miniblocks)
    for (const width of widths) {
      if (values.length === count) {
        if (width !== 0) throw new Error('a miniblock that is not needed has a width')
        continue
      }
      if (width > bits) throw new Error(`a width of ${width} bits`)
      for (const delta of unpacked(reader.take((miniblockValues * width) / 8), width, miniblockValues)) {
        if (values.length === count) {
          if (delta !== 0n) throw new Error('padding is not zero')
        } else values.push(BigInt.asIntN(bits, values.at(-1)! + smallest + delta))
      }
    }
  }
  return values
}

function unpacked(bytes: Uint8Array, width: number, count: number): bigint[] {
  const all = bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  const mask = (1n << BigInt(width)) - 1n
  return Array.from({ length: count }, (_, index) => (all >> BigInt(index * width)) & mask)
}

export function decodeDeltaLengthByteArray(reader: ByteReader, count: number): Uint8Array[] {
  return decodeDeltaBinaryPacked(reader, count, 32).map(length => reader.take(Number(length)))
}

export function decodeDeltaByteArray(reader: ByteReader, count: number): Uint8Array[] {
  const shared = decodeDeltaBinaryPacked(reader, count, 32)
  let previous: Uint8Array = new Uint8Array()
  return decodeDeltaLengthByteArray(reader, count).map((rest, index) => {
    previous = Buffer.concat([previous.subarray(0, Number(shared[index])), rest])
    return previous
  })
}

/** The values one behind the other, as in PLAIN. */
export function joinByteStreams(reader: ByteReader, count: number, width: number): Uint8Array {
  const streams = Array.from({ length: width }, () => reader.take(count))
  return Uint8Array.from({ length: count * width }, (_, at) => streams[at % width]![Math.floor(at / width)]!)
}
