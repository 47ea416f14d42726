// Thrift's compact protocol, writing side: the bytes of numbers, binaries and headers into one growing buffer. What a struct is made of
// is said in struct.ts. Spec: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
//
//   varint        7 bits a byte, least significant first, top bit set on all but the last
//   i16 i32 i64   varint of zigzag(n): 0 -1 1 -2 2 … → 0 1 2 3 4 …
//   binary        varint length, bytes
//   field header  (id delta 1..15) << 4 | type, or type and the zigzag id when the delta does not fit
//   list header   (size 0..14) << 4 | element type, or 15 << 4 | element type and the varint size

/** The compact protocol's type ids, as they stand in field and list headers. */
export const COMPACT_TYPES = {
  STOP: 0,
  TRUE: 1,
  FALSE: 2,
  I8: 3,
  I16: 4,
  I32: 5,
  I64: 6,
  DOUBLE: 7,
  BINARY: 8,
  LIST: 9,
  SET: 10,
  MAP: 11,
  STRUCT: 12,
  UUID: 13,
} as const

const initialBytes = 256
const maxShortDelta = 15
const maxShortListSize = 14
const longListMark = 15

export class CompactWriter {
  #bytes = new Uint8Array(initialBytes)
  #length = 0
  readonly #later: { at: number; pieces: Iterable<Uint8Array> }[] = []

  /** Everything written so far, in a buffer of its own and of exactly its size. */
  finish(): Uint8Array<ArrayBuffer> {
    if (this.#later.length > 0) throw new TypeError('there are later pieces: ask for `pieces`')
    return this.#bytes.slice(0, this.#length)
  }

  /** Like `finish`, piece by piece, with those of `later` where they belong. */
  *pieces(): Generator<Uint8Array> {
    let done = 0
    for (const { at, pieces } of this.#later) {
      yield this.#bytes.subarray(done, at)
      yield* pieces
      done = at
    }
    yield this.#bytes.subarray(done, this.#length)
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#length++] = value
  }

  /** @param value a whole number, 0 … 2^53 - 1 */
  varint(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    this.byte(rest)
  }

  /** @param value a whole number of at most 52 bits, which file offsets and sizes never exceed */
  zigzag(value: number): void {
    this.varint(value >= 0 ? value * 2 : value * -2 - 1)
  }

  binary(value: Uint8Array): void {
    this.varint(value.length)
    this.encoded(value)
  }

  /** What is encoded already. */
  encoded(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** What is encoded only when `pieces` gets there, so that nobody holds all of it; does not count in `length`. */
  later(pieces: Iterable<Uint8Array>): void {
    this.#later.push({ at: this.#length, pieces })
  }

  fieldHeader(previousId: number, id: number, type: number): void {
    const delta = id - previousId
    if (delta > 0 && delta <= maxShortDelta) {
      this.byte((delta << 4) | type)
    } else {
      this.byte(type)
      this.zigzag(id)
    }
  }

  listHeader(size: number, elementType: number): void {
    if (size <= maxShortListSize) {
      this.byte((size << 4) | elementType)
    } else {
      this.byte((longListMark << 4) | elementType)
      this.varint(size)
    }
  }

  #reserve(count: number): void {
    const needed = this.#length + count
    if (needed <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}
