// A move to the retry prefix that its worker did not live to finish: the ledger says `failed`, and the source still lies where it was
// dropped (the order of a move: give-up.ts).

import { Failure } from '../../failure/failure.ts'
import { readLedger } from '../ledger.ts'
import type { Pipeline } from '../pipeline.ts'
import { copyToRetry, deleteMoved } from '../retry-object.ts'
import type { Finding } from './finding.ts'

/** Does nothing where the source or its entry is no longer what the finding is about. */
export async function finishMove(pipeline: Pipeline, { key, etag }: Finding): Promise<void> {
  const { entry, etag: standing } = await readLedger(pipeline, key)
  const found = await pipeline.store.head(key)
  const isAsFound = found !== undefined && found.etag === etag && entry?.source.etag === etag
  if (!isAsFound || entry?.state !== 'failed' || entry.retryKey === undefined || entry.failure === undefined) return
  // A copy that is there may have been corrected in place since.
  if ((await pipeline.store.head(entry.retryKey)) === undefined)
    await copyToRetry(pipeline, entry.source, new Failure(entry.failure), entry.attempts ?? 1)
  await deleteMoved(pipeline, { entry, etag: standing })
}
