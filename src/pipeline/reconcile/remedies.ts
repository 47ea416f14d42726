// Carrying out what findings ask for. Every remedy looks again first, so that what has changed since the survey is left alone, and doing
// one twice does no harm.

import { inParallel, requestsAtOnce } from '../in-parallel.ts'
import { readLedger } from '../ledger.ts'
import { requestBody } from '../parse-events.ts'
import type { Pipeline } from '../pipeline.ts'
import { sweepStrays } from '../strays.ts'
import { type Finding, REASONS, type Remedy } from './finding.ts'
import { finishMove } from './finish-move.ts'

export interface RemedyResult {
  requeued: number
  deferred: number
  setAside: number
  swept: number
  failures: readonly RemedyFailure[]
}

export interface RemedyFailure {
  key: string
  error: unknown
}

/** @param canRequeue false: the queues are full, and what is to be re-queued is left to a later run */
export async function applyRemedies(pipeline: Pipeline, findings: readonly Finding[], canRequeue: boolean): Promise<RemedyResult> {
  const by = (remedy: Remedy) => findings.filter(({ reason }) => REASONS[reason].remedy === remedy)
  const requeued = by('requeue')
  if (canRequeue) await pipeline.queue.sendAll(requeued.map(({ key }) => requestBody(pipeline.config.bucket, key)))
  const moved = await each(by('set aside'), finding => finishMove(pipeline, finding))
  const swept = await each(by('sweep'), async ({ key }) => sweepStrays(pipeline, await readLedger(pipeline, key)))
  const deleted = await each(by('delete'), ({ key, etag = '' }) => pipeline.store.delete(key, { ifMatch: etag }))
  return {
    requeued: canRequeue ? requeued.length : 0,
    deferred: canRequeue ? 0 : requeued.length,
    setAside: moved.done,
    swept: swept.done + deleted.done,
    failures: [...moved.failures, ...swept.failures, ...deleted.failures],
  }
}

/** One that fails does not keep the others from being done. */
async function each(findings: readonly Finding[], work: (finding: Finding) => Promise<unknown>) {
  const failures: RemedyFailure[] = []
  await inParallel(findings, requestsAtOnce, async finding => {
    await work(finding).catch((error: unknown) => failures.push({ key: finding.key, error }))
  })
  return { done: findings.length - failures.length, failures }
}
