// A clock that stands still until it is told to go on, and everything that waits for it: `setTimeout`, `AbortSignal.timeout`, `Date` and
// `Math.random` (the SDK's back-off) of this realm are its own while it is installed. So hours pass in milliseconds, in an order that the
// seed decides alone.

import { AsyncLocalStorage } from 'node:async_hooks'
import { Random } from '../oracle/random.ts'

const realImmediate = setImmediate

export class VirtualTime {
  /** Milliseconds since 1970. */
  now: number
  /** Whose timers are set: those of the dead never ring. */
  readonly owners = new AsyncLocalStorage<{ isDead: boolean }>()
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
    const timer = new Timer(this.now + Math.max(0, ms), ++this.#count, work, this.owners.getStore())
    this.#waiting.splice(this.#placeOf(timer), 0, timer)
    return timer
  }

  /** When the next timer is due; undefined when nothing waits. */
  get next(): number | undefined {
    while (this.#waiting.at(-1)?.isOver) this.#waiting.pop()
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
    const real = { setTimeout, clearTimeout, setInterval, clearInterval, Date }
    const { random: realRandom } = Math
    const { timeout } = AbortSignal
    const realNow = performance.now
    const start = this.now
    const random = new Random(seed)
    globalThis.setTimeout = ((work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
      this.after(ms, () => work(...args))) as unknown as typeof setTimeout
    globalThis.setInterval = ((work: () => void, ms: number) => this.#repeat(work, ms)) as unknown as typeof setInterval
    globalThis.clearTimeout = (timer => {
      if (timer instanceof Timer) timer.isCancelled = true
    }) as typeof clearTimeout
    globalThis.clearInterval = globalThis.clearTimeout
    globalThis.Date = virtualDate(this)
    Math.random = () => random.below(2 ** 32) / 2 ** 32
    AbortSignal.timeout = ms => this.#abortAfter(ms)
    performance.now = () => this.now - start
    return () => {
      Object.assign(globalThis, real)
      Math.random = realRandom
      AbortSignal.timeout = timeout
      performance.now = realNow
    }
  }

  #repeat(work: () => void, ms: number): Timer {
    const first = this.after(ms, () => {
      work()
      if (!first.isCancelled) again()
    })
    const again = () => {
      this.after(ms, () => {
        if (first.isCancelled) return
        work()
        again()
      })
    }
    return first
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
  readonly #owner: { isDead: boolean } | undefined

  constructor(at: number, order: number, work: () => void, owner: { isDead: boolean } | undefined) {
    this.#owner = owner
    this.at = at
    this.#order = order
    this.work = work
  }

  get isOver(): boolean {
    return this.isCancelled || this.#owner?.isDead === true
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
