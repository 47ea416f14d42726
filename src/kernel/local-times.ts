// Local time → UTC. On the axis of a zone's local time the transitions leave three kinds of stretches: those with one offset, gaps (the
// clocks went forward, these times never were) and folds (the clocks went back, these times were twice).
//
//   UTC        ────────┬────────────────┬───────────
//   local      ────────▒▒▒─────────────▓▓▓──────────     ▒ gap   ▓ fold
//
// Years are looked at when a time in them comes, day by day, and kept.

import { type Transition, transitionsBetween, zoneOffset } from './zone-offset.ts'

/** What becomes of a time in a fold. */
export type FoldRule = 'fail' | 'earlier' | 'later'

/** Local times in [from, until), in seconds since 1970 as the clocks show them. */
export interface LocalStretch {
  from: number
  until: number
  /** Seconds ahead of UTC; undefined where local times are refused. */
  offset: number | undefined
}

const day = 86_400

export class LocalTimes {
  readonly #zone: string
  readonly #folds: FoldRule
  readonly #years = new Map<number, LocalStretch[]>()

  constructor(zone: string, folds: FoldRule) {
    this.#zone = zone
    this.#folds = folds
  }

  /** The stretch that holds a local time; it is cut at the ends of the year. */
  stretchAt(localSeconds: number): LocalStretch {
    const year = new Date(localSeconds * 1000).getUTCFullYear()
    let stretches = this.#years.get(year)
    if (stretches === undefined) {
      stretches = this.#stretchesOf(year)
      this.#years.set(year, stretches)
    }
    return stretches.find(({ until }) => localSeconds < until)!
  }

  #stretchesOf(year: number): LocalStretch[] {
    const begin = startOf(year)
    const end = startOf(year + 1)
    const stretches: LocalStretch[] = []
    let from = begin
    let offset = zoneOffset(this.#zone)(begin - 2 * day)
    const add = (until: number, value: number | undefined) => {
      const cut = Math.min(until, end)
      if (cut > from) stretches.push({ from, until: cut, offset: value })
      from = Math.max(from, cut)
    }
    // Local years begin and end up to a day and a half beside those of UTC.
    for (const transition of transitionsBetween(this.#zone, begin - 2 * day, end + 2 * day, day)) {
      const { at, before, after } = transition
      add(at + Math.min(before, after), before)
      add(at + Math.max(before, after), this.#inBetween(transition))
      offset = after
    }
    add(end, offset)
    return stretches
  }

  #inBetween({ before, after }: Transition): number | undefined {
    if (after > before || this.#folds === 'fail') return undefined
    return this.#folds === 'earlier' ? before : after
  }
}

/** Midnight of 1 January; Date.UTC takes years below 100 for 19xx. */
function startOf(year: number): number {
  const date = new Date(Date.UTC(2000, 0, 1))
  date.setUTCFullYear(year)
  return date.getTime() / 1000
}
