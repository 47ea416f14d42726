// The pieces of a span, from whoever cuts it to whoever encodes it: they are read while others are still to come.

import { bytesOfPiece, type SlabPiece } from './shared-slabs.ts'

/** The span's end will not come. Why is told elsewhere. */
export class SpanBroken extends Error {}

export class SpanPieces {
  /** The source begins with it. */
  readonly isFirst: boolean
  readonly #pieces: SlabPiece[] = []
  #state: 'open' | 'ended' | 'broken' = 'open'
  #changed = Promise.withResolvers<void>()

  constructor(isFirst = false) {
    this.isFirst = isFirst
  }

  push(piece: SlabPiece): void {
    this.#pieces.push(piece)
    this.#notify()
  }

  /** No piece will come. */
  end(): void {
    if (this.#state === 'open') this.#state = 'ended'
    this.#notify()
  }

  /** No piece will come, though the span has not ended. One that has ended stays as it is. */
  break(): void {
    if (this.#state === 'open') this.#state = 'broken'
    this.#notify()
  }

  /** The pieces in order, each once. @throws SpanBroken behind the last one of a span that is broken */
  async *[Symbol.asyncIterator](): AsyncGenerator<SlabPiece> {
    for (;;) {
      const piece = this.#pieces.shift()
      if (piece !== undefined) yield piece
      else if (this.#state === 'ended') return
      else if (this.#state === 'broken') throw new SpanBroken()
      else await this.#changed.promise
    }
  }

  /**
   * Their bytes, each valid until the next are asked for.
   * @param memory what their slabs lie in
   * @param onRead told of each slab that has been read
   */
  async *read(memory: SharedArrayBuffer, onRead: (slab: number) => void): AsyncGenerator<Uint8Array> {
    for await (const piece of this) {
      yield bytesOfPiece(memory, piece)
      onRead(piece.slab)
    }
  }

  #notify(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }
}
