// Objects whose message the queue itself gave up, since every worker that took it died (out of memory, out of time) before it could say
// what is wrong: the message is in the dead-letter queue and the object still where it was dropped. Left there, every run would send it
// to kill some more. So it is set aside as the pipeline would have done it: report, copy to the retry prefix, ledger, delete.
//
// A queue cannot be looked at without receiving: messages are hidden from others for the moment.

import { FAILURES, type FailureCode } from '../../failure/codes.ts'
import { Failure } from '../../failure/failure.ts'
import type { QueueMessage } from '../../store/message-queue.ts'
import type { ObjectInfo } from '../../store/store.ts'
import { deadLetterReason } from '../dead-letter.ts'
import { failedEntry } from '../failed-entry.ts'
import { takeBack } from '../give-up.ts'
import { advanceLedger, readLedger } from '../ledger.ts'
import type { LedgerEntry, SourceIdentity } from '../ledger-entry.ts'
import type { ObjectEvent } from '../object-event.ts'
import { parseEvents } from '../parse-events.ts'
import type { Pipeline } from '../pipeline.ts'
import { copyToRetry } from '../retry-object.ts'
import { routeKey } from '../route-key.ts'
import type { Finding } from './finding.ts'

/** Dead letters that a run looks at. While there are more, nothing is re-queued: it could be one of those. */
export const mostDeadLetters = 1000

const lookSeconds = 120

/** An object to set aside, and why. */
export interface LostWorker {
  finding: Finding
  failure: Failure
  receiveCount: number
}

export async function findLostWorkers(pipeline: Pipeline, settledBefore: Date): Promise<LostWorker[]> {
  const messages = await peek(pipeline)
  const found = new Map<string, LostWorker>()
  for (const message of messages) {
    for (const event of eventsOf(pipeline, message)) {
      const lost = await lostWorker(pipeline, event, message, settledBefore)
      if (lost !== undefined) found.set(event.key, lost)
    }
  }
  return [...found.values()]
}

/** The dead letters, visible again at once. */
async function peek({ deadLetters }: Pipeline): Promise<QueueMessage[]> {
  const seen = new Map<string, QueueMessage>()
  while (seen.size < mostDeadLetters) {
    const messages = await deadLetters.receive({ visibilitySeconds: lookSeconds, waitSeconds: 0 })
    if (messages.length === 0) break
    for (const message of messages) seen.set(message.id, message)
  }
  for (const { receipt } of seen.values()) await deadLetters.changeVisibility(receipt, 0)
  return [...seen.values()]
}

function eventsOf({ config }: Pipeline, { body }: QueueMessage): ObjectEvent[] {
  try {
    return parseEvents(body).filter(({ bucket, key, kind }) => bucket === config.bucket && kind !== 'removed' && isSource(config, key))
  } catch {
    return []
  }
}

function isSource(config: Pipeline['config'], key: string): boolean {
  return routeKey(config, key).kind === 'source'
}

async function lostWorker(
  pipeline: Pipeline,
  { key, etag }: ObjectEvent,
  message: QueueMessage,
  settledBefore: Date,
): Promise<LostWorker | undefined> {
  const source = await pipeline.store.head(key)
  if (source === undefined || source.lastModified >= settledBefore) return undefined
  if (etag !== undefined && unquoted(etag) !== unquoted(source.etag)) return undefined // a newer one, with an event of its own
  const { entry } = await readLedger(pipeline, key)
  const failure = failureOf(message, `s3://${pipeline.config.bucket}/${key}`, source)
  if (failure === undefined || (entry?.source.etag === source.etag && saysMore(entry))) return undefined
  const finding: Finding = {
    reason: 'worker-lost',
    key,
    since: source.lastModified.toISOString(),
    etag: source.etag,
    failure: failure.data,
  }
  return { finding, failure, receiveCount: message.receiveCount }
}

/** @returns undefined where the object is to stay, or is newer than what failed */
function failureOf(message: QueueMessage, name: string, source: ObjectInfo): Failure | undefined {
  const reason = deadLetterReason(message)
  if (reason === undefined) return new Failure({ code: 'WORKER_DIED', source: name })
  if (!Object.hasOwn(FAILURES, reason.code) || source.lastModified > new Date(reason.failedAt)) return undefined
  const failure = new Failure({ code: reason.code as FailureCode, source: name, detail: 'its dead letter says more' })
  return failure.class === 'operator' ? undefined : failure
}

/** What is done is done, and a failure that the ledger tells of is known better there. */
function saysMore({ state }: LedgerEntry): boolean {
  return state === 'done' || state === 'failed'
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '')
}

/** Does nothing where the object or its entry has changed since it was found. */
export async function setAside(pipeline: Pipeline, { finding, failure, receiveCount }: LostWorker): Promise<void> {
  const { key, etag } = finding
  const from = await readLedger(pipeline, key)
  const found = await pipeline.store.head(key)
  if (found === undefined || found.etag !== etag || (from.entry?.source.etag === etag && saysMore(from.entry))) return
  const source: SourceIdentity = { bucket: pipeline.config.bucket, key, etag, size: found.size }
  const retryKey = await copyToRetry(pipeline, source, failure, receiveCount)
  const version = { source, failure, startedAt: pipeline.clock(), attempts: receiveCount }
  await takeBack(pipeline, await advanceLedger(pipeline, from, failedEntry(pipeline, version, from.entry, retryKey)))
  await pipeline.store.delete(key, { ifMatch: etag })
}
