// A publication whose worker died or was refused, and whose source is gone since, or waits for a marker as another version: nobody can do it
// again. Either all of its outputs are
// there by now, and it is finished as its worker would have; or some outputs are new, some old, and none of it is right.

import { inParallel, requestsAtOnce } from './in-parallel.ts'
import { advanceLedger, type LedgerPosition } from './ledger.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import type { Outcome } from './outcome.ts'
import type { Pipeline } from './pipeline.ts'
import { isFromContent, isOutputOf } from './provenance.ts'
import { removeOutputs, retireFixes } from './remove-outputs.ts'
import { clearRetry, lookAtRetry } from './retry-object.ts'
import { publishedKeys, sweepStrays } from './strays.ts'

/**
 * @param from the ledger as it was before the object was looked for
 * @param entry its entry: `publishing`
 * @throws Failure OUTPUT_CHANGED when the ledger was advanced meanwhile
 */
export async function settleInterrupted(pipeline: Pipeline, from: LedgerPosition, entry: LedgerEntry): Promise<Outcome> {
  const { key } = entry.source
  const etags = await publishedEtags(pipeline, entry)
  if (etags === undefined) return { state: 'removed', key, entry: await removeOutputs(pipeline, from, entry) }
  const failed = await lookAtRetry(pipeline, key)
  await sweepStrays(pipeline, from)
  await clearRetry(pipeline, failed, entry.source)
  await advanceLedger(pipeline, from, await finishedEntry(pipeline, entry, etags))
  return { state: 'gone', key }
}

/** By key; undefined unless everything that the entry names was made of its content. */
async function publishedEtags({ store }: Pipeline, entry: LedgerEntry): Promise<Map<string, string> | undefined> {
  const { source } = entry
  const found = await inParallel(publishedKeys(entry), requestsAtOnce, key => store.head(key))
  const etags = new Map<string, string>()
  for (const info of found) {
    if (info === undefined || !isOutputOf(info, source.key) || !isFromContent(info, source)) return undefined
    etags.set(info.key, info.etag)
  }
  return etags
}

async function finishedEntry(pipeline: Pipeline, entry: LedgerEntry, etags: ReadonlyMap<string, string>): Promise<LedgerEntry> {
  const { retryKey: _, fixes = [], ...published } = entry
  const staying = await retireFixes(pipeline, fixes, { etag: entry.source.etag, configHash: entry.configHash ?? '' })
  return {
    ...published,
    ...(staying.length === 0 ? {} : { fixes: staying }),
    state: 'done',
    outputs: entry.outputs.map(output => ({ ...output, etag: etags.get(output.key) ?? '' })),
    finishedAt: pipeline.clock().toISOString(),
  }
}
