// Page bodies → compressed bytes. Synchronous: a conversion thread compresses its own pages, inline. Snappy is 4 kB of WebAssembly, since
// Node has none; measured on CSV text it is twice as fast as the JavaScript ports, and a tenth smaller than snappyjs.

import { constants, gzipSync, zstdCompressSync } from 'node:zlib'
import { snappyCompressor } from 'hysnappy'
import type { Codec } from '../../schema/dataset.ts'
import type { CompressionCodec } from '../format/enums.ts'

/** The format's name of each codec. */
export const codecNames: Readonly<Record<Codec, CompressionCodec>> = {
  zstd: 'ZSTD',
  snappy: 'SNAPPY',
  gzip: 'GZIP',
  none: 'UNCOMPRESSED',
}

const zstdLevel = 1 // 3 costs twice the time for a few percent of size
const gzipLevel = 6

/**
 * Room for the output in one piece: more pieces would be joined at the end, and much more room than is needed is memory that the garbage
 * collector must run after (measured: a tenth of a conversion).
 */
function outputPieceBytes(body: Uint8Array): number {
  return Math.min(Math.max(body.length >> 1, 1024), 512 * 1024)
}

const compressSnappy = snappyCompressor()

/** @returns the compressed bytes; `body` itself when there is no codec. May be a view into a larger buffer. */
export function compress(codec: Codec, body: Uint8Array): Uint8Array {
  switch (codec) {
    case 'zstd':
      return zstdCompressSync(body, {
        params: { [constants.ZSTD_c_compressionLevel]: zstdLevel },
        pledgedSrcSize: body.length, // stands in the frame's header then, so that readers can allocate once
        chunkSize: outputPieceBytes(body),
      })
    case 'snappy':
      return compressSnappy(body)
    case 'gzip':
      return gzipSync(body, { level: gzipLevel, chunkSize: outputPieceBytes(body) })
    case 'none':
      return body
  }
}
