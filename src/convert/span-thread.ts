// A worker thread that encodes one span after another: this side. The other is encode-spans.ts, by way of span-worker.ts.

import { getCompileCacheDir } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { SlabPiece } from '../csv/shared-slabs.ts'
import { SpanBroken, type SpanPieces } from '../csv/span-pieces.ts'
import { Failure, type FailureData } from '../failure/failure.ts'
import type { EncodedSpan, SpanJob } from './span-encoder.ts'

/** To the worker: a span begins, the source's first or another one, its pieces one by one, and that it has ended or is broken. */
export type ThreadRequest = 'begin source' | 'begin' | SlabPiece | 'end' | 'break' | 'stop'

/** What the worker is started with. */
export interface ThreadSetup {
  module: WebAssembly.Module
  job: SpanJob
  /** What the pieces' slabs lie in. */
  memory: SharedArrayBuffer
  /** One shared number; not 0: what is still asked for is not wanted any more. */
  stopped: Int32Array
  /** Where compiled sources are kept; undefined: nowhere. */
  compileCache: string | undefined
}

/** From the worker: a slab that has been read; what came of a span. */
export type ThreadReply = { read: number } | { result: EncodedSpan } | { failure: FailureData }

export class SpanThread {
  readonly #worker: Worker
  readonly #exited: Promise<void>
  readonly #stopped = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  readonly #release: (slab: number) => void
  #outcome: PromiseWithResolvers<EncodedSpan> | undefined
  #failure: Error | undefined

  /**
   * @param memory what the pieces' slabs lie in
   * @param release takes a slab that has been read
   */
  constructor(module: WebAssembly.Module, job: SpanJob, memory: SharedArrayBuffer, release: (slab: number) => void) {
    this.#release = release
    const workerData: ThreadSetup = { module, job, memory, stopped: this.#stopped, compileCache: getCompileCacheDir() }
    this.#worker = new Worker(workerUrl(), { workerData, execArgv: [] }) // options of this process, such as --input-type, are not the thread's
    this.#exited = new Promise(resolve => this.#worker.once('exit', () => resolve()))
    this.#worker.on('message', (reply: ThreadReply) => this.#take(reply))
    this.#worker.on('error', error => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new Failure({ code: 'INTERNAL', detail: 'a worker thread ended early' })))
  }

  /** Encodes a span, one at a time. @throws Failure as SpanEncoder does; INTERNAL when the thread has ended */
  async encode(pieces: SpanPieces): Promise<EncodedSpan> {
    if (this.#failure) throw this.#failure
    const outcome = Promise.withResolvers<EncodedSpan>()
    this.#outcome = outcome
    const sending = this.#send(pieces)
    try {
      return await outcome.promise
    } finally {
      pieces.break() // a span that is sure to fail is not read to its end
      await sending
    }
  }

  /**
   * Resolves when the thread has ended, after the block it is at. Not by terminate(): where that meets a zlib stream that is just being made,
   * Node aborts the whole process ("close before init").
   */
  async stop(): Promise<void> {
    Atomics.store(this.#stopped, 0, 1)
    this.#post('stop')
    await this.#exited
  }

  async #send(pieces: SpanPieces): Promise<void> {
    this.#post(pieces.isFirst ? 'begin source' : 'begin')
    try {
      for await (const piece of pieces) this.#post(piece)
      this.#post('end')
    } catch (error) {
      if (!(error instanceof SpanBroken)) throw error
      this.#post('break')
    }
  }

  #post(request: ThreadRequest): void {
    this.#worker.postMessage(request)
  }

  #take(reply: ThreadReply): void {
    if ('read' in reply) this.#release(reply.read)
    else if ('result' in reply) this.#outcome?.resolve(reply.result)
    else this.#outcome?.reject(new Failure(reply.failure))
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#outcome?.reject(this.#failure)
  }
}

/** In a checkout and in the npm package it lies beside this code, in the Lambda package beside the kernel. */
function workerUrl(): URL {
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
  return new URL(extension === '.mjs' ? '../build/span-worker.mjs' : `./span-worker${extension}`, import.meta.url)
}
