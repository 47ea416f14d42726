// Thrift's compact protocol, reading side (layout: compact-writer.ts). Made for footers that nobody vouches for: every length is checked
// against the bytes that are left before anything is allocated, numbers have a largest size, nesting has a limit.

import { COMPACT_TYPES } from './compact-writer.ts'

/** The bytes are not what the compact protocol, or the struct that was asked for, allows. */
export class ThriftError extends Error {
  override readonly name = 'ThriftError'
}

const maxVarintBytes = 10 // 64 bits, 7 a byte
const maxDepth = 32 // Parquet's own structs nest 8 deep
const longListMark = 15

export interface FieldHeader {
  id: number
  type: number
}

export class CompactReader {
  readonly #bytes: Uint8Array
  #offset: number
  #depth = 0

  constructor(bytes: Uint8Array, offset = 0) {
    this.#bytes = bytes
    this.#offset = offset
  }

  /** Where the next byte is read. */
  get offset(): number {
    return this.#offset
  }

  /** Bytes not read yet. */
  get left(): number {
    return this.#bytes.length - this.#offset
  }

  byte(): number {
    const value = this.#bytes[this.#offset]
    if (value === undefined) throw new ThriftError('the bytes end too early')
    this.#offset++
    return value
  }

  varint(): number {
    let value = 0
    let weight = 1
    for (let count = 0; count < maxVarintBytes; count++) {
      const byte = this.byte()
      value += (byte & 0x7f) * weight
      if (byte < 0x80) return safe(value)
      weight *= 0x80
    }
    throw new ThriftError('a number has too many bytes')
  }

  zigzag(): number {
    const value = this.varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  /** A view into the bytes that are read, not a copy. */
  binary(): Uint8Array {
    return this.bytes(this.varint())
  }

  /** A view of the next bytes. */
  bytes(count: number): Uint8Array {
    const start = this.#advance(count)
    return this.#bytes.subarray(start, this.#offset)
  }

  /** The next field of a struct; undefined at its end. */
  fieldHeader(previousId: number): FieldHeader | undefined {
    const byte = this.byte()
    const type = byte & 0x0f
    if (type === COMPACT_TYPES.STOP) return undefined
    const delta = byte >> 4
    return { id: delta === 0 ? this.zigzag() : previousId + delta, type }
  }

  listHeader(): { size: number; elementType: number } {
    const byte = this.byte()
    const size = byte >> 4 === longListMark ? this.varint() : byte >> 4
    // Every element takes a byte at least, so a larger size is a lie.
    if (size > this.#bytes.length - this.#offset) throw new ThriftError(`a list of ${size} elements does not fit the bytes left`)
    return { size, elementType: byte & 0x0f }
  }

  /** Runs `read` one level deeper; every struct and every container is read through it. */
  nested<T>(read: () => T): T {
    if (++this.#depth > maxDepth) throw new ThriftError(`nested more than ${maxDepth} deep`)
    const value = read()
    this.#depth--
    return value
  }

  /** Steps over a field's value: a field of a later version of the format. */
  skip(type: number): void {
    if (type === COMPACT_TYPES.TRUE || type === COMPACT_TYPES.FALSE) return
    this.#skipElement(type)
  }

  #skipElement(type: number): void {
    const skipper = this.#skippers[type]
    if (skipper === undefined) throw new ThriftError(`unknown type ${type}`)
    skipper()
  }

  // In lists, sets and maps a boolean is a byte of its own; in a struct it is part of the field header.
  readonly #skippers: Readonly<Record<number, () => void>> = {
    [COMPACT_TYPES.TRUE]: () => this.byte(),
    [COMPACT_TYPES.FALSE]: () => this.byte(),
    [COMPACT_TYPES.I8]: () => this.byte(),
    [COMPACT_TYPES.I16]: () => this.#skipVarint(),
    [COMPACT_TYPES.I32]: () => this.#skipVarint(),
    [COMPACT_TYPES.I64]: () => this.#skipVarint(),
    [COMPACT_TYPES.DOUBLE]: () => this.#advance(8),
    [COMPACT_TYPES.BINARY]: () => this.#advance(this.varint()),
    [COMPACT_TYPES.LIST]: () => this.#skipList(),
    [COMPACT_TYPES.SET]: () => this.#skipList(),
    [COMPACT_TYPES.MAP]: () => this.#skipMap(),
    [COMPACT_TYPES.STRUCT]: () => this.#skipStruct(),
    [COMPACT_TYPES.UUID]: () => this.#advance(16),
  }

  #skipVarint(): void {
    for (let count = 0; count < maxVarintBytes; count++) if (this.byte() < 0x80) return
    throw new ThriftError('a number has too many bytes')
  }

  #skipList(): void {
    const { size, elementType } = this.listHeader()
    this.nested(() => {
      for (let index = 0; index < size; index++) this.#skipElement(elementType)
    })
  }

  #skipMap(): void {
    const size = this.varint()
    if (size === 0) return
    const types = this.byte()
    this.nested(() => {
      for (let index = 0; index < size; index++) {
        this.#skipElement(types >> 4)
        this.#skipElement(types & 0x0f)
      }
    })
  }

  #skipStruct(): void {
    this.nested(() => {
      let field = this.fieldHeader(0)
      while (field !== undefined) {
        this.skip(field.type)
        field = this.fieldHeader(field.id)
      }
    })
  }

  /** Steps over `count` bytes and returns where they start. */
  #advance(count: number): number {
    const start = this.#offset
    if (count > this.#bytes.length - start) throw new ThriftError(`${count} bytes are announced, ${this.#bytes.length - start} are left`)
    this.#offset += count
    return start
  }
}

function safe(value: number): number {
  if (value > Number.MAX_SAFE_INTEGER) throw new ThriftError('a number is larger than 2^53')
  return value
}
