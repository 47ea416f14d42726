// CSV on its way from the thread that cuts it into spans to those that encode them: slabs of one memory that all threads of a conversion see.
// Nothing is handed over and back, of which each thread's garbage collector would keep accounts. A slab is filled once, read by an encoder
// and perhaps by the cutter again, and filled anew when neither needs it any longer.

export const slabBytes = 1024 * 1024

/** The first so many bytes of a slab, by its number. Plain data, for other threads. */
export interface SlabPiece {
  slab: number
  bytes: number
}

/** The bytes of a piece, on any thread. */
export function bytesOfPiece(memory: SharedArrayBuffer, { slab, bytes }: SlabPiece): Buffer<SharedArrayBuffer> {
  return Buffer.from(memory, slab * slabBytes, bytes)
}

export class SharedSlabs {
  /** Grows as slabs are needed. */
  readonly memory: SharedArrayBuffer
  readonly #free: number[] = []
  readonly #users: number[] = [] // by slab

  /** @param most slabs that may be in use at once */
  constructor(most: number) {
    this.memory = new SharedArrayBuffer(0, { maxByteLength: most * slabBytes })
  }

  /** Slabs in use. */
  get used(): number {
    return this.#users.length - this.#free.length
  }

  /** A slab with one user. */
  take(): number {
    const slab = this.#free.pop() ?? this.#make()
    this.#users[slab] = 1
    return slab
  }

  /** One user more. */
  share(slab: number): void {
    this.#users[slab]!++
  }

  /** One user less. */
  release(slab: number): void {
    if (--this.#users[slab]! === 0) this.#free.push(slab)
  }

  #make(): number {
    const slab = this.#users.length
    this.memory.grow((slab + 1) * slabBytes)
    return slab
  }
}
