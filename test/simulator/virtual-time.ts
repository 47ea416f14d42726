// A clock that stands still until it is told to go on, and everything that waits for it: `setTimeout`, `AbortSignal.timeout`, `Date` and
// `Math.random` (the SDK's back-off) of this realm are its own while it is installed. So hours pass in milliseconds, in an order that the
// seed decides alone.

import { Random } from '../oracle/random.ts'

const realImmediate = setImmediate

export class VirtualTime {
  /** Milliseconds since 1970. */
  now: number
  /** Counts what happened: as long as it grows, work is going on. */
  activity = 0
  readonly #waiting: Timer[] = [] // soonest last
  #count = 0

  constructor(start = Date.parse('2026-01-31T12:00:00Z')) {
    this.now = start
  }

  /** Calls `work` in so many milliseconds. */
  after(ms: number, work: () => void): Timer {
    this.activity++
    const timer = new Timer(this.now + Math.max(0, ms), ++this.#count, work)
    this.#waiting.splice(this.#placeOf(timer), 0, timer)
    return timer
  }

  /** When the next timer is due; undefined when nothing waits. */
  get next(): number | undefined {
    while (this.#waiting.at(-1)?.isCancelled) this.#waiting.pop()
    return this.#waiting.at(-1)?.at
  }

  /** Goes on to the next timer and calls it. */
  step(): void {
    if (this.next === undefined) return
    const timer = this.#waiting.pop()!
    this.now = Math.max(this.now, timer.at)
    timer.work()
  }

  /** Lets all that can go on without the clock do so. @param isBusy whether somebody computes, and is to be waited for longer */
  async settle(isBusy: () => boolean): Promise<void> {
    for (let quiet = 0; quiet < (isBusy() ? mostQuietTurns : fewestQuietTurns); quiet++) {
      const before = this.activity
      await new Promise<void>(resolve => realImmediate(resolve))
      if (this.activity !== before) quiet = -1
    }
  }

  /** Takes the place of the realm's clock and chance. @returns how to give them back */
  install(seed: number): () => void {
    const real = { setTimeout, clearTimeout, Date, random: Math.random, timeout: AbortSignal.timeout }
    const random = new Random(seed)
    globalThis.setTimeout = ((work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
      this.after(ms, () => work(...args))) as unknown as typeof setTimeout
    globalThis.clearTimeout = (timer => {
      if (timer instanceof Timer) timer.isCancelled = true
    }) as typeof clearTimeout
    globalThis.Date = virtualDate(this)
    Math.random = () => random.below(2 ** 32) / 2 ** 32
    AbortSignal.timeout = ms => this.#abortAfter(ms)
    return () => {
      Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout, Date: real.Date })
      Math.random = real.random
      AbortSignal.timeout = real.timeout
    }
  }

  #abortAfter(ms: number): AbortSignal {
    const controller = new AbortController()
    this.after(ms, () => controller.abort(new DOMException('the time is up', 'TimeoutError')))
    return controller.signal
  }

  #placeOf(timer: Timer): number {
    let low = 0
    let high = this.#waiting.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (timer.isBefore(this.#waiting[middle]!)) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Turns of the event loop without anything happening after which nothing more is expected to. */
const fewestQuietTurns = 2
const mostQuietTurns = 40

/** Also what `setTimeout` returns: `unref` and the like do nothing. */
export class Timer {
  readonly at: number
  readonly work: () => void
  isCancelled = false
  readonly #order: number

  constructor(at: number, order: number, work: () => void) {
    this.at = at
    this.#order = order
    this.work = work
  }

  isBefore(other: Timer): boolean {
    return this.at === other.at ? this.#order < other.#order : this.at < other.at
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  hasRef(): boolean {
    return true
  }
}

function virtualDate(time: VirtualTime): DateConstructor {
  const RealDate = Date
  return class VirtualDate extends RealDate {
    constructor(...args: [] | [number | string | Date]) {
      super(...((args.length === 0 ? [time.now] : args) as [number]))
    }

    static override now(): number {
      return time.now
    }
  } as unknown as DateConstructor
}
