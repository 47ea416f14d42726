// A source that is gone. Level-triggered like everything else: whatever the event said, the object was looked for and is not there. Who
// took it away decides. The pipeline itself (to the retry prefix, to the archive, `afterConvert: delete`) says so in the ledger before
// it does; then what is published stays. Otherwise somebody deleted it, and `onSourceDelete` says whether its rows go too:
//
//   1. ledger → `removed`, with all keys that were or may have been published as strays. Conditional on the entry seen before the look
//      at the object: who publishes a newer one meanwhile moves it on
//   2. delete what is there of them
//   3. ledger: the strays of this entry are gone
//
// Whoever dies in between leaves `removed` with strays; the message comes back, and 2 is done again.

import { advanceLedger, type LedgerPosition } from './ledger.ts'
import { type LedgerEntry, publishedVersion } from './ledger-entry.ts'
import type { Outcome } from './outcome.ts'
import type { Pipeline } from './pipeline.ts'
import type { SourceRoute } from './route-key.ts'
import { namedKeys, sweepStrays, unsettledKeys } from './strays.ts'

/** @param from the ledger as it was before the object was looked for */
export async function settleGone(pipeline: Pipeline, route: SourceRoute, from: LedgerPosition): Promise<Outcome> {
  const { key } = route
  const { entry } = from
  const policy = route.dataset?.onSourceDelete ?? pipeline.config.onSourceDelete
  if (entry !== undefined && policy === 'remove' && wasDeleted(entry)) {
    return { state: 'removed', key, entry: await removeOutputs(pipeline, from, entry) }
  }
  await sweepStrays(pipeline, from)
  return { state: 'gone', key }
}

/** Whether it was somebody else who took the source away, and nothing was done about that yet. */
export function wasDeleted({ state, retryKey, putAway }: Pick<LedgerEntry, 'state' | 'retryKey' | 'putAway'>): boolean {
  if (state === 'removed') return false
  const isMoved = (state === 'failed' && retryKey !== undefined) || (state === 'done' && putAway !== undefined)
  return !isMoved
}

/** @throws Failure OUTPUT_CHANGED when the ledger was advanced meanwhile */
export async function removeOutputs(pipeline: Pipeline, from: LedgerPosition, entry: LedgerEntry): Promise<LedgerEntry> {
  const removed = removedEntry(pipeline, entry)
  const removing = await advanceLedger(pipeline, from, { ...removed, strays: namedKeys(entry) })
  await sweepStrays(pipeline, removing)
  await advanceLedger(pipeline, removing, removed)
  return removed
}

function removedEntry({ clock }: Pipeline, entry: LedgerEntry): LedgerEntry {
  const { source, dataset, retryKey } = entry
  const replaced = entry.state === 'done' ? publishedVersion(entry) : entry.replaced
  return {
    format: 2,
    state: 'removed',
    source,
    ...(dataset === undefined ? {} : { dataset }),
    outputs: [],
    rejectFiles: [],
    strays: unsettledKeys(entry),
    ...(retryKey === undefined ? {} : { retryKey }),
    ...(replaced === undefined ? {} : { replaced }),
    finishedAt: clock().toISOString(),
  }
}
