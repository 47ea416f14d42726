// The ledger as a history: what became of which source, the newest first. Of a ledger of millions only those entries are read that may be
// shown, and no more than these are held.

import { Failure } from '../failure/failure.ts'
import type { ObjectInfo } from '../store/store.ts'
import { inParallel } from './in-parallel.ts'
import { readLedgerObject } from './ledger.ts'
import type { LedgerEntry, LedgerState } from './ledger-entry.ts'
import type { Pipeline } from './pipeline.ts'
import { pages } from './reconcile/pages.ts'
import { ledgerPrefix, sourceKeyOf } from './route-key.ts'
import { isSelected } from './select-key.ts'

export interface HistoryOptions {
  /** Glob on the source key, with or without the input prefix; default: everything. */
  keyGlob?: string
  /** Only what happened since. */
  since?: Date
  state?: LedgerState
  /** How many at most. */
  newest: number
}

export interface History {
  /** The newest first. */
  entries: readonly LedgerEntry[]
  /** Places of entries that cannot be read. */
  unreadable: readonly string[]
  /** Whether there are more than were asked for. */
  hasMore: boolean
}

const readsAtOnce = 32
const pageLength = 1000

export async function readHistory(pipeline: Pipeline, options: HistoryOptions): Promise<History> {
  const newest = new Newest<LedgerEntry>(options.newest, ({ finishedAt }) => Date.parse(finishedAt))
  const unreadable: string[] = []
  for await (const page of pages(candidates(pipeline, options), pageLength)) {
    const entries = await inParallel(page, readsAtOnce, info => readUnlessGone(pipeline, info, unreadable))
    for (const entry of entries) if (entry !== undefined && isWanted(pipeline, entry, options)) newest.add(entry)
  }
  return { entries: newest.items(), unreadable, hasMore: newest.hasMore }
}

/** By the listing alone; where that decides everything but the order, only the newest. */
async function* candidates(pipeline: Pipeline, options: HistoryOptions): AsyncIterable<ObjectInfo> {
  const { store, config } = pipeline
  const newest = new Newest<ObjectInfo>(options.newest + 1, ({ lastModified }) => lastModified.getTime())
  for await (const info of store.list(ledgerPrefix(config))) {
    const key = sourceKeyOf(config, info.key)
    const isOut = key !== undefined && options.keyGlob !== undefined && !isSelected(config, key, options.keyGlob)
    if (isOut || (options.since !== undefined && info.lastModified < withSlack(options.since))) continue
    if (options.state !== undefined || key === undefined) yield info
    else newest.add(info)
  }
  yield* newest.items()
}

/** An object is stored a little after the time that its entry says, by another clock. */
function withSlack(since: Date): Date {
  return new Date(since.getTime() - 60_000)
}

async function readUnlessGone({ store }: Pipeline, { key }: ObjectInfo, unreadable: string[]): Promise<LedgerEntry | undefined> {
  try {
    return await readLedgerObject(store, key)
  } catch (error) {
    if (!(error instanceof Failure) || (error.code !== 'CONFIG_INVALID' && error.code !== 'SOURCE_NOT_FOUND')) throw error
    if (error.code === 'CONFIG_INVALID') unreadable.push(key)
    return undefined
  }
}

function isWanted({ config }: Pipeline, entry: LedgerEntry, { keyGlob, since, state }: HistoryOptions): boolean {
  if (keyGlob !== undefined && !isSelected(config, entry.source.key, keyGlob)) return false
  return (state === undefined || entry.state === state) && (since === undefined || new Date(entry.finishedAt) >= since)
}

/** The `most` greatest of many, few more held. */
class Newest<Item> {
  readonly #most: number
  readonly #time: (item: Item) => number
  #items: Item[] = []
  hasMore = false

  constructor(most: number, time: (item: Item) => number) {
    this.#most = most
    this.#time = time
  }

  add(item: Item): void {
    this.#items.push(item)
    if (this.#items.length >= 2 * this.#most + 100) this.#cut()
  }

  /** The newest first. */
  items(): Item[] {
    this.#cut()
    return this.#items
  }

  #cut(): void {
    this.#items.sort((a, b) => this.#time(b) - this.#time(a))
    this.hasMore ||= this.#items.length > this.#most
    this.#items = this.#items.slice(0, this.#most)
  }
}
