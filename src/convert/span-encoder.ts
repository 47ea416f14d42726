// The CSV of one row group → its column chunks and its rejects, in a kernel of its own. Every thread of a conversion has one.
//
// What is said about a span counts from its begin, for nobody knows yet how many lines and records are in front of it.

import { configureKernel } from '../csv/configure-kernel.ts'
import type { ColumnMapping } from '../csv/map-columns.ts'
import { padRows } from '../csv/pad-rows.ts'
import { type Block, type BlockOptions, RecordBlocks } from '../csv/record-blocks.ts'
import { SpanBroken } from '../csv/span-pieces.ts'
import { Failure, type FailureData } from '../failure/failure.ts'
import { Kernel } from '../kernel/kernel.ts'
import type { ConversionOptions } from '../schema/dataset.ts'
import { BlockParser } from './block-parser.ts'
import { createKernelColumns } from './kernel-column.ts'
import { packRejects } from './packed-rejects.ts'
import { type EncodedRowGroup, RowGroupEncoder } from './row-group-encoder.ts'
import { TypesContradicted, TypeWatch, type WatchedTypes } from './type-watch.ts'

/** What is the same for all spans of a conversion; plain data, for other threads. */
export interface SpanJob
  extends Pick<ConversionOptions, 'dialect' | 'nullTokens' | 'codec' | 'encodings' | 'limits'>,
    Pick<BlockOptions, 'blockBytes'> {
  mapping: ColumnMapping
  /** So many rejects fail the source: the rest of the span need not be looked at. */
  mostRejects: number
  /** Types that were inferred from a sample. */
  watched?: WatchedTypes
}

export interface EncodedSpan {
  /** Good and bad. */
  records: number
  lines: number
  /** In the source's own encoding. */
  sourceBytes: number
  /** Packed (packed-rejects.ts), a block each; their places count from the span's begin. */
  rejects: Uint8Array<ArrayBuffer>[]
  rowGroup: EncodedRowGroup
  /** Why it ends there; its place counts from the span's begin, too. */
  failure?: FailureData
  /** What the values have told of the columns so far, this span's and those before it on this thread. */
  evidence?: Uint8Array[]
  /** A value does not survive its column's type: the rest is void. */
  isContradicted?: true
  /** Its end did not come: only its rejects are of use. */
  isBroken?: true
}

export class SpanEncoder {
  readonly #job: SpanJob
  readonly #kernel: Kernel
  readonly #parser: BlockParser
  readonly #encoder: RowGroupEncoder
  readonly #maxRecords: number
  readonly #watch: TypeWatch | undefined

  constructor(module: WebAssembly.Module, job: SpanJob) {
    this.#job = job
    this.#kernel = new Kernel(module)
    configureKernel(this.#kernel, job)
    this.#maxRecords = padRows(this.#kernel, job.dialect, job.mapping.fieldCount)
    const columns = createKernelColumns(this.#kernel, job.mapping, job.nullTokens)
    this.#watch = job.watched && new TypeWatch(this.#kernel, job.watched)
    this.#parser = new BlockParser(this.#kernel, columns, job.mapping, job, this.#watch)
    this.#encoder = new RowGroupEncoder(this.#kernel, columns, job)
  }

  /**
   * @param pieces the span's bytes, whole records
   * @param isFirst the source begins with them
   * @param afterBlock called after each block; what it throws ends the work
   */
  async encode(
    pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
    isFirst: boolean,
    afterBlock: () => Promise<void> | void = () => {},
  ): Promise<EncodedSpan> {
    const { limits, blockBytes } = this.#job
    const whole = { rowGroupBytes: Number.POSITIVE_INFINITY, isContinuation: true, maxRecords: this.#maxRecords }
    const options = { limits, ...whole, ...(blockBytes && { blockBytes }) }
    const blocks = new RecordBlocks(this.#kernel, inOrder(pieces), options)
    const read: Read = { isFirst, records: 0, rejects: [] }
    const end = await this.#readWatched(blocks, read, afterBlock)
    const evidence = this.#watch && { evidence: this.#watch.evidence() }
    const { records, rejects } = read
    return {
      records,
      rejects,
      lines: blocks.line - 1,
      sourceBytes: blocks.byteOffset,
      rowGroup: this.#encoder.finish(),
      ...end,
      ...evidence,
    }
  }

  async #readWatched(blocks: RecordBlocks, read: Read, afterBlock: () => Promise<void> | void): Promise<SpanEnd> {
    try {
      const failure = await this.#read(blocks, read, afterBlock)
      return failure === undefined ? {} : { failure }
    } catch (error) {
      if (error instanceof TypesContradicted) return { isContradicted: true }
      if (error instanceof SpanBroken) return { isBroken: true }
      throw error
    }
  }

  /** Reads the blocks to their end, or to where the source is sure to fail. Returns the failure that the blocks end with. */
  async #read(blocks: RecordBlocks, read: Read, afterBlock: () => Promise<void> | void): Promise<FailureData | undefined> {
    for (let rejects = 0; rejects < this.#job.mostRejects; await afterBlock()) {
      const block = await nextBlock(blocks)
      if (block === undefined || 'failure' in block) return block?.failure
      const parsed = this.#parser.parse(block, read.records, read.isFirst && read.records === 0)
      read.records += parsed.records
      rejects += parsed.rejects.length
      if (parsed.rejects.length > 0) read.rejects.push(packRejects(parsed.rejects))
      this.#encoder.append(parsed.rows)
    }
    return undefined
  }
}

interface Read extends Pick<EncodedSpan, 'records' | 'rejects'> {
  isFirst: boolean
}
type SpanEnd = Pick<EncodedSpan, 'failure' | 'isContradicted' | 'isBroken'>

/** The next block, or what is wrong with the bytes where it should begin. */
async function nextBlock(blocks: RecordBlocks): Promise<Block | { failure: FailureData } | undefined> {
  try {
    return await blocks.next()
  } catch (error) {
    if (error instanceof Failure) return { failure: error.data }
    throw error
  }
}

async function* inOrder(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* pieces
}
