// Spans on their way from whoever cuts them to whoever encodes them, and what came of them on the way back, in source order. There is room
// for the CSV of so many, and for twice as many in all: what is encoded while an older one is still at work is small, and keeps nobody from
// going on. Whoever adds waits for room; that is the back-pressure of a conversion on several threads.

import type { RowGroupSpan } from '../csv/row-group-spans.ts'
import type { EncodedSpan } from './span-encoder.ts'

export interface SpanTask {
  span: RowGroupSpan
  outcome: PromiseWithResolvers<EncodedSpan>
}

export class SpanQueue {
  readonly #room: number
  readonly #unfinished: SpanTask[] = [] // in source order, until the result is taken
  readonly #unclaimed: SpanTask[] = []
  #unencoded = 0
  #hasEnded = false
  #isClosed = false
  #changed = Promise.withResolvers<void>()

  /** @param room spans that wait or are being encoded */
  constructor(room: number) {
    this.#room = room
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

  add(span: RowGroupSpan): void {
    this.#unclaimed.push(this.#append(span))
    this.#notify()
  }

  /** No span will be added; `failure`: what the source ends with. */
  end(failure?: { error: unknown; byteOffset: number }): void {
    if (failure) this.#append({ pieces: [], byteOffset: failure.byteOffset }).outcome.reject(failure.error)
    this.#hasEnded = true
    this.#notify()
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
    this.#notify()
  }

  close(): void {
    this.#isClosed = true
    this.#notify()
  }

  #append(span: RowGroupSpan): SpanTask {
    const task = { span, outcome: Promise.withResolvers<EncodedSpan>() }
    this.#unfinished.push(task)
    this.#unencoded++
    const settle = () => {
      this.#unencoded--
      this.#notify()
    }
    task.outcome.promise.then(settle, settle) // a failure is seen when it is the oldest
    return task
  }

  #isFull(): boolean {
    return this.#unencoded >= this.#room || this.#unfinished.length >= 2 * this.#room
  }

  #notify(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }
}
