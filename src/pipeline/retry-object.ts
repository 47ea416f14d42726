// Objects in the retry prefix: `<retryPrefix><relative key>`, and beside it `….error.json`, which says why.
// Moves are copies and deletes, in the order that leaves the object in both places if the mover dies, never in none.

import { FAILURES } from '../failure/codes.ts'
import { Failure } from '../failure/failure.ts'
import type { ObjectInfo } from '../store/store.ts'
import { requireStanding, type StandingEntry } from './ledger.ts'
import type { SourceIdentity } from './ledger-entry.ts'
import type { Pipeline } from './pipeline.ts'
import { readText } from './read-text.ts'
import { redriveCommand } from './redrive-command.ts'
import { errorSuffix, retryKey } from './route-key.ts'

/** The report beside a failed object. */
export interface RetryReport {
  /** The whole sentence. */
  message: string
  failure: Failure['data']
  class: string
  fix: string
  source: SourceIdentity
  retryKey: string
  /** ISO 8601, UTC. */
  failedAt: string
  receiveCount: number
  /** How to bring it back. */
  redrive: string
}

/** Copies the source to the retry prefix with its report; it is not deleted yet. @throws Failure SOURCE_CHANGED */
export async function copyToRetry(
  { store, config, clock }: Pipeline,
  source: SourceIdentity,
  failure: Failure,
  receiveCount: number,
): Promise<string> {
  const to = retryKey(config, source.key.slice(config.inputPrefix.length))
  const report: RetryReport = {
    message: failure.message,
    failure: failure.data,
    class: failure.class,
    fix: failure.data.fix ?? FAILURES[failure.code].fix,
    source,
    retryKey: to,
    failedAt: clock().toISOString(),
    receiveCount,
    redrive: redriveCommand(source.key),
  }
  const bytes = new TextEncoder().encode(`${JSON.stringify(report, undefined, 2)}\n`)
  await store.put(to + errorSuffix, bytes, { contentType: 'application/json' })
  await store.copy(source.key, to, { ifMatch: source.etag })
  return to
}

/**
 * Deletes a failed source that lies in the retry prefix by now.
 *
 * No store makes a delete depend on another object, so the ledger is looked at just before: a delete that is itself under way while
 * another worker publishes this version takes the source all the same (docs/proof.md).
 *
 * @param position its `failed` entry
 * @throws Failure OUTPUT_CHANGED when another worker has gone on from there, SOURCE_CHANGED
 */
export async function deleteMoved(pipeline: Pipeline, position: StandingEntry): Promise<void> {
  const { key, etag } = position.entry.source
  await requireStanding(pipeline, position)
  await pipeline.store.delete(key, { ifMatch: etag })
}

/**
 * Copies an object back to where it was dropped, unless a newer one lies there. That raises an event of its own, and whoever works on it may
 * give it up again at once: so the copy here stays until the object is published.
 *
 * @returns whether there was one
 */
export async function bringBack(pipeline: Pipeline, relativeKey: string): Promise<boolean> {
  const { store, config } = pipeline
  const from = retryKey(config, relativeKey)
  const found = await store.head(from)
  if (found === undefined) return false
  try {
    await store.copy(from, config.inputPrefix + relativeKey, { ifMatch: found.etag, ifAbsent: true })
  } catch (error) {
    if (error instanceof Failure && error.code === 'OUTPUT_CHANGED') return true // newer: it is converted instead, and then this one removed
    throw error
  }
  return true
}

/** The failed version of a source and its report, what there is of them. */
export async function lookAtRetry({ store, config }: Pipeline, sourceKey: string): Promise<ObjectInfo[]> {
  if (!sourceKey.startsWith(config.inputPrefix)) return [] // corrected rows never go there
  const key = retryKey(config, sourceKey.slice(config.inputPrefix.length))
  const looks = await Promise.all([store.head(key), store.head(key + errorSuffix)])
  return looks.filter(info => info !== undefined)
}

/**
 * Removes what was seen there of a source that is published now. Unless it is this very version, and the only copy: whoever gave it up took
 * the source away while another worker was converting it. Then it goes back.
 */
export async function clearRetry(pipeline: Pipeline, seen: readonly ObjectInfo[], source: SourceIdentity): Promise<void> {
  if (seen.length === 0) return
  const isGone = (await pipeline.store.head(source.key)) === undefined
  if (isGone && (await isReported(pipeline, seen, source))) await bringBack(pipeline, source.key.slice(pipeline.config.inputPrefix.length))
  await removeSeen(pipeline, seen)
}

/** Whether the report among these is on this version. */
async function isReported({ store }: Pipeline, seen: readonly ObjectInfo[], { etag }: SourceIdentity): Promise<boolean> {
  const report = seen.find(({ key }) => key.endsWith(errorSuffix))
  if (report === undefined) return false
  const { source }: RetryReport = JSON.parse(await readText(store, report.key, { ifMatch: report.etag, bytes: report.size }))
  return source.etag === etag
}

/** And nothing that has come since: whoever gives up a newer version may rely on it. */
export async function removeSeen({ store }: Pipeline, seen: readonly ObjectInfo[]): Promise<void> {
  for (const { key, etag } of seen) {
    await store.delete(key, { ifMatch: etag }).catch(error => {
      if (!(error instanceof Failure && error.code === 'SOURCE_CHANGED')) throw error
    })
  }
}
