// Bytes, front to back. Throws where they end too early.

export class ByteReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  take(count: number): Uint8Array {
    if (this.#at + count > this.#bytes.length) throw new Error('the bytes end too early')
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }

  view(count: number): DataView {
    const bytes = this.take(count)
    return new DataView(bytes.buffer, bytes.byteOffset, count)
  }

  byte(): number {
    return this.view(1).getUint8(0)
  }

  word(): number {
    return this.view(4).getUint32(0, true)
  }

  varint(): number {
    return Number(this.bigVarint())
  }

  bigVarint(): bigint {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte()
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }

  zigzag(): bigint {
    const value = this.bigVarint()
    return value & 1n ? -((value + 1n) >> 1n) : value >> 1n
  }
}
