// Records → row groups on several threads. The calling thread cuts the source into spans, a row group each (row-group-spans.ts); whoever is
// free encodes the next one while it is being cut, the calling thread too. Results are taken in source order, so the output is the same for
// any number of threads.
//
// In memory at once: the CSV of half a row group a thread, of one more and what is read behind its end, and the compressed chunks of those
// that wait for their turn.

import type { ColumnMapping } from '../csv/map-columns.ts'
import type { BlockOptions, RecordBlocks } from '../csv/record-blocks.ts'
import { RowGroupSpans } from '../csv/row-group-spans.ts'
import type { SpanPieces } from '../csv/span-pieces.ts'
import { Failure, type FailureData } from '../failure/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { ConversionOptions } from '../schema/dataset.ts'
import type { Reject } from './block-parser.ts'
import type { EncodedStretch } from './encoded-stretch.ts'
import { unpackRejects } from './packed-rejects.ts'
import { type EncodedSpan, SpanEncoder, type SpanJob } from './span-encoder.ts'
import { SpanQueue } from './span-queue.ts'
import { SpanThread } from './span-thread.ts'
import { type JointEvidence, TypesContradicted } from './type-watch.ts'

export type ParallelOptions = Pick<
  ConversionOptions,
  'dialect' | 'nullTokens' | 'codec' | 'encodings' | 'onBadRow' | 'maxRejects' | 'limits' | 'rowGroupBytes'
> &
  Pick<BlockOptions, 'blockBytes'>

/** With more threads the calling one has enough to do with feeding the others. */
const mostThreadsToJoin = 4

/**
 * A stretch a row group, behind those of its rejects.
 *
 * @param leastSourceBytes how large the source is at least, if anybody knows: threads start at once, not when there is work for them
 */
export async function* encodeInParallel(
  kernel: Kernel,
  module: WebAssembly.Module,
  blocks: RecordBlocks,
  mapping: ColumnMapping,
  options: ParallelOptions,
  threads: number,
  joint?: JointEvidence,
  leastSourceBytes = 0,
): AsyncGenerator<EncodedStretch> {
  const { dialect, nullTokens, codec, encodings, limits, blockBytes } = options
  const job = {
    mapping,
    dialect,
    nullTokens,
    codec,
    encodings,
    limits,
    ...(blockBytes && { blockBytes }),
    mostRejects: failingRejects(options),
    ...(joint && { watched: joint.watched }),
  }
  const before = { records: 0, lines: blocks.line - 1, byteOffset: blocks.byteOffset }
  const spans = new RowGroupSpans(kernel, blocks, options, threads)
  const crew = new Crew(module, job, spans, threads, Math.floor(leastSourceBytes / options.rowGroupBytes))
  let wasBroken = false
  try {
    for (let task = await crew.queue.oldest(); task !== undefined; task = await crew.queue.oldest()) {
      const place = { ...before }
      const { records, lines, sourceBytes, rejects, rowGroup, failure, evidence, isContradicted, isBroken } =
        await task.outcome.promise.catch(error => {
          throw error instanceof Failure ? new Failure(placedBehind(place, error.data), { cause: error }) : error
        })
      if (isContradicted) throw new TypesContradicted()
      if (evidence) joint?.add(evidence)
      for (const packed of rejects) yield { records: 0, rejects: unpackRejects(packed).map(reject => placed(place, reject)), rowGroups: [] }
      if (failure) throw new Failure(placedBehind(place, failure))
      if (isBroken) wasBroken = true
      else {
        before.records += records
        before.lines += lines
        before.byteOffset += sourceBytes
        yield { records, rejects: [], rowGroups: [{ partition: '', rowGroup }] }
      }
      crew.queue.drop()
    }
    if (wasBroken) throw new Failure({ code: 'INTERNAL', detail: 'the source broke off, and nobody said why' })
  } finally {
    await crew.dismiss()
  }
}

