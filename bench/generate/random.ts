// sfc32, a small fast counting generator (Chris Doty-Humphrey, PractRand): the same seed gives the same data on every machine.

export class Random {
  #a: number
  #b: number
  #c = 0
  #counter = 1

  constructor(seed: number) {
    this.#a = seed | 0
    this.#b = Math.imul(seed, 0x9e3779b1)
    for (let round = 0; round < 12; round++) this.next()
  }

  /** 32 random bits, unsigned. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter++) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** An integer in [0, limit). */
  below(limit: number): number {
    return Math.floor((this.next() * limit) / 0x1_0000_0000)
  }

  /** A number in (0, 1). */
  fraction(): number {
    return (this.next() + 0.5) / 0x1_0000_0000
  }

  /** True once in `n` times on average. */
  onceIn(n: number): boolean {
    return this.below(n) === 0
  }
}
