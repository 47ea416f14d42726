// A failure that a person has to see to (no permission, wrong configuration) is tried again for hours. The ledger says so from the first
// attempt on, so that `status` shows it and whoever waits for the file learns why. The object and what is published stay as they are.

import { failedEntry } from './failed-entry.ts'
import { advanceLedger, readLedger } from './ledger.ts'
import type { LedgerEntry, SourceIdentity } from './ledger-entry.ts'
import type { Pipeline } from './pipeline.ts'
import type { FailedAttempt } from './process-object.ts'

/**
 * Never throws: it is a courtesy, and the same trouble may well keep the ledger from being written.
 *
 * @param attempts deliveries of the message so far
 */
export async function noteTrouble(pipeline: Pipeline, attempt: FailedAttempt, attempts: number): Promise<void> {
  if (attempt.failure.class !== 'operator' || attempt.failure.code === 'EVENT_FOREIGN') return
  await note(pipeline, attempt, attempts).catch(() => undefined)
}

async function note(pipeline: Pipeline, { key, failure, source: seen, startedAt }: FailedAttempt, attempts: number): Promise<void> {
  const from = await readLedger(pipeline, key) // before the object: who publishes a newer one meanwhile moves the ledger on
  const found = await pipeline.store.head(key)
  if (found === undefined || (seen !== undefined && found.etag !== seen.etag)) return
  const source = seen ?? { bucket: pipeline.config.bucket, key, etag: found.etag, size: found.size }
  if (from.entry !== undefined && saysMore(from.entry, source)) return
  await advanceLedger(pipeline, from, failedEntry(pipeline, { source, failure, startedAt, attempts }, from.entry, from.entry?.retryKey))
}

/** What is half published must stay known, and what is done is done. */
function saysMore({ state, source }: LedgerEntry, { etag }: SourceIdentity): boolean {
  return state === 'publishing' || (state === 'done' && source.etag === etag)
}
