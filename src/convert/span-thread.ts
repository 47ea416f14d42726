// A worker thread that encodes one span after another: this side. The other is span-worker.ts.

import { getCompileCacheDir } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { Slab } from '../csv/row-group-spans.ts'
import { Failure, type FailureData } from '../failure/failure.ts'
import type { EncodedSpan, SpanJob } from './span-encoder.ts'

/** To the worker; the pieces' buffers are handed over. */
export type ThreadRequest = { pieces: readonly Slab[] } | { stop: true }

/** What the worker is started with. */
export interface ThreadSetup {
  module: WebAssembly.Module
  job: SpanJob
  /** One shared number; not 0: what is still asked for is not wanted any more. */
  stopped: Int32Array
  /** Where compiled sources are kept; undefined: nowhere. */
  compileCache: string | undefined
}

/** From the worker, one a span, with the pieces' buffers. */
export type ThreadReply = { result: EncodedSpan; buffers: ArrayBuffer[] } | { failure: FailureData }

export class SpanThread {
  readonly #worker: Worker
  readonly #exited: Promise<void>
  readonly #stopped = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  readonly #release: (buffers: readonly ArrayBuffer[]) => void
  #outcome: PromiseWithResolvers<EncodedSpan> | undefined
  #failure: Error | undefined

  /** @param release takes the buffers of a span that has been encoded */
  constructor(module: WebAssembly.Module, job: SpanJob, release: (buffers: readonly ArrayBuffer[]) => void) {
    this.#release = release
    const workerData: ThreadSetup = { module, job, stopped: this.#stopped, compileCache: getCompileCacheDir() }
    this.#worker = new Worker(workerUrl(), { workerData, execArgv: [] }) // options of this process, such as --input-type, are not the thread's
    this.#exited = new Promise(resolve => this.#worker.once('exit', () => resolve()))
    this.#worker.on('message', (reply: ThreadReply) => this.#take(reply))
    this.#worker.on('error', error => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new Failure({ code: 'INTERNAL', detail: 'a worker thread ended early' })))
  }

  /** Encodes a span, one at a time. @throws Failure as SpanEncoder does; INTERNAL when the thread has ended */
  async encode(pieces: readonly Slab[]): Promise<EncodedSpan> {
    if (this.#failure) throw this.#failure
    const outcome = Promise.withResolvers<EncodedSpan>()
    this.#outcome = outcome
    const buffers = pieces.map(({ buffer }) => buffer)
    this.#worker.postMessage({ pieces } satisfies ThreadRequest, buffers)
    return await outcome.promise
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

  #take(reply: ThreadReply): void {
    if ('result' in reply) {
      this.#release(reply.buffers)
      this.#outcome?.resolve(reply.result)
    } else this.#outcome?.reject(new Failure(reply.failure))
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
