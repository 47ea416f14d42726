// What a pipeline has done and has still to do: the ledger, what waits for a marker, the retry prefix, the queues.

import type { QueueDepth } from '../store/message-queue.ts'
import type { ObjectInfo, ObjectStore } from '../store/store.ts'
import { inParallel, requestsAtOnce } from './in-parallel.ts'
import { readLedgerObject } from './ledger.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import type { Pipeline } from './pipeline.ts'
import { errorSuffix, ledgerPrefix } from './route-key.ts'
import { type WaitingSource, waitingSources } from './waiting-sources.ts'

export interface PipelineStatus {
  /** Source keys that were ever seen. */
  sources: number
  /** Of the newest `limit` of them, the newest first. */
  entries: readonly LedgerEntry[]
  /** Sources whose ready marker is not there, as far as the datasets are known: how many, and the first few. */
  waiting: { count: number; sources: readonly WaitingSource[] }
  /** Objects in the retry prefix. */
  failedObjects: readonly string[]
  queue: QueueDepth
  deadLetters: QueueDepth
}

/** @param limit entries that are read, each with one request */
export async function pipelineStatus(pipeline: Pipeline, limit = 1000): Promise<PipelineStatus> {
  const { store, config, queue, deadLetters } = pipeline
  const places = await listAll(store, ledgerPrefix(config))
  const newest = places.sort((a, b) => b.lastModified.getTime() - a.lastModified.getTime()).slice(0, limit)
  const retries = await listAll(store, config.retryPrefix)
  return {
    sources: places.length,
    entries: await inParallel(newest, requestsAtOnce, ({ key }) => readLedgerObject(store, key)),
    waiting: await countWaiting(pipeline, limit),
    failedObjects: retries.map(({ key }) => key).filter(key => !key.endsWith(errorSuffix) && !key.endsWith('/')),
    queue: await queue.depth(),
    deadLetters: await deadLetters.depth(),
  }
}

async function countWaiting(pipeline: Pipeline, limit: number): Promise<PipelineStatus['waiting']> {
  const sources: WaitingSource[] = []
  let count = 0
  for await (const source of waitingSources(pipeline)) if (++count <= limit) sources.push(source)
  return { count, sources }
}

async function listAll(store: ObjectStore, prefix: string): Promise<ObjectInfo[]> {
  const found: ObjectInfo[] = []
  for await (const info of store.list(prefix)) found.push(info)
  return found
}
