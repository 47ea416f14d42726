// Spans on their way from whoever cuts them to whoever encodes them, and what came of them on the way back, in source order. Whoever adds
// waits for room, which is the back-pressure of a conversion on several threads: for the CSV of spans that are not read yet, and for what has
// been encoded while an older span is still at work, which is small.

import { SpanPieces } from '../csv/span-pieces.ts'
import type { EncodedSpan } from './span-encoder.ts'

export interface SpanTask {
  span: SpanPieces
  outcome: PromiseWithResolvers<EncodedSpan>
}

export class SpanQueue {
  readonly #most: number
  readonly #hasMemory: () => boolean
  readonly #unfinished: SpanTask[] = [] // in source order, until the result is taken
  readonly #unclaimed: SpanTask[] = []
  #hasEnded = false
  #isClosed = false
  #changed = Promise.withResolvers<void>()

  /**
   * @param most spans whose results are not taken
   * @param hasMemory whether there is room for the CSV of another span; `notify` tells that it may have changed
   */
  constructor(most: number, hasMemory: () => boolean) {
    this.#most = most
    this.#hasMemory = hasMemory
  }

  /** Nobody wants the results any longer. */
  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Resolves when a span may be added; false: none is wanted. */
  async hasRoom(): Promise<boolean> {
    while (this.#isFull() && !this.#isClosed) await this.#changed.promise
    return !this.#isClosed
  }

  add(span: SpanPieces): void {
    this.#unclaimed.push(this.#append(span))
    this.notify()
  }

  /** No span will be added; `failure`: what the source ends with. */
  end(failure?: { error: unknown }): void {
    if (failure) this.#append(new SpanPieces()).outcome.reject(failure.error)
    this.#hasEnded = true
    this.notify()
  }

  /** A span to encode; undefined when there will be none. */
  async claim(): Promise<SpanTask | undefined> {
    while (this.#unclaimed.length === 0 && !this.#hasEnded && !this.#isClosed) await this.#changed.promise
    return this.#isClosed ? undefined : this.#unclaimed.shift()
  }

  /** The oldest span whose result is not taken; undefined at the source's end. */
  async oldest(): Promise<SpanTask | undefined> {
    while (this.#unfinished.length === 0 && !this.#hasEnded) await this.#changed.promise
    return this.#unfinished[0]
  }

  /** The oldest span's result has been taken. */
  drop(): void {
    this.#unfinished.shift()
    this.notify()
  }

  close(): void {
    this.#isClosed = true
    this.notify()
  }

  /** Whoever waits looks again. */
  notify(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }

  #append(span: SpanPieces): SpanTask {
    const task = { span, outcome: Promise.withResolvers<EncodedSpan>() }
    task.outcome.promise.catch(() => {}) // a failure is seen when it is the oldest
    this.#unfinished.push(task)
    return task
  }

  #isFull(): boolean {
    return this.#unfinished.length >= this.#most || !this.#hasMemory()
  }
}
