// The part of an upload that is being filled. It grows with what is put in, since many small objects may be written at a time; buffers of parts
// that were sent are used again, so that an object of many parts takes no more memory than one of a few.

const firstBytes = 64 * 1024

export class PartBuffer {
  #buffer: Buffer = Buffer.alloc(0)
  #length = 0
  readonly #free: Buffer[] = []

  get length(): number {
    return this.#length
  }

  /**
   * Copies bytes, as many as there is room for.
   * @param partBytes of the whole part
   * @returns how many
   */
  add(bytes: Uint8Array, partBytes: number): number {
    const copied = Math.min(bytes.byteLength, partBytes - this.#length)
    if (this.#length + copied > this.#buffer.length) this.#grow(this.#length + copied, partBytes)
    this.#buffer.set(bytes.subarray(0, copied), this.#length)
    this.#length += copied
    return copied
  }

  /** What was put in; the next part begins, with room for as much. */
  take(): Buffer {
    const part = this.#buffer.subarray(0, this.#length)
    this.#buffer = this.#free.pop() ?? Buffer.allocUnsafeSlow(this.#length)
    this.#length = 0
    return part
  }

  /** Takes a part back that is not needed any more. */
  reuse(part: Buffer): void {
    this.#free.push(part)
  }

  #grow(bytes: number, partBytes: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.min(Math.max(bytes, this.#buffer.length * 2, firstBytes), partBytes))
    larger.set(this.#buffer.subarray(0, this.#length))
    this.#buffer = larger
  }
}
