// Raw rows set aside by partition, within bounds.

import { Failure } from '../failure/failure.ts'

export interface StagedPartition {
  partition: string
  rows: number
  /** The rows as CSV, one behind the other. */
  bytes: Uint8Array
}

export interface StagedLimits {
  /** A partition with this many bytes is full. */
  rowGroupBytes: number
  /** When all partitions together hold more, the largest one is taken as full. */
  maxBytes: number
  /** Partitions that may be seen in all. */
  maxPartitions: number
}

const firstCapacity = 4096

const lineFeed = 0x0a
const carriageReturn = 0x0d

export class StagedRows {
  readonly #limits: StagedLimits
  readonly #partitions = new Map<string, { rows: number; length: number; buffer: Uint8Array }>()
  readonly #seen = new Set<string>()
  #bytes = 0

  constructor(limits: StagedLimits) {
    this.#limits = limits
  }

  /**
   * Sets a row aside (copied); returns a partition that has to go.
   * @throws Failure TOO_MANY_PARTITIONS
   */
  add(partition: string, row: Uint8Array): StagedPartition | undefined {
    const staged = this.#partitions.get(partition) ?? this.#open(partition)
    const length = staged.length + row.length
    if (length > staged.buffer.length) {
      const grown = new Uint8Array(Math.max(length, staged.buffer.length * 2))
      grown.set(staged.buffer.subarray(0, staged.length))
      staged.buffer = grown
    }
    staged.buffer.set(row, staged.length)
    // A blank line behind a lone CR: its LF would make one record end of the two.
    if (row[0] === lineFeed && staged.buffer[staged.length - 1] === carriageReturn) staged.buffer[staged.length] = carriageReturn
    staged.length = length
    staged.rows++
    this.#bytes += row.length
    if (length >= this.#limits.rowGroupBytes) return this.#take(partition)
    return this.#bytes > this.#limits.maxBytes ? this.#take(this.#largest()) : undefined
  }

  /** All that is left, in the order of the partitions' paths. */
  *takeAll(): Generator<StagedPartition> {
    for (const partition of [...this.#partitions.keys()].sort()) yield this.#take(partition)
  }

  #open(partition: string): { rows: number; length: number; buffer: Uint8Array } {
    this.#seen.add(partition)
    if (this.#seen.size > this.#limits.maxPartitions) {
      throw new Failure({ code: 'TOO_MANY_PARTITIONS', expected: `at most ${this.#limits.maxPartitions}` })
    }
    const staged = { rows: 0, length: 0, buffer: new Uint8Array(firstCapacity) }
    this.#partitions.set(partition, staged)
    return staged
  }

  #take(partition: string): StagedPartition {
    const { rows, length, buffer } = this.#partitions.get(partition)!
    this.#partitions.delete(partition)
    this.#bytes -= length
    return { partition, rows, bytes: buffer.subarray(0, length) }
  }

  #largest(): string {
    let largest = ''
    let most = -1
    for (const [partition, { length }] of this.#partitions) {
      if (length > most || (length === most && partition < largest)) {
        largest = partition
        most = length
      }
    }
    return largest
  }
}
