// A failed attempt that is not tried again: its object goes to the retry prefix with a report, its message to the dead-letter queue.
//
//   report → copy → message to the dead-letter queue → ledger `failed` → take back what is half published → delete the source, if the ledger
//   still says so
//
// Whoever dies in between leaves the source in place, and its message is delivered again: the worst is a second message in the
// dead-letter queue, which redrive counts as one. Whoever finds the source in place converts it, whatever the ledger says; the copy in the
// retry prefix goes once that is published, and so the source has to stay (clearRetry() minds the other order). Where a person has to act
// first (no permission, wrong configuration) the object stays; so do corrected rows.

import { Failure } from '../failure/failure.ts'
import type { QueueMessage } from '../store/message-queue.ts'
import { sendDeadLetter } from './dead-letter.ts'
import { failedEntry } from './failed-entry.ts'
import { advanceLedger, type LedgerPosition, readLedger, type StandingEntry } from './ledger.ts'
import { isDoneFor, type SourceIdentity } from './ledger-entry.ts'
import type { Outcome } from './outcome.ts'
import type { Pipeline } from './pipeline.ts'
import type { FailedAttempt } from './process-object.ts'
import { retireFixes } from './remove-outputs.ts'
import { copyToRetry, deleteMoved } from './retry-object.ts'
import { sweepStrays } from './strays.ts'

export interface Delivery {
  message: QueueMessage
  /** Whether the message speaks of this object alone. */
  isOnlyEvent: boolean
}

/** @throws Failure when it cannot be given up now: SOURCE_CHANGED when a newer version lies there, and whatever the store says */
export async function giveUp(pipeline: Pipeline, attempt: FailedAttempt, delivery: Delivery): Promise<Outcome> {
  const { key, failure, source } = attempt
  if (failure.class === 'operator' || source === undefined) return await giveUpMessage(pipeline, attempt, delivery)
  const found = await pipeline.store.head(key)
  if (found === undefined) return { state: 'gone', key } // a duplicate was given up first
  if (found.etag !== source.etag) throw new Failure({ code: 'SOURCE_CHANGED', source: `s3://${source.bucket}/${key}` })
  const from = await readLedger(pipeline, key)
  if (from.entry !== undefined && isDoneFor(from.entry, source, attempt.configHash)) return { state: 'unchanged', key, entry: from.entry }
  return await moveToRetry(pipeline, attempt, source, from, delivery)
}

async function moveToRetry(
  pipeline: Pipeline,
  { key, failure, startedAt }: FailedAttempt,
  source: SourceIdentity,
  from: LedgerPosition,
  delivery: Delivery,
): Promise<Outcome> {
  const { receiveCount: attempts } = delivery.message
  const retryKey = staysInPlace(pipeline, key) ? undefined : await copyToRetry(pipeline, source, failure, attempts)
  const moved = retryKey === undefined ? {} : { retryKey }
  await sendDeadLetter(pipeline, delivery.message, failure, { key, ...moved, isOnlyEvent: delivery.isOnlyEvent })
  const failed = failedEntry(pipeline, { source, failure, startedAt, attempts }, from.entry, retryKey)
  const position = await advanceLedger(pipeline, from, failed)
  await takeBack(pipeline, position)
  if (retryKey !== undefined) await deleteMoved(pipeline, position)
  return { state: 'failed', key, failure: failure.data, message: failure.message, ...moved }
}

/**
 * Of a half-published version some outputs are new, some old: none is right. Only once the ledger has moved on: a worker that is at it then
 * finds that it was overtaken, and does not call `done` what is deleted here.
 */
export async function takeBack(pipeline: Pipeline, position: StandingEntry): Promise<void> {
  const { outputs, rejectFiles, fixes = [] } = position.entry
  await sweepStrays(pipeline, position)
  if (outputs.length + rejectFiles.length === 0) await retireFixes(pipeline, fixes, undefined)
}

/** Corrected rows wait where they were dropped: the reject file that they came from is where it was, too. */
function staysInPlace({ config }: Pipeline, key: string): boolean {
  return key.startsWith(config.fixPrefix)
}

async function giveUpMessage(pipeline: Pipeline, { key, failure }: FailedAttempt, delivery: Delivery): Promise<Outcome> {
  await sendDeadLetter(pipeline, delivery.message, failure, { key, isOnlyEvent: delivery.isOnlyEvent })
  return { state: 'failed', key, failure: failure.data, message: failure.message }
}