/** Those who cut and encode. */
class Crew {
  readonly queue: SpanQueue
  readonly #module: WebAssembly.Module
  readonly #job: SpanJob
  readonly #spans: RowGroupSpans
  readonly #mostThreads: number
  readonly #threads: SpanThread[] = []
  readonly #joining: Promise<void>

  /** @param leastSpans so many are sure to come */
  constructor(module: WebAssembly.Module, job: SpanJob, spans: RowGroupSpans, threads: number, leastSpans: number) {
    const joins = threads <= mostThreadsToJoin
    this.queue = new SpanQueue(2 * (threads + 1), () => spans.hasRoom)
    this.#module = module
    this.#job = job
    this.#spans = spans
    this.#mostThreads = joins ? threads - 1 : threads
    this.#startFor(joins ? leastSpans - 1 : leastSpans) // before the calling thread: it cuts the first spans for them while they start
    this.#joining = joins ? this.#encodeHere() : Promise.resolve()
    void this.#cut(joins)
  }

  /** Resolves when all threads have ended; their work is lost. */
  async dismiss(): Promise<void> {
    this.queue.close()
    this.#spans.break()
    await Promise.all([this.#joining, ...this.#threads.map(thread => thread.stop())])
  }

  /** Threads are started when there is work for them: a source of one row group needs none. */
  async #cut(joins: boolean): Promise<void> {
    let count = 0
    try {
      while (await this.queue.hasRoom()) {
        const span = await this.#spans.begin()
        if (span === undefined) return this.queue.end()
        count++
        this.queue.add(span)
        this.#startFor(joins ? count - 1 : count)
        await this.#spans.cut()
      }
    } catch (error) {
      this.queue.end({ error })
    }
  }

  #startFor(spans: number): void {
    const wanted = Math.min(spans, this.#mostThreads)
    while (this.#threads.length < wanted && !this.queue.isClosed) this.#start()
  }

  #start(): void {
    const thread = new SpanThread(this.#module, this.#job, this.#spans.memory, slab => this.#release(slab))
    this.#threads.push(thread)
    void this.#encode(span => thread.encode(span)).then(() => thread.stop())
  }

  async #encodeHere(): Promise<void> {
    let encoder: SpanEncoder | undefined
    await this.#encode(async span => {
      encoder ??= new SpanEncoder(this.#module, this.#job)
      const bytes = span.read(this.#spans.memory, slab => this.#release(slab))
      return await encoder.encode(bytes, span.isFirst, () => this.#letOthersIn())
    })
  }

  #release(slab: number): void {
    this.#spans.release(slab)
    this.queue.notify()
  }

  /** Between two blocks the source is read, and results are taken. */
  async #letOthersIn(): Promise<void> {
    await new Promise(resolve => setImmediate(resolve))
    if (this.queue.isClosed) throw new Failure({ code: 'INTERNAL', detail: 'stopped' })
  }

  async #encode(encode: (span: SpanPieces) => Promise<EncodedSpan>): Promise<void> {
    for (let task = await this.queue.claim(); task !== undefined; task = await this.queue.claim()) {
      await encode(task.span).then(task.outcome.resolve, task.outcome.reject)
    }
  }
}

/** What is in front of a span. */
interface Place {
  records: number
  lines: number
  byteOffset: number
}

function placed(place: Place, { bytes, data }: Reject): Reject {
  return { bytes, data: placedBehind(place, data) }
}

function placedBehind({ records, lines, byteOffset }: Place, data: FailureData): FailureData {
  return {
    ...data,
    ...(data.record !== undefined && { record: data.record + records }),
    ...(data.line !== undefined && { line: data.line + lines }),
    ...(data.byteOffset !== undefined && { byteOffset: data.byteOffset + byteOffset }),
  }
}

/** How many rejects are sure to fail the source (reject-output.ts). */
function failingRejects({ onBadRow, maxRejects }: Pick<ConversionOptions, 'onBadRow' | 'maxRejects'>): number {
  if (onBadRow === 'fail') return 1
  return maxRejects !== undefined && 'count' in maxRejects ? maxRejects.count + 1 : Number.POSITIVE_INFINITY
}
