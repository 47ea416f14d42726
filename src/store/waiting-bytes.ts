// Bytes on their way into a file, or from a socket: copied into buffers of one size, which are used again. Fresh memory for every chunk would be
// freed when the garbage collector comes by, and the process would grow with the file.

export const bufferBytes = 1024 * 1024

interface Filled {
  buffer: Uint8Array<ArrayBuffer>
  length: number
}

/** Buffers that nobody uses; more than so many are left to the garbage collector. */
export class BufferPool {
  readonly #free: Uint8Array<ArrayBuffer>[] = []
  readonly #mostFree: number

  constructor(mostFree: number) {
    this.#mostFree = mostFree
  }

  take(): Uint8Array<ArrayBuffer> {
    return this.#free.pop() ?? new Uint8Array(bufferBytes)
  }

  give(buffer: Uint8Array<ArrayBuffer>): void {
    if (this.#free.length < this.#mostFree) this.#free.push(buffer)
  }
}

/** Of all files. What is written at a time seldom takes more. */
const filePool = new BufferPool(16)

export class WaitingBytes {
  readonly #pool: BufferPool
  #filled: Filled[] = []
  #bytes = 0

  constructor(pool = filePool) {
    this.#pool = pool
  }

  /** That are not yet used. */
  get bytes(): number {
    return this.#bytes
  }

  /** Copies the bytes. */
  add(bytes: Uint8Array): void {
    this.#bytes += bytes.byteLength
    for (let at = 0; at < bytes.byteLength; ) {
      const last = this.#withRoom()
      const copied = Math.min(bytes.byteLength - at, bufferBytes - last.length)
      last.buffer.set(bytes.subarray(at, at + copied), last.length)
      last.length += copied
      at += copied
    }
  }

  /** Passes all that waits to `use`, whose buffers are free again when it has ended. */
  async take(use: (chunks: Uint8Array[]) => Promise<void>): Promise<void> {
    const taken = this.#filled
    this.#filled = []
    await use(taken.map(({ buffer, length }) => buffer.subarray(0, length)))
    for (const { length } of taken) this.#bytes -= length
    for (const { buffer } of taken) this.#pool.give(buffer)
  }

  /** What waits, and what comes while it is taken; each chunk is valid until the next one is asked for. */
  *drain(): Generator<Uint8Array> {
    for (let first = this.#filled.shift(); first !== undefined; first = this.#filled.shift()) {
      yield first.buffer.subarray(0, first.length)
      this.#bytes -= first.length
      this.#pool.give(first.buffer)
    }
  }

  /** Forgets what nobody has taken. */
  clear(): void {
    for (const { length } of this.#filled) this.#bytes -= length
    this.#filled = []
  }

  #withRoom(): Filled {
    const last = this.#filled.at(-1)
    if (last !== undefined && last.length < bufferBytes) return last
    const added = { buffer: this.#pool.take(), length: 0 }
    this.#filled.push(added)
    return added
  }
}
