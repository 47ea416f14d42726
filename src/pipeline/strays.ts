// Objects that are no part of a source's dataset: left by an attempt that was interrupted, or by a worker that was overtaken and goes on.
//
// A later version of the source may publish under the same key at any time, and that must never be deleted. So: look what is there, then
// see that the ledger stands where it stood, then delete exactly what was seen. Whoever publishes advances the ledger first, so what was
// seen before cannot be a later version's.

import type { ObjectInfo } from '../store/store.ts'
import { inParallel, requestsAtOnce } from './in-parallel.ts'
import { type LedgerPosition, requireStanding } from './ledger.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import type { Pipeline } from './pipeline.ts'
import { isOutputOf } from './provenance.ts'

/** Deletes what is there of the entry's strays. @throws Failure OUTPUT_CHANGED as `sweep` does */
export async function sweepStrays(pipeline: Pipeline, from: LedgerPosition): Promise<void> {
  if (from.entry === undefined) return
  const current = new Set(publishedKeys(from.entry))
  await sweep(
    pipeline,
    from,
    from.entry.strays.filter(key => !current.has(key)),
  )
}

/**
 * Deletes what is there of `keys`, if it was written from the entry's source.
 *
 * @param from a ledger entry whose dataset has none of `keys`
 * @throws Failure OUTPUT_CHANGED when the ledger was advanced meanwhile: whether they are strays has to be seen anew
 */
export async function sweep(pipeline: Pipeline, { entry, etag }: LedgerPosition, keys: readonly string[]): Promise<void> {
  const { store } = pipeline
  if (entry === undefined || keys.length === 0) return
  const { key: sourceKey } = entry.source
  const looks = await inParallel(keys, requestsAtOnce, key => store.head(key))
  const found = looks.filter(info => info !== undefined && isOutputOf(info, sourceKey))
  if (found.length === 0) return
  await requireStanding(pipeline, { entry, etag })
  await inParallel(found, requestsAtOnce, async info => {
    if (info !== undefined) await deleteExactly(pipeline, info.key, info)
  })
}

/** Deletes what one write made, even where another write of the same bytes would have the same etag. @throws Failure SOURCE_CHANGED */
export async function deleteExactly(
  { store }: Pipeline,
  key: string,
  { etag, writeId }: Pick<ObjectInfo, 'etag' | 'writeId'>,
): Promise<void> {
  await store.delete(key, { ifMatch: etag, ...(writeId === undefined ? {} : { ifWriteId: writeId }) })
}

/**
 * Keys under which attempts before this entry, or its own if it stays `publishing`, may still publish. They are carried from entry to
 * entry, also while a version in between publishes under them: nobody knows when the last slow worker is gone.
 */
export function unsettledKeys(entry: LedgerEntry | undefined): readonly string[] {
  if (entry === undefined) return []
  return entry.state === 'publishing' ? namedKeys(entry) : entry.strays
}

/** All keys that the entry names. */
export function namedKeys(entry: LedgerEntry): string[] {
  return [...new Set([...publishedKeys(entry), ...entry.strays])]
}

export function publishedKeys({ outputs, rejectFiles }: Pick<LedgerEntry, 'outputs' | 'rejectFiles'>): string[] {
  return [...outputs.map(({ key }) => key), ...rejectFiles]
}
