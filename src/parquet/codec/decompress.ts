// Compressed pages → their bodies, for reading. The page header says how long the body is; output beyond that is refused, not allocated.

import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import type { Compressors } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

/** More bytes of pages are not decompressed at once; writers make pages of about a megabyte. */
export const maxPageBytes = 128 * 1024 * 1024

/** Node's own codecs where there are some, hyparquet's for the rest. */
export const decompressors: Compressors = Object.fromEntries(
  Object.entries({
    ...compressors,
    ZSTD: (page: Uint8Array, bodyBytes: number) => zstdDecompressSync(page, { maxOutputLength: bodyBytes }),
    GZIP: (page: Uint8Array, bodyBytes: number) => gunzipSync(page, { maxOutputLength: bodyBytes }),
    BROTLI: (page: Uint8Array, bodyBytes: number) => brotliDecompressSync(page, { maxOutputLength: bodyBytes }),
  }).map(([codec, decompress]) => [codec, bounded(decompress)]),
)

function bounded(decompress: (page: Uint8Array, bodyBytes: number) => Uint8Array) {
  return (page: Uint8Array, bodyBytes: number): Uint8Array => {
    if (!(bodyBytes >= 0 && bodyBytes <= maxPageBytes))
      throw new RangeError(`a page of ${bodyBytes} bytes; at most ${maxPageBytes} are read`)
    return bodyBytes === 0 ? new Uint8Array(0) : decompress(page, bodyBytes)
  }
}
