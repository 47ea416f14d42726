// Bytes on their way into a file: copied into buffers of one size, which are used again. Fresh memory for every chunk would be freed when the
// garbage collector comes by, and the process would grow with the file.

export const bufferBytes = 1024 * 1024

interface Filled {
  buffer: Uint8Array<ArrayBuffer>
  length: number
}

/** Buffers that nobody uses, of all files. What is written at a time seldom takes more; what does is left to the garbage collector. */
const free: Uint8Array<ArrayBuffer>[] = []
const mostFree = 8

export class WaitingBytes {
  #filled: Filled[] = []
  #bytes = 0

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
    free.push(...taken.map(({ buffer }) => buffer).slice(0, mostFree - free.length))
  }

  /** Forgets what nobody has taken. */
  clear(): void {
    for (const { length } of this.#filled) this.#bytes -= length
    this.#filled = []
  }

  #withRoom(): Filled {
    const last = this.#filled.at(-1)
    if (last !== undefined && last.length < bufferBytes) return last
    const added = { buffer: free.pop() ?? new Uint8Array(bufferBytes), length: 0 }
    this.#filled.push(added)
    return added
  }
}
