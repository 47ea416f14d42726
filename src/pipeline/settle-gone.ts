// A source that is gone. Level-triggered like everything else: whatever the event said, the object was looked for and is not there. Who
// took it away decides. The pipeline itself (to the retry prefix, to the archive, `afterConvert: delete`) says so in the ledger before
// it does; then what is published stays. Otherwise somebody deleted it, and `onSourceDelete` says whether its rows go too.

import type { Dataset } from '../schema/dataset.ts'
import type { LedgerPosition } from './ledger.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import type { Outcome } from './outcome.ts'
import type { Pipeline } from './pipeline.ts'
import { removeOutputs } from './remove-outputs.ts'
import type { FixRoute, SourceRoute } from './route-key.ts'
import { settleInterrupted } from './settle-interrupted.ts'
import { sweepStrays } from './strays.ts'

/** @param from the ledger as it was before the object was looked for */
export async function settleGone(pipeline: Pipeline, route: SourceRoute | FixRoute, from: LedgerPosition): Promise<Outcome> {
  const { key } = route
  const { entry } = from
  const policy = datasetOf(pipeline, route, entry)?.onSourceDelete ?? pipeline.config.onSourceDelete
  if (entry !== undefined && (isHalfRemoved(entry) || (policy === 'remove' && wasDeleted(entry)))) {
    return { state: 'removed', key, entry: await removeOutputs(pipeline, from, entry) }
  }
  if (entry?.state === 'publishing') return await settleInterrupted(pipeline, from, entry)
  await sweepStrays(pipeline, from)
  return { state: 'gone', key }
}

/** Corrected rows belong to the dataset that their entry says. */
function datasetOf({ config }: Pipeline, route: SourceRoute | FixRoute, entry: LedgerEntry | undefined): Dataset | undefined {
  return route.kind === 'source' ? route.dataset : config.datasets.find(({ name }) => name === entry?.dataset)
}

/** A removal that its worker did not live to finish. */
function isHalfRemoved({ state, fixes }: LedgerEntry): boolean {
  return state === 'removed' && fixes !== undefined
}

/** Whether it was somebody else who took the source away, and nothing was done about that yet. */
export function wasDeleted({ state, retryKey, putAway }: Pick<LedgerEntry, 'state' | 'retryKey' | 'putAway'>): boolean {
  if (state === 'removed') return false
  const isMoved = (state === 'failed' && retryKey !== undefined) || (state === 'done' && putAway !== undefined)
  return !isMoved
}
