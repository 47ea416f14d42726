// Rejects on their way from a thread. As objects those of a row group could take fifty times the room of its CSV; packed a block at a
// time they take less than it.

import { deserialize, serialize } from 'node:v8'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Reject } from './block-parser.ts'

/** @returns bytes in a buffer of their own, which can be handed over */
export function packRejects(rejects: readonly Reject[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(zstdCompressSync(serialize(rejects)))
}

export function unpackRejects(packed: Uint8Array): Reject[] {
  return deserialize(zstdDecompressSync(packed))
}
