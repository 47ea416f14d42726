// Types inferred from a sample, watched while the whole source is converted by them: does every value survive its column's type, and would
// inference from all values give that very type?
//
// Evidence (kernel/evidence.ts) only grows: types are struck out, bounds widen, forms are added. It starts as the sample left it. Of a column
// with a type only that type need be watched, since those before it in the order are struck out, and those behind it do not matter. A column
// that is text is watched as it is: one without a value may get a type yet. Values are looked at before any is rejected, so none is
// because the sample was misleading.

import { concludeType, type Inference } from '../csv/infer.ts'
import type { TypedAs } from '../csv/time-outline.ts'
import { ALIVE, evidenceBytes, evidenceOf, mergeEvidence, onlyAlive } from '../kernel/evidence.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Address } from '../kernel/kernel-exports.ts'
import { type PhysicalType, physicalType } from '../parquet/physical-type.ts'
import { type ColumnType, formatType, maxDecimalPrecision } from '../schema/column-type.ts'
import type { Column } from '../schema/dataset.ts'

/** Plain data, for other threads. */
export interface WatchedTypes {
  /** Of each field. */
  types: readonly TypedAs[]
  evidence: readonly Uint8Array[]
}

/** A value has been seen with which inference gives another type than the sample's. */
export class TypesContradicted extends Error {}

/**
 * The columns, with decimals as wide as values of their physical type may be: the precision follows from the widest value, and the footer,
 * which has it, is written last.
 */
export function roomyColumns(columns: readonly Column[]): Column[] {
  return columns.map(column => ({ ...column, type: roomy(column.type) }))
}

function roomy(type: ColumnType): ColumnType {
  if (type.name !== 'decimal') return type
  let { precision } = type
  while (precision < maxDecimalPrecision && isAlike(physicalType({ ...type, precision: precision + 1 }), physicalType(type))) precision++
  return { ...type, precision }
}

function isAlike(one: PhysicalType, other: PhysicalType): boolean {
  return one.type === other.type && one.type_length === other.type_length
}

const all = 0xffffffff

function watchedOf({ type: { name }, format }: TypedAs): number {
  if (format !== undefined) return ALIVE.pattern
  if (name === 'int' || name === 'long') return ALIVE.integer
  return name in ALIVE ? ALIVE[name as keyof typeof ALIVE] : all
}

export class TypeWatch {
  readonly #kernel: Kernel
  readonly #types: readonly TypedAs[]
  readonly #addresses: readonly Address[]
  readonly #known: Uint32Array[]

  constructor(kernel: Kernel, { types, evidence }: WatchedTypes) {
    this.#kernel = kernel
    this.#types = types
    this.#addresses = evidence.map(bytes => kernel.place(bytes))
    this.#known = this.#addresses.map(address => this.#words(address).slice())
  }

  /** Looks at the outlines of the values in the rows that the kernel has parsed: enough, if it read them all. @throws TypesContradicted */
  watch(): void {
    this.#look(this.#kernel.exports.watch)
  }

  /** Looks at the values themselves. @throws TypesContradicted */
  observe(): void {
    this.#look(this.#kernel.exports.observe)
  }

  #look(look: (evidence: Address) => number): void {
    // Not by entries(): with hundreds of columns their pairs were most of what there was to collect.
    for (let i = 0; i < this.#addresses.length; i++) {
      const address = this.#addresses[i]!
      if (look(address) === 0) continue
      const words = this.#words(address)
      const known = this.#known[i]!
      if (words.every((word, place) => word === known[place])) continue
      known.set(words)
      if (!isConcluded(this.#types[i]!, this.#kernel.bytes(address, evidenceBytes))) throw new TypesContradicted()
    }
  }

  evidence(): Uint8Array[] {
    return this.#addresses.map(address => this.#kernel.bytes(address, evidenceBytes).slice())
  }

  #words(address: Address): Uint32Array {
    return this.#kernel.words(address, evidenceBytes / 4)
  }
}

/** What several threads have seen, put together: two of them may agree with the types each, and not both at once (`2` and `2.0`). */
export class JointEvidence {
  readonly watched: WatchedTypes
  readonly #evidence: Uint8Array[]

  constructor({ columns, evidence }: Inference) {
    const types = columns.map(({ type, format }) => ({ type, ...(format !== undefined && { format }) }))
    this.watched = { types, evidence: evidence.map((bytes, i) => onlyAlive(bytes, watchedOf(types[i]!))) }
    this.#evidence = [...this.watched.evidence]
  }

  /** The columns as all values have them. */
  settled(columns: readonly Column[]): Column[] {
    return columns.map((column, i) => ({ ...column, ...concludeType(evidenceOf(this.#evidence[i]!)) }))
  }

  /** @throws TypesContradicted */
  add(evidence: readonly Uint8Array[]): void {
    for (const [i, bytes] of evidence.entries()) {
      const merged = mergeEvidence(this.#evidence[i]!, bytes)
      this.#evidence[i] = merged
      if (!isConcluded(this.watched.types[i]!, merged)) throw new TypesContradicted()
    }
  }
}

function isConcluded({ type, format }: TypedAs, evidence: Uint8Array): boolean {
  const concluded = concludeType(evidenceOf(evidence))
  return concluded.format === format && formatType(roomy(concluded.type)) === formatType(roomy(type))
}
