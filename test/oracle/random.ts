// Random numbers that a seed determines, the same on every machine. Tests print the seed with every failure.

export class Random {
  readonly seed: number
  #state: number

  constructor(seed: number) {
    this.seed = seed
    this.#state = seed >>> 0
  }

  /** A whole number in [0, bound); bound ≤ 2^32. */
  below(bound: number): number {
    return Math.floor((this.#next() / 2 ** 32) * bound)
  }

  /** A whole number in [from, to]. */
  between(from: bigint, to: bigint): bigint {
    const span = to - from + 1n
    const words = Math.ceil(span.toString(2).length / 32) + 1
    let value = 0n
    for (let i = 0; i < words; i++) value = (value << 32n) | BigInt(this.#next())
    return from + (value % span)
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.below(times) === 0
  }

  pick<T>(choices: readonly T[]): T {
    if (choices.length === 0) throw new RangeError('nothing to choose from')
    return choices[this.below(choices.length)] as T
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256))
  }

  /** splitmix32: the state counts up, the output scrambles it. */
  #next(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0
    let word = this.#state
    word = Math.imul(word ^ (word >>> 16), 0x21f0aaad)
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97)
    return (word ^ (word >>> 15)) >>> 0
  }
}

/** A new seed for each run, so that runs add up; `SEED=…` in the environment repeats one. */
export function testSeed(): number {
  return process.env.SEED === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(process.env.SEED)
}
