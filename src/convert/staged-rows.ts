// Raw rows set aside by partition, within bounds.

import { carriageReturn, lineFeed } from '../csv/bytes.ts'
import { Failure } from '../failure/failure.ts'

/** In a buffer of its own. */
type Chunk = Uint8Array<ArrayBuffer>

export interface StagedPartition {
  partition: number
  rows: number
  /** The rows as CSV, one behind the other; a row may run over the end of a chunk. */
  chunks: Chunk[]
}

export interface StagedLimits {
  /** A partition with this many bytes is full. */
  rowGroupBytes: number
  /** When all partitions together hold more, the largest one is taken as full. */
  maxBytes: number
  /** Partitions that may be seen in all; they are numbered as they are seen. */
  maxPartitions: number
}

// Rows are copied once, into chunks that are as large as all before them, within these bounds: little room is lost, whether many
// partitions hold few rows or few hold many.
const smallestChunkBytes = 4 * 1024
const largestChunkBytes = 64 * 1024

const blankLine = Buffer.from([carriageReturn])

interface OpenPartition {
  rows: number
  bytes: number
  chunks: Chunk[]
  last: Chunk
  /** Bytes of `last` that are taken. */
  filled: number
  lastByte: number | undefined
}

export class StagedRows {
  readonly #limits: StagedLimits
  readonly #paths: readonly string[]
  readonly #partitions: (OpenPartition | undefined)[] = [] // by number
  readonly #spare = new Map<number, Chunk[]>() // by size: there are only a few
  #bytes = 0

  /** @param paths of the partitions, by number: their order decides between partitions that are alike */
  constructor(limits: StagedLimits, paths: readonly string[]) {
    this.#limits = limits
    this.#paths = paths
  }

  /**
   * Sets the row source[start, end) aside (copied); returns a partition that has to go.
   * @throws Failure TOO_MANY_PARTITIONS
   */
  add(partition: number, source: Buffer, start: number, end: number): StagedPartition | undefined {
    const staged = this.#partitions[partition] ?? this.#open(partition)
    // A blank line behind a lone CR: its LF would make one record end of the two.
    if (source[start] === lineFeed && staged.lastByte === carriageReturn) this.#append(staged, blankLine, 0, 1)
    else this.#append(staged, source, start, end)
    staged.rows++
    this.#bytes += end - start
    if (staged.bytes >= this.#limits.rowGroupBytes) return this.#take(partition)
    return this.#bytes > this.#limits.maxBytes ? this.#take(this.#largest()) : undefined
  }

  /** Takes the room of rows back that have been read: it is used again. */
  reuse({ chunks }: StagedPartition): void {
    for (const { buffer } of chunks) this.#spareOf(buffer.byteLength).push(new Uint8Array(buffer))
  }

  /** All that is left, in the order of the partitions' paths. */
  *takeAll(): Generator<StagedPartition> {
    const left = [...this.#partitions.keys()].filter(partition => this.#partitions[partition] !== undefined)
    for (const partition of left.sort((a, b) => (this.#paths[a]! < this.#paths[b]! ? -1 : 1))) yield this.#take(partition)
  }

  #open(partition: number): OpenPartition {
    if (partition >= this.#limits.maxPartitions) {
      throw new Failure({ code: 'TOO_MANY_PARTITIONS', expected: `at most ${this.#limits.maxPartitions}` })
    }
    const staged = { rows: 0, bytes: 0, chunks: [], last: new Uint8Array(0), filled: 0, lastByte: undefined }
    this.#partitions[partition] = staged
    return staged
  }

  #take(partition: number): StagedPartition {
    const { rows, bytes, chunks, last, filled } = this.#partitions[partition]!
    this.#partitions[partition] = undefined
    this.#bytes -= bytes
    return { partition, rows, chunks: [...chunks.slice(0, -1), last.subarray(0, filled)] }
  }

  #largest(): number {
    let largest = -1
    let most = -1
    for (const [partition, staged] of this.#partitions.entries()) {
      if (staged === undefined || staged.bytes < most) continue
      if (staged.bytes > most || this.#paths[partition]! < this.#paths[largest]!) largest = partition
      most = staged.bytes
    }
    return largest
  }

  #append(staged: OpenPartition, source: Buffer, start: number, end: number): void {
    for (let at = start; at < end; ) {
      if (staged.filled === staged.last.length) this.#openChunk(staged)
      const copied = source.copy(staged.last, staged.filled, at, Math.min(end, at + staged.last.length - staged.filled))
      staged.filled += copied
      staged.bytes += copied
      at += copied
    }
    staged.lastByte = source[end - 1]
  }

  #openChunk(staged: OpenPartition): void {
    const bytes = Math.min(Math.max(staged.bytes, smallestChunkBytes), largestChunkBytes)
    staged.last = this.#spareOf(bytes).pop() ?? new Uint8Array(bytes)
    staged.chunks.push(staged.last)
    staged.filled = 0
  }

  #spareOf(bytes: number): Chunk[] {
    const spare = this.#spare.get(bytes) ?? []
    this.#spare.set(bytes, spare)
    return spare
  }
}
