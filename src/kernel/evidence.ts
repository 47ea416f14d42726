// What the kernel found out about a column (kernel/evidence.ts), as data.

import type { Kernel } from './kernel.ts'
import type { Address } from './kernel-exports.ts'

export interface Evidence {
  hasValues: boolean
  /** Types that every value survives, bits of `ALIVE`. */
  alive: number
  /** How doubles were written, bits of `WROTE`. */
  doubleForms: number
  decimalScale: number
  /** The most digits in front of the point. */
  decimalWhole: number
  smallest: bigint
  largest: bigint
}

export const ALIVE = {
  boolean: 1,
  integer: 2,
  decimal: 4,
  double: 8,
  date: 16,
  timestamp: 32,
  timestamptz: 64,
  time: 128,
  uuid: 256,
} as const

export const WROTE = { integer: 1, pointZero: 2, point: 4, exponent: 8 } as const

// Layout of kernel/evidence.ts, class Evidence: u32 words, then i64.
const words = { alive: 1, values: 2, doubleForms: 4, decimalScale: 5, decimalWhole: 6 } as const
const smallestOffset = 32
const largestOffset = 40
const evidenceBytes = 48

export function readEvidence(kernel: Kernel, address: Address): Evidence {
  const view = new DataView(kernel.exports.memory.buffer, address, evidenceBytes)
  const word = (index: number) => view.getUint32(index * 4, true)
  return {
    hasValues: word(words.values) !== 0,
    alive: word(words.alive),
    doubleForms: word(words.doubleForms),
    decimalScale: word(words.decimalScale),
    decimalWhole: word(words.decimalWhole),
    smallest: view.getBigInt64(smallestOffset, true),
    largest: view.getBigInt64(largestOffset, true),
  }
}
