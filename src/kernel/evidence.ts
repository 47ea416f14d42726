// What the kernel found out about a column (kernel/evidence.ts), as data.

export interface Evidence {
  hasValues: boolean
  /** Types that every value survives, bits of `ALIVE`. */
  alive: number
  /** How doubles were written, bits of `WROTE`. */
  doubleForms: number
  /** Ways to write a double that give back every value, bits: kernel/double-text.ts. */
  doubleTexts: number
  decimalScale: number
  /** The most digits in front of the point. */
  decimalWhole: number
  /** The outline of dates and times that are not ISO 8601: kernel/time-outline.ts. */
  patternForm: number
  patternTraits: number
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
  pattern: 512,
} as const

export const WROTE = { integer: 1, pointZero: 2, point: 4, exponent: 8, paddedExponent: 16, shortExponent: 32 } as const

// Layout of kernel/evidence.ts, class Evidence: u32 words, then i64.
const words = {
  alive: 1,
  values: 2,
  booleanForm: 3,
  doubleForms: 4,
  doubleTexts: 5,
  decimalScale: 6,
  decimalWhole: 7,
  temporalForm: 8,
  patternForm: 9,
  patternTraits: 10,
} as const
const smallestOffset = 48
const largestOffset = 56
export const evidenceBytes = 64

export function evidenceOf(bytes: Uint8Array): Evidence {
  const view = viewOf(bytes)
  const word = (index: number) => view.getUint32(index * 4, true)
  return {
    hasValues: word(words.values) !== 0,
    alive: word(words.alive),
    doubleForms: word(words.doubleForms),
    doubleTexts: word(words.doubleTexts),
    decimalScale: word(words.decimalScale),
    decimalWhole: word(words.decimalWhole),
    patternForm: word(words.patternForm),
    patternTraits: word(words.patternTraits),
    smallest: view.getBigInt64(smallestOffset, true),
    largest: view.getBigInt64(largestOffset, true),
  }
}

/** The same evidence, with no type alive but some of them: the others need not be looked at any more. */
export function onlyAlive(bytes: Uint8Array, types: number): Uint8Array {
  const narrowed = bytes.slice()
  const view = viewOf(narrowed)
  view.setUint32(words.alive * 4, view.getUint32(words.alive * 4, true) & types, true)
  return narrowed
}

const unset = 0xffffffff
const temporal = ALIVE.date | ALIVE.timestamp | ALIVE.timestamptz | ALIVE.time

/** Digits of a decimal in all: Iceberg's limit, what 16 bytes hold. */
export const maxDecimalPrecision = 38

/** What one would know who had seen the values of both: it does not matter which came first. */
export function mergeEvidence(one: Uint8Array, other: Uint8Array): Uint8Array {
  const merged = one.slice()
  const [a, b] = [viewOf(merged), viewOf(other)]
  const combine = (word: number, how: (x: number, y: number) => number) =>
    a.setUint32(word * 4, how(a.getUint32(word * 4, true), b.getUint32(word * 4, true)) >>> 0, true)
  let dead = 0
  const oneForm = (types: number) => (x: number, y: number) => {
    if (x !== unset && y !== unset && x !== y) dead |= types
    return x === unset ? y : x
  }
  combine(words.values, (x, y) => x | y)
  combine(words.doubleForms, (x, y) => x | y)
  combine(words.doubleTexts, (x, y) => x & y)
  combine(words.decimalWhole, Math.max)
  combine(words.booleanForm, oneForm(ALIVE.boolean))
  combine(words.decimalScale, oneForm(ALIVE.decimal))
  combine(words.temporalForm, oneForm(temporal))
  combine(words.patternForm, oneForm(ALIVE.pattern))
  combine(words.patternTraits, (x, y) => x | y)
  const { doubleTexts, decimalScale, decimalWhole, patternTraits } = evidenceOf(merged)
  if (doubleTexts === 0) dead |= ALIVE.double
  if (traitsContradict(patternTraits)) dead |= ALIVE.pattern
  if (decimalScale !== unset && decimalWhole + decimalScale > maxDecimalPrecision) dead |= ALIVE.decimal
  combine(words.alive, (x, y) => x & y & ~dead)
  keepBound(smallestOffset, a, b, (x, y) => x < y)
  keepBound(largestOffset, a, b, (x, y) => x > y)
  return merged
}

/** Traits of outlines that contradict each other lie 16 bits apart: kernel/time-outline.ts. */
export function traitsContradict(traits: number): boolean {
  return (traits & (traits >>> 16)) !== 0
}

function keepBound(offset: number, into: DataView, from: DataView, isBeyond: (x: bigint, y: bigint) => boolean): void {
  const bound = from.getBigInt64(offset, true)
  if (isBeyond(bound, into.getBigInt64(offset, true))) into.setBigInt64(offset, bound, true)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, evidenceBytes)
}

/** The types that are alive, bits of `ALIVE`. */
export function aliveOf(bytes: Uint8Array): number {
  return viewOf(bytes).getUint32(words.alive * 4, true)
}
