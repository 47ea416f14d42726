// Corrected rows: the file of rejected rows (`rejects/sales/a.csv.rows.csv`), corrected and dropped under the fix prefix with the name it has
// (`fix/sales/a.csv.rows.csv`). It becomes an output of its own, beside that of the source it came from, its parent: same dataset, same
// layout, same table. If some of its rows are rejected again, they have a reject file of their own, which is corrected in the same way: its
// parent is then this fix.
//
// A fix belongs to one conversion of its parent. It is taken only while the parent's reject file is there and no newer than the fix; and the
// parent's ledger entry names it before its rows are published, so that whoever publishes or removes the parent next takes the rows of
// its fixes away (remove-outputs.ts). Both advance the same two ledger entries by conditional writes: no fix outlives its parent's version.

import { Failure } from '../failure/failure.ts'
import { matchDataset } from '../schema/match-dataset.ts'
import type { ObjectInfo } from '../store/store.ts'
import { advanceLedger, type LedgerPosition, readLedger, type StandingEntry } from './ledger.ts'
import { isSameContent, type ParentVersion, type SourceIdentity } from './ledger-entry.ts'
import type { Pipeline } from './pipeline.ts'
import { type FixRoute, rejectedRowsKey, rowsSuffix, type SourceRoute } from './route-key.ts'

export interface Parent {
  key: string
  position: StandingEntry
  /** Below the input prefix: the source in which the rows came, whose dataset and layout they follow. */
  follows: string
}

/** @throws Failure FIX_UNKNOWN when no source has such a file of rejected rows, and never had */
export async function findParent(pipeline: Pipeline, { key, relativeKey }: FixRoute): Promise<Parent> {
  const { inputPrefix, fixPrefix } = pipeline.config
  const name = relativeKey.endsWith(rowsSuffix) ? relativeKey.slice(0, -rowsSuffix.length) : undefined
  for (const prefix of name === undefined ? [] : [inputPrefix, fixPrefix]) {
    const position = await readLedger(pipeline, `${prefix}${name}`)
    const { entry, etag } = position
    if (entry !== undefined) return { key: `${prefix}${name}`, position: { entry, etag }, follows: entry.parent?.follows ?? name! }
  }
  throw new Failure({ code: 'FIX_UNKNOWN', source: `s3://${pipeline.config.bucket}/${key}` })
}

/** The way of corrected rows: their own key, in the dataset of the source they came in. */
export function fixRoute({ config }: Pipeline, { key, relativeKey }: FixRoute, follows: string): SourceRoute {
  return { kind: 'source', key, relativeKey, follows, dataset: matchDataset(config.datasets, follows) }
}

/** What the ledger entry of a fix says of its parent. */
export function parentVersion({ key, position, follows }: Parent): ParentVersion {
  const { source, convertedFrom = source, configHash = '' } = position.entry
  return { key, etag: convertedFrom.etag, configHash, follows }
}

export function isSameParent(a: ParentVersion | undefined, b: ParentVersion | undefined): boolean {
  return a?.key === b?.key && a?.etag === b?.etag && a?.configHash === b?.configHash
}

/**
 * Makes the fix known to its parent, so that it will be taken away with it.
 *
 * @param found the fix
 * @param isLate whether its rows were published before, and have gone: then a reject file of the very second in which it was dropped is
 * that of a later version. Stores tell times in seconds
 * @throws Failure FIX_OUTDATED when the parent has no such rejected rows any more, or newer ones; OUTPUT_CHANGED when it is at work just now
 */
export async function joinParent(
  pipeline: Pipeline,
  source: SourceIdentity,
  found: ObjectInfo,
  parent: Parent,
  isLate = false,
): Promise<void> {
  const { entry } = parent.position
  if (entry.state === 'publishing') throw new Failure({ code: 'OUTPUT_CHANGED', source: parent.key, detail: 'it is being converted anew' })
  const outdated = await whyOutdated(pipeline, found, parent, isLate)
  if (outdated !== undefined) throw new Failure({ code: 'FIX_OUTDATED', source: `s3://${source.bucket}/${source.key}`, detail: outdated })
  const { fixes = [] } = entry
  if (fixes.includes(source.key)) return
  await advanceLedger(pipeline, parent.position, { ...entry, fixes: [...fixes, source.key] })
}

/** Whether corrected rows were published as they lie there, and have gone; not if they were dropped again since. */
export function wasTaken({ entry }: LedgerPosition, found: ObjectInfo): boolean {
  const wasHere = entry !== undefined && found.lastModified <= new Date(entry.finishedAt)
  return wasHere && entry.state === 'removed' && isSameContent(entry.source, found)
}

async function whyOutdated({ store, config }: Pipeline, found: ObjectInfo, parent: Parent, isLate: boolean): Promise<string | undefined> {
  const { entry } = parent.position
  const rows = rejectedRowsKey(config, found.key)
  const rejected = entry.state === 'done' && entry.rejectFiles.includes(rows) ? await store.head(rows) : undefined
  if (rejected === undefined) return `${parent.key} has no rejected rows now`
  const isSameTime = rejected.lastModified.getTime() === found.lastModified.getTime()
  return rejected.lastModified > found.lastModified || (isLate && isSameTime) ? `${rows} is newer than the correction` : undefined
}

/**
 * Why corrected rows that were published, and went with their parent's version, are left alone as they lie there: the ledger's entry does
 * not change for that.
 *
 * @returns undefined where they are or will be converted, and while their parent is at work
 * @throws Failure FIX_UNKNOWN as `findParent`
 */
export async function whyRetired(pipeline: Pipeline, route: FixRoute, found: ObjectInfo): Promise<string | undefined> {
  if (!wasTaken(await readLedger(pipeline, route.key), found)) return undefined
  const parent = await findParent(pipeline, route)
  return parent.position.entry.state === 'publishing' ? undefined : await whyOutdated(pipeline, found, parent, true)
}
