// Takes away what is published of a source, the corrected rows of its rejected ones included:
//
//   1. ledger → `removed`, with all keys that were or may have been published as strays, and the fixes. Conditional on the entry seen
//      before the look at the object: who publishes a newer one meanwhile moves it on
//   2. delete what is there of them
//   3. the fixes likewise, each by its own entry
//   4. ledger: the strays of this entry and its fixes are gone
//
// Whoever dies in between leaves `removed` with them; the message comes back, and goes on from 2.

import { advanceLedger, type LedgerPosition, readLedger } from './ledger.ts'
import { type LedgerEntry, type ParentVersion, publishedVersion } from './ledger-entry.ts'
import type { Pipeline } from './pipeline.ts'
import { namedKeys, sweepStrays, unsettledKeys } from './strays.ts'

/** @throws Failure OUTPUT_CHANGED when the ledger was advanced meanwhile */
export async function removeOutputs(pipeline: Pipeline, from: LedgerPosition, entry: LedgerEntry): Promise<LedgerEntry> {
  const removed = removedEntry(pipeline, entry)
  const { fixes = [] } = entry
  const removing = await advanceLedger(pipeline, from, { ...removed, strays: namedKeys(entry), ...(fixes.length === 0 ? {} : { fixes }) })
  await sweepStrays(pipeline, removing)
  await retireFixes(pipeline, fixes, undefined)
  await advanceLedger(pipeline, removing, removed)
  return removed
}

function removedEntry({ clock }: Pipeline, entry: LedgerEntry): LedgerEntry {
  const { source, dataset, parent, retryKey } = entry
  const replaced = entry.state === 'done' ? publishedVersion(entry) : entry.replaced
  return {
    format: 2,
    state: 'removed',
    source,
    ...(dataset === undefined ? {} : { dataset }),
    ...(parent === undefined ? {} : { parent }),
    outputs: [],
    rejectFiles: [],
    strays: unsettledKeys(entry),
    ...(retryKey === undefined ? {} : { retryKey }),
    ...(replaced === undefined ? {} : { replaced }),
    finishedAt: clock().toISOString(),
  }
}

/**
 * Corrected rows go with the version of their source that they were rejected from: what is wrong in the next one lies in its own reject file.
 * Removes the outputs of `fixes`, but for those of this very version of the parent.
 *
 * @param version what is published of the parent now; undefined: nothing
 * @returns the fixes that stay
 * @throws Failure OUTPUT_CHANGED when one is being published just now: it is looked at again
 */
export async function retireFixes(
  pipeline: Pipeline,
  fixes: readonly string[],
  version: Pick<ParentVersion, 'etag' | 'configHash'> | undefined,
): Promise<string[]> {
  const staying: string[] = []
  for (const key of fixes) if (!(await retire(pipeline, key, version))) staying.push(key)
  return staying
}

async function retire(pipeline: Pipeline, key: string, version: Pick<ParentVersion, 'etag' | 'configHash'> | undefined): Promise<boolean> {
  const from = await readLedger(pipeline, key)
  const { parent, state } = from.entry ?? {}
  if (version !== undefined && parent?.etag === version.etag && parent.configHash === version.configHash) return false
  // A worker may be converting it for the first time: the entry keeps it from publishing.
  if (from.entry === undefined) await advanceLedger(pipeline, from, fence(pipeline, key))
  else if (state !== 'removed' || from.entry.fixes !== undefined) await removeOutputs(pipeline, from, from.entry)
  else await sweepStrays(pipeline, from) // whoever removed it may not have lived to finish
  return true
}

function fence({ config, clock }: Pipeline, key: string): LedgerEntry {
  const source = { bucket: config.bucket, key, etag: '', size: 0 }
  return { format: 2, state: 'removed', source, outputs: [], rejectFiles: [], strays: [], finishedAt: clock().toISOString() }
}
