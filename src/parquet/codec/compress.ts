// Page bodies → compressed bytes. Synchronous: a conversion thread compresses its own pages, inline.

import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { Kernel } from '../../kernel/kernel.ts'
import { kernelModule } from '../../kernel/kernel-file.ts'
import { type Codec, type CodecName, codecParts } from '../../schema/codec.ts'
import type { PageEncoding } from '../encoded-page.ts'
import type { CompressionCodec } from '../format/enums.ts'
import { compressLz4Block } from './lz4-block.ts'
import { snappyCompressor } from './snappy-compressor.ts'
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

/** @param kernel the one in whose memory the bodies lie; without it Snappy makes one */
export function compressor(codec: Codec, kernel?: Kernel): Compressor {
  const { name, level } = codecParts(codec)
  switch (name) {
    case 'zstd':
      return body => compressZstd(body, level)
    case 'snappy':
      return snappyCompressor(kernel ?? new Kernel(kernelModule()))
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
