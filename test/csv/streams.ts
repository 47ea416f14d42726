// Byte streams for tests: given, cut and collected.

/** A copy that is void once the next chunk is asked for, as those of stores are. */
export function* fleeting(chunk: Uint8Array): Generator<Uint8Array> {
  const copy = new Uint8Array(chunk)
  yield copy
  copy.buffer.transfer(0)
}

/** The bytes in chunks of at most `size`; `closed` tells whether the reader has closed them. */
export class Chunks implements AsyncIterable<Uint8Array> {
  closed = false
  taken = 0
  readonly #chunks: readonly Uint8Array[]

  constructor(chunks: readonly Uint8Array[]) {
    this.#chunks = chunks
  }

  /** Bytes in all. */
  get size(): number {
    return this.#chunks.reduce((total, chunk) => total + chunk.length, 0)
  }

  static of(bytes: Uint8Array, size = bytes.length): Chunks {
    const chunks: Uint8Array[] = []
    for (let start = 0; start < bytes.length; start += size) chunks.push(bytes.subarray(start, start + size))
    return new Chunks(chunks)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (const chunk of this.#chunks) {
        this.taken++
        yield* fleeting(chunk)
      }
    } finally {
      this.closed = true
    }
  }
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(new Uint8Array(chunk))
  return Buffer.concat(all)
}
