// Bodies → zstd frames, with one compression context and one output buffer for all of them. `zstdCompressSync` makes both anew for every page,
// over a megabyte that the system must clear and the garbage collector run after: 4 to 7 % of a conversion (docs/performance.md).
//
// Node has no public way to do this synchronously, so the stream's own handle is called as `node:zlib` itself calls it. Where a Node has no such
// handle, the public function serves: the bytes are the same.

import { constants, createZstdCompress, zstdCompressSync } from 'node:zlib'

interface ZstdHandle {
  /** Consumes input and fills output; what is left of both stands in `_writeState` then. */
  writeSync(flush: number, input: Uint8Array, from: number, bytes: number, output: Uint8Array, at: number, room: number): void
}

interface StreamInternals {
  _handle?: ZstdHandle
  /** Bytes of output and input that are left. */
  _writeState?: Uint32Array
}

/** @returns a function from a body to one frame, which is valid until the next call; its header tells the body's size */
export function zstdCompressor(level: number): (body: Uint8Array) => Uint8Array {
  const params = { [constants.ZSTD_c_compressionLevel]: level }
  const { _handle: handle, _writeState: left } = createZstdCompress({ params }) as StreamInternals
  if (typeof handle?.writeSync !== 'function' || left?.length !== 2) return body => compressOnce(body, params)
  let output = new Uint8Array(firstRoom)
  return body => {
    if (output.length < mostBytes(body)) output = new Uint8Array(mostBytes(body) * 2)
    handle.writeSync(constants.ZSTD_e_end, body, 0, body.length, output, 0, output.length)
    if (left[1] !== 0) throw new Error('zstd did not take the whole page')
    return output.subarray(0, output.length - left[0]!)
  }
}

export function compressOnce(body: Uint8Array, params: Record<number, number>): Uint8Array {
  return zstdCompressSync(body, { params, pledgedSrcSize: body.length, chunkSize: Math.max(mostBytes(body), 1024) })
}

const firstRoom = 1024 * 1024

/** No frame is longer: zstd.h, ZSTD_COMPRESSBOUND. */
function mostBytes(body: Uint8Array): number {
  return body.length + (body.length >> 8) + 1024
}
