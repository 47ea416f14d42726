// Seeded texts of floating-point numbers, of the kinds that go wrong in different ways, and what the kernel makes of them.

import type { Random } from '../oracle/random.ts'
import type { Value } from '../oracle/value.ts'
import { describeValue } from './compare-values.ts'
import { KernelHost } from './host/kernel-host.ts'
import { digits } from './random-values.ts'

export type DoubleKind = keyof typeof kinds

const kinds = {
  /** Amounts and coordinates: the exact road (both mantissa and power of ten are doubles). */
  everyday: (random: Random) => `${sign(random)}${random.below(10 ** (1 + random.below(7)))}.${digits(random, 1 + random.below(8))}`,
  /** The shortest text of any finite double: 17 digits, all exponents. */
  shortest: (random: Random) => String(anyDouble(random)),
  /** Up to 40 digits with an exponent. */
  long: (random: Random) =>
    `${sign(random)}${digits(random, 1 + random.below(20))}.${digits(random, random.below(20))}e${random.below(640) - 320}`,
  /** 32-bit floats printed as doubles, exactly or nearly. */
  floats,
  /** Half-way between two doubles, as exactly as 100 digits can say, or a digit away. */
  halfway,
  /** Around the largest, the smallest and the subnormal numbers. */
  extreme: (random: Random) =>
    `${sign(random)}${digits(random, 1)}.${digits(random, random.below(19))}e${random.pick([308, 307, -307, -308, -309, -310, -315, -322, -323, -324, -325])}`,
} as const satisfies Record<string, (random: Random) => string>

export const doubleKinds = Object.keys(kinds) as DoubleKind[]

/** Texts of which the kernel makes another double than Number() does, at most ten, as sentences. */
export function wrongDoubles(kind: DoubleKind, count: number, random: Random): string[] {
  const texts = Array.from({ length: count }, () => kinds[kind](random))
  return firstDifferences(texts, parsedByKernel(texts, 'double'), Number)
}

/** The same for floats, against `expected`. */
export function wrongFloats(texts: readonly string[], expected: (text: string) => number): string[] {
  return firstDifferences(texts, parsedByKernel(texts, 'float'), expected)
}

export function randomDoubleText(kind: DoubleKind, random: Random): string {
  return kinds[kind](random)
}

function parsedByKernel(texts: readonly string[], name: 'float' | 'double'): (Value | null)[] {
  const host = new KernelHost({ columns: [{ type: { name } }] })
  const result = host.run(Buffer.from(`${texts.join('\n')}\n`))
  if (result.columns[0]!.length !== texts.length) throw new Error('not every text was accepted')
  return result.columns[0]!
}

function firstDifferences(texts: readonly string[], actual: readonly (Value | null)[], expected: (text: string) => number): string[] {
  const wrong: string[] = []
  for (const [index, text] of texts.entries()) {
    const right = expected(text)
    if (!Object.is(actual[index], right)) wrong.push(`${text}: kernel ${describeValue(actual[index]!)}, expected ${describeValue(right)}`)
    if (wrong.length === 10) break
  }
  return wrong
}

function sign(random: Random): string {
  return random.pick(['', '', '-', '+'])
}

function anyDouble(random: Random): number {
  const double = new DataView(random.bytes(8).buffer).getFloat64(0)
  return Number.isFinite(double) ? double : 0
}

function floats(random: Random): string {
  const float = random.once(4) ? 2n ** 23n : random.between(2n ** 23n, 2n ** 24n - 1n) // in units of 2^-bits
  const bits = BigInt(random.below(34))
  const places = BigInt(10 + random.below(6))
  const nearest = (float * 10n ** places + 2n ** bits / 2n) >> bits
  const lastPlace = (10n ** places * 4n) >> (bits + 29n) // four of the double's
  const off = random.once(2) ? 0n : random.between(-lastPlace - 2n, lastPlace + 2n)
  const text = (nearest + off).toString().padStart(Number(places) + 1, '0')
  return `${sign(random)}${text.slice(0, -Number(places))}.${text.slice(-Number(places))}`
}

function halfway(random: Random): string {
  const view = new DataView(random.bytes(8).buffer)
  // Exponents at which the middle of two doubles can be written out: |value| from 2^-60 to 2^200.
  view.setUint16(0, ((1023 - 60 + random.below(260)) << 4) | (view.getUint8(1) & 0xf))
  const below = decimalFraction(view.getBigUint64(0))
  const above = decimalFraction(view.getBigUint64(0) + 1n)
  const middle = below + above // in units of 2^-(1 + fractionBits)
  const text = decimalText(middle, fractionBits + 1n)
  return `${sign(random)}${text}${random.pick(['', '', '0', '1', '0000000000000000000001'])}`
}

const fractionBits = 120n

/** The double with these bits in units of 2^-120; its exponent must allow that. */
function decimalFraction(bits: bigint): bigint {
  const exponent = ((bits >> 52n) & 0x7ffn) - 1075n
  const significand = (bits & 0xfffffffffffffn) | (1n << 52n)
  return significand << (exponent + fractionBits)
}

/** numerator / 2^bits, written out in full. */
function decimalText(numerator: bigint, bits: bigint): string {
  const scaled = (numerator * 10n ** bits) >> bits // exact: 10^bits holds 2^bits
  const text = scaled.toString().padStart(Number(bits) + 1, '0')
  return `${text.slice(0, -Number(bits))}.${text.slice(-Number(bits)).replace(/0+$/, '')}`
}
