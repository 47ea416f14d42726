// Page bodies → compressed bytes. Synchronous: a conversion thread compresses its own pages, inline. Snappy is 4 kB of WebAssembly, since
// Node has none; measured on CSV text it is twice as fast as the JavaScript ports, and a tenth smaller than snappyjs.

import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { snappyCompressor } from 'hysnappy'
import { type Codec, type CodecName, codecParts } from '../../schema/codec.ts'
import type { PageEncoding } from '../encoded-page.ts'
import type { CompressionCodec } from '../format/enums.ts'
import { compressLz4Block } from './lz4-block.ts'
import { zstdCompressor } from './zstd-compressor.ts'

/** The format's name of each codec. Its `LZ4` is another one, which nobody should write. */
const formatNames: Readonly<Record<CodecName, CompressionCodec>> = {
  zstd: 'ZSTD',
  snappy: 'SNAPPY',
  gzip: 'GZIP',
  brotli: 'BROTLI',
  lz4_raw: 'LZ4_RAW',
  none: 'UNCOMPRESSED',
}

export const formatName = (codec: Codec): CompressionCodec => formatNames[codecParts(codec).name]

/** @returns the compressed bytes; the body itself when there is no codec. May be a view into a larger buffer, and is valid until the next call. */
export type Compressor = (body: Uint8Array) => Uint8Array

/** The same for pages of one column chunk; their encodings may matter. */
export type PageCompressor = (body: Uint8Array, encoding: PageEncoding) => Uint8Array

export function compressor(codec: Codec): Compressor {
  const { name, level } = codecParts(codec)
  switch (name) {
    case 'zstd':
      return body => compressZstd(body, level)
    case 'snappy':
      return compressSnappy
    case 'gzip':
      return body => gzipSync(body, { level, chunkSize: outputPieceBytes(body) })
    case 'brotli':
      return body => compressBrotli(body, level)
    case 'lz4_raw':
      return compressLz4Block
    case 'none':
      return body => body
  }
}

/**
 * Room for the output in one piece: more pieces would be joined at the end, and much more room than is needed is memory that the garbage
 * collector must run after (measured: a tenth of a conversion).
 */
function outputPieceBytes(body: Uint8Array): number {
  return Math.min(Math.max(body.length >> 1, 1024), 512 * 1024)
}

const compressSnappy = snappyCompressor()

/** One for each level: a compressor holds a megabyte of its own. */
const zstdCompressors = new Map<number, Compressor>()

function compressZstd(body: Uint8Array, level: number): Uint8Array {
  let compress = zstdCompressors.get(level)
  if (compress === undefined) {
    compress = zstdCompressor(level)
    zstdCompressors.set(level, compress)
  }
  return compress(body)
}

function compressBrotli(body: Uint8Array, level: number): Uint8Array {
  return brotliCompressSync(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: level, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
    chunkSize: outputPieceBytes(body),
  })
}
