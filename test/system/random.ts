// Seeded random numbers (mulberry32), so that a failing run can be had again: set PARQUETRY_SEED to the seed it printed.

export interface Random {
  /** In [0, 1). */
  next(): number
  /** A whole number in [from, to). */
  between(from: number, to: number): number
}

export function seededRandom(what: string): Random {
  const seed = Number(process.env.PARQUETRY_SEED ?? Math.floor(Math.random() * 2 ** 31))
  process.stderr.write(`${what}: PARQUETRY_SEED=${seed}\n`)
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { next, between: (from, to) => from + Math.floor(next() * (to - from)) }
}
