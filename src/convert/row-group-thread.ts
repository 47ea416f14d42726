// A worker thread that encodes one row group after another: this side. The other is row-group-worker.ts.

import { Worker } from 'node:worker_threads'
import type { ColumnMapping } from '../csv/map-columns.ts'
import type { Block } from '../csv/record-blocks.ts'
import { Failure, type FailureData } from '../failure/failure.ts'
import type { ConversionOptions } from '../schema/dataset.ts'
import type { EncodedRowGroup } from './row-group-encoder.ts'

export interface RowGroupJob extends Pick<ConversionOptions, 'dialect' | 'nullTokens' | 'codec'> {
  mapping: ColumnMapping
  /** So many rejects fail the source: the rest of the row group need not be looked at. */
  mostRejects: number
}

/** To the worker. */
export type ThreadRequest = { bytes: Uint8Array; byteOffset: number; line: number } | { end: true } | { stop: true }

/** What the worker is started with. */
export interface ThreadSetup {
  job: RowGroupJob
  /** One shared number; not 0: what is still asked for is not wanted any more. */
  stopped: Int32Array
}

/** From the worker, one a row group. */
export type ThreadReply = { result: ThreadResult } | { failure: FailureData }

export interface ThreadResult {
  records: number
  /** Packed (packed-rejects.ts), a block each; `record` counts from the row group's begin. */
  rejects: Uint8Array[]
  rowGroup: EncodedRowGroup
}

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js' // a checkout runs the sources, a package the bundle

export class RowGroupThread {
  readonly #worker: Worker
  readonly #exited: Promise<void>
  readonly #stopped = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  #outcome = Promise.withResolvers<ThreadResult>()

  constructor(job: RowGroupJob) {
    const workerData: ThreadSetup = { job, stopped: this.#stopped }
    this.#worker = new Worker(new URL(`./row-group-worker.${extension}`, import.meta.url), { workerData })
    this.#exited = new Promise(resolve => this.#worker.once('exit', () => resolve()))
    this.#worker.on('message', (reply: ThreadReply) => {
      if ('result' in reply) this.#outcome.resolve(reply.result)
      else this.#outcome.reject(new Failure(reply.failure))
    })
    this.#worker.on('error', error => this.#outcome.reject(error))
    this.#worker.on('exit', () => this.#outcome.reject(new Failure({ code: 'INTERNAL', detail: 'a worker thread ended early' })))
    this.#ignoreUnawaited()
  }

  /** Sends whole records; the bytes are handed over. */
  send(bytes: Uint8Array<ArrayBuffer>, { byteOffset, line }: Pick<Block, 'byteOffset' | 'line'>): void {
    this.#worker.postMessage({ bytes, byteOffset, line } satisfies ThreadRequest, [bytes.buffer])
  }

  /** The row group ends with what was sent. */
  end(): void {
    this.#worker.postMessage({ end: true } satisfies ThreadRequest)
  }

  /** The row group just ended; the next may be sent afterwards. */
  async result(): Promise<ThreadResult> {
    const result = await this.#outcome.promise
    this.#outcome = Promise.withResolvers()
    this.#ignoreUnawaited()
    return result
  }

  /**
   * Resolves when the thread has ended, after the block it is at. Not by terminate(): where that meets a zlib stream that is just being made,
   * Node aborts the whole process ("close before init").
   */
  async stop(): Promise<void> {
    Atomics.store(this.#stopped, 0, 1)
    this.#worker.postMessage({ stop: true } satisfies ThreadRequest)
    await this.#exited
  }

  /** A failure that nobody waits for yet is no unhandled rejection: it is seen when the result is asked for. */
  #ignoreUnawaited(): void {
    this.#outcome.promise.catch(() => {})
  }
}
