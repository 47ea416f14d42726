// The ledger as a history: what became of which source, the newest first. Of a ledger of millions only those entries are read that may be
// shown, and no more than these are held.

import { Failure } from '../failure/failure.ts'
import type { ObjectInfo } from '../store/store.ts'
import { inParallel } from './in-parallel.ts'
import { readLedgerObject } from './ledger.ts'
import { LEDGER_STATES, type LedgerEntry } from './ledger-entry.ts'
import type { Pipeline } from './pipeline.ts'
import { pages } from './reconcile/pages.ts'
import { ledgerPrefix, sourceKeyOf } from './route-key.ts'
import { isSelected } from './select-key.ts'
import { type WaitingSource, waitingSources } from './waiting-sources.ts'

export interface HistoryOptions {
  /** Glob on the source key, with or without the input prefix; default: everything. */
  keyGlob?: string
  /** Only what happened since. */
  since?: Date
  /** `waiting`: for a ready marker; the ledger has no entry of that. */
  state?: HistoryState
  /** How many at most. */
  newest: number
}

export const HISTORY_STATES = [...LEDGER_STATES, 'waiting'] as const
export type HistoryState = (typeof HISTORY_STATES)[number]

export interface History {
  /** Sources that wait for a ready marker, as far as the datasets are known; the newest first. */
  waiting: readonly WaitingSource[]
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
  const waiting = await readWaiting(pipeline, options)
  const newest = new Newest<LedgerEntry>(options.newest, ({ finishedAt }) => Date.parse(finishedAt))
  const unreadable: string[] = []
  const found = options.state === 'waiting' ? [] : candidates(pipeline, options)
  for await (const page of pages(found, pageLength)) {
    const entries = await inParallel(page, readsAtOnce, info => readUnlessGone(pipeline, info, unreadable))
    for (const entry of entries) if (entry !== undefined && isWanted(pipeline, entry, options)) newest.add(entry)
  }
  return { waiting: waiting.items(), entries: newest.items(), unreadable, hasMore: newest.hasMore || waiting.hasMore }
}

async function readWaiting(pipeline: Pipeline, { keyGlob, since, state, newest }: HistoryOptions): Promise<Newest<WaitingSource>> {
  const found = new Newest<WaitingSource>(newest, source => source.since.getTime())
  if (state !== undefined && state !== 'waiting') return found
  for await (const source of waitingSources(pipeline)) {
    const isOut = keyGlob !== undefined && !isSelected(pipeline.config, source.key, keyGlob)
    if (!isOut && (since === undefined || source.since >= since)) found.add(source)
  }
  return found
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
