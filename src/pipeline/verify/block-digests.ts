// A stream of bytes as digests of its blocks: enough to tell whether two streams are the same and where they part, without holding either.

import { createHash } from 'node:crypto'

/** 40 bytes of digest for each; a file of 10 GB has ten thousand. */
export const blockBytes = 1024 * 1024

export class BlockDigests {
  readonly digests: string[] = []
  bytes = 0
  #hash = createHash('sha256')
  #room = blockBytes

  update(chunk: Uint8Array): void {
    this.bytes += chunk.byteLength
    for (let at = 0; at < chunk.byteLength; ) {
      const part = chunk.subarray(at, at + this.#room)
      this.#hash.update(part)
      this.#room -= part.byteLength
      at += part.byteLength
      if (this.#room === 0) this.#closeBlock()
    }
  }

  end(): this {
    if (this.#room < blockBytes) this.#closeBlock()
    return this
  }

  #closeBlock(): void {
    this.digests.push(this.#hash.digest('hex'))
    this.#hash = createHash('sha256')
    this.#room = blockBytes
  }
}

/** The first bytes that differ, to the block; undefined: they are the same. `end` is exclusive. */
export function firstDifference(a: BlockDigests, b: BlockDigests): { start: number; end: number } | undefined {
  const blocks = Math.max(a.digests.length, b.digests.length)
  for (let at = 0; at < blocks; at++) {
    if (a.digests[at] === b.digests[at]) continue
    const start = at * blockBytes
    return { start, end: Math.min(start + blockBytes, Math.max(a.bytes, b.bytes)) }
  }
  return undefined
}
