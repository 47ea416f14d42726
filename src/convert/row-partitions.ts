// Which partition each row of a parsed block belongs to: a number a row, made from the raw slots. A slot's value is made into a partition
// folder's name only once; from then on it is looked up by the bits of the slot, and not even that for a row that repeats the row before.

import type { Kernel } from '../kernel/kernel.ts'
import { type PartitionValue, partitionPath, type TypedPartitionField } from '../schema/partition-path.ts'
import type { KernelColumn } from './kernel-column.ts'
import { readSlot } from './read-slot.ts'

export class RowPartitions {
  readonly #fields: readonly FieldValues[]
  readonly #typed: readonly TypedPartitionField[]
  /** A field: by number of the combination in front of it and by number of its value, the number of the two together. */
  readonly #combinations: readonly (number | undefined)[][][]
  readonly #counts: number[] // of combinations that have a number, a field
  readonly #partitions: (number | undefined)[] = [] // by number of the combination of all fields
  readonly #numbers = new Map<string, number>()
  /** By number: Hive path. */
  readonly paths: string[] = []
  #ofRows = new Uint32Array(0)

  /** @param sources the column of each field */
  constructor(kernel: Kernel, fields: readonly TypedPartitionField[], sources: readonly KernelColumn[]) {
    this.#typed = fields
    this.#fields = fields.map((field, i) => new FieldValues(kernel, field, sources[i]!))
    this.#combinations = fields.map(() => [])
    this.#counts = fields.map(() => 0)
  }

  /** The partition of each of the block's rows; valid until the next call. */
  ofRows(rows: number): Uint32Array {
    if (this.#ofRows.length < rows) this.#ofRows = new Uint32Array(rows)
    const found = this.#ofRows.subarray(0, rows).fill(0)
    for (const [i, field] of this.#fields.entries()) this.#combine(i, found, field.ofRows(rows))
    for (let row = 0; row < rows; row++) found[row] = this.#partitions[found[row]!] ?? this.#open(found[row]!, row)
    return found
  }

  /** Replaces each row's number of what is in front of field `i` by that of the combination with its value. */
  #combine(i: number, combined: Uint32Array, values: Uint32Array): void {
    const numbers = this.#combinations[i]!
    for (let row = 0; row < combined.length; row++) {
      numbers[combined[row]!] ??= []
      const ofValues = numbers[combined[row]!]!
      const value = values[row]!
      combined[row] = ofValues[value] ??= this.#counts[i]!++
    }
  }

  /** @param row one that has the combination */
  #open(combination: number, row: number): number {
    const values = this.#fields.map(field => field.values[field.numbers[row]!]!)
    const path = partitionPath(this.#typed, values)
    const number = this.#numbers.get(path) ?? this.paths.push(path) - 1
    this.#numbers.set(path, number)
    this.#partitions[combination] = number
    return number
  }
}

const microsPerHour = 3_600_000_000

/** One partition field: its values by number. Of times the number is that of the hour: all transforms are functions of it. */
class FieldValues {
  readonly #kernel: Kernel
  readonly #column: KernelColumn
  readonly #isTime: boolean
  readonly #known = new Map<number | string, number>()
  readonly values: PartitionValue[] = [null]
  /** Of the block's rows. */
  numbers = new Uint32Array(0)

  constructor(kernel: Kernel, { transform, type }: TypedPartitionField, column: KernelColumn) {
    this.#kernel = kernel
    this.#column = column
    this.#isTime = transform !== 'identity' && type.name !== 'date'
  }

  ofRows(rows: number): Uint32Array {
    if (this.numbers.length < rows) this.numbers = new Uint32Array(rows)
    const { handle, field } = this.#column
    if (field === undefined) return this.numbers.fill(0, 0, rows)
    const { exports } = this.#kernel
    const slots = this.#kernel.words(exports.getSlots(handle), rows * 2)
    const present = this.#kernel.bytes(exports.getPresent(handle), rows)
    const isBytes = exports.getIsBytes(handle) !== 0
    for (let row = 0, low = -1, high = -1, number = 0; row < rows; row++) {
      if (present[row] === 0) {
        this.numbers[row] = 0
        continue
      }
      if (slots[row * 2] !== low || slots[row * 2 + 1] !== high) {
        low = slots[row * 2]!
        high = slots[row * 2 + 1]!
        number = this.#numberOf(isBytes ? this.#text(low, high) : this.#bits(low, high), row)
      }
      this.numbers[row] = number
    }
    return this.numbers
  }

  #numberOf(key: number | string, row: number): number {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    this.values.push(readSlot(this.#kernel, this.#column, row))
    this.#known.set(key, this.values.length - 1)
    return this.values.length - 1
  }

  #text(address: number, length: number): string {
    return Buffer.from(this.#kernel.exports.memory.buffer, address, length).toString('latin1')
  }

  /** The integer, as a number where it is exact, rounded down to the hour for times (before 1970, too). */
  #bits(low: number, high: number): number | string {
    const value = (high | 0) * 2 ** 32 + low
    if (!Number.isSafeInteger(value)) return `${high}:${low}`
    return this.#isTime ? Math.floor(value / microsPerHour) : value
  }
}
