// Raw rows set aside by partition, within bounds.

import { Failure } from '../failure/failure.ts'

export interface StagedPartition {
  partition: string
  rows: number
  /** The rows as CSV, one behind the other; a row may run over the end of a chunk. */
  chunks: Uint8Array[]
}

export interface StagedLimits {
  /** A partition with this many bytes is full. */
  rowGroupBytes: number
  /** When all partitions together hold more, the largest one is taken as full. */
  maxBytes: number
  /** Partitions that may be seen in all. */
  maxPartitions: number
}

// Rows are copied once, into chunks that are as large as all before them, within these bounds: little room is lost, whether many
// partitions hold few rows or few hold many.
const smallestChunkBytes = 4 * 1024
const largestChunkBytes = 64 * 1024

const lineFeed = 0x0a
const carriageReturn = 0x0d
const blankLine = Uint8Array.of(carriageReturn)

interface OpenPartition {
  rows: number
  bytes: number
  chunks: Uint8Array[]
  last: Uint8Array
  /** Bytes of `last` that are taken. */
  filled: number
  lastByte: number | undefined
}

export class StagedRows {
  readonly #limits: StagedLimits
  readonly #partitions = new Map<string, OpenPartition>()
  readonly #seen = new Set<string>()
  readonly #spare: Uint8Array[] = [] // of the largest size
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
    // A blank line behind a lone CR: its LF would make one record end of the two.
    this.#append(staged, row[0] === lineFeed && staged.lastByte === carriageReturn ? blankLine : row)
    staged.rows++
    this.#bytes += row.length
    if (staged.bytes >= this.#limits.rowGroupBytes) return this.#take(partition)
    return this.#bytes > this.#limits.maxBytes ? this.#take(this.#largest()) : undefined
  }

  /** Takes the room of rows back that have been read: it is used again. */
  reuse({ chunks }: StagedPartition): void {
    for (const { buffer } of chunks) if (buffer.byteLength === largestChunkBytes) this.#spare.push(new Uint8Array(buffer))
  }

  /** All that is left, in the order of the partitions' paths. */
  *takeAll(): Generator<StagedPartition> {
    for (const partition of [...this.#partitions.keys()].sort()) yield this.#take(partition)
  }

  #open(partition: string): OpenPartition {
    this.#seen.add(partition)
    if (this.#seen.size > this.#limits.maxPartitions) {
      throw new Failure({ code: 'TOO_MANY_PARTITIONS', expected: `at most ${this.#limits.maxPartitions}` })
    }
    const staged = { rows: 0, bytes: 0, chunks: [], last: new Uint8Array(0), filled: 0, lastByte: undefined }
    this.#partitions.set(partition, staged)
    return staged
  }

  #take(partition: string): StagedPartition {
    const { rows, bytes, chunks, last, filled } = this.#partitions.get(partition)!
    this.#partitions.delete(partition)
    this.#bytes -= bytes
    return { partition, rows, chunks: [...chunks.slice(0, -1), last.subarray(0, filled)] }
  }

  #largest(): string {
    let largest = ''
    let most = -1
    for (const [partition, { bytes }] of this.#partitions) {
      if (bytes > most || (bytes === most && partition < largest)) {
        largest = partition
        most = bytes
      }
    }
    return largest
  }

  #append(staged: OpenPartition, row: Uint8Array): void {
    for (let at = 0; at < row.length; ) {
      if (staged.filled === staged.last.length) this.#openChunk(staged)
      const end = Math.min(row.length, at + staged.last.length - staged.filled)
      staged.last.set(end - at === row.length ? row : row.subarray(at, end), staged.filled)
      staged.filled += end - at
      staged.bytes += end - at
      at = end
    }
    staged.lastByte = row[row.length - 1]
  }

  #openChunk(staged: OpenPartition): void {
    const bytes = Math.min(Math.max(staged.bytes, smallestChunkBytes), largestChunkBytes)
    const spare = bytes === largestChunkBytes ? this.#spare.pop() : undefined
    staged.last = spare ?? new Uint8Array(bytes)
    staged.chunks.push(staged.last)
    staged.filled = 0
  }
}
