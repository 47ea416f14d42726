// Making a conversion visible. One output is replaced atomically; several are replaced one by one, so the order of steps is what keeps a
// crash, a duplicate or an overtaking worker from leaving a mixture for good:
//
//   1. look at what is published under the outputs' keys; another source's object is a conflict, and nothing has happened yet. Look at
//      the retry prefix too: whoever gave a version up and died may have left it there without a word in the ledger
//   2. ledger → `publishing`, with all keys old and new. Conditional on the entry seen at the start: of two workers one gets on
//   3. commit every output, each on condition that what was seen in 1 is still there; files of rejected records first, so that no good
//      rows are to be seen whose bad ones are nowhere
//   4. delete what only the earlier version had, its corrected rows and a failed version in the retry prefix included
//   5. ledger → `done`
//
// Whoever dies in between leaves `publishing`; its message is delivered again and another worker starts over from that entry. A worker
// that was overtaken fails at 2, 3 or 5 and starts over too. Outputs it may have added after the other's step 4 are in the ledger as
// `strays`, which sweepStrays() deletes when its message comes back.
//
// If you change this, also run `npm run test:crashes`, which stops it at every single step.

import { Failure } from '../failure/failure.ts'
import type { ObjectInfo, WriteCondition } from '../store/store.ts'
import { discard, type PendingOutput } from './convert-object.ts'
import { inParallel, requestsAtOnce } from './in-parallel.ts'
import { advanceLedger, type LedgerPosition, readLedger } from './ledger.ts'
import { type LedgerEntry, type LedgerOutput, versionBefore } from './ledger-entry.ts'
import type { Pipeline } from './pipeline.ts'
import { isOutputOf, type OutputKind, ownerOf } from './provenance.ts'
import { retireFixes } from './remove-outputs.ts'
import { clearRetry, lookAtRetry } from './retry-object.ts'
import { deleteExactly, namedKeys, publishedKeys, sweep, unsettledKeys } from './strays.ts'

/** What will be in the ledger, but for what publishing adds to it. */
export type Conversion = Omit<LedgerEntry, 'state' | 'outputs' | 'rejectFiles' | 'strays' | 'replaced' | 'publishMs'>

/**
 * Publishes `outputs` as what `entry.source` is converted to.
 *
 * @returns the `done` entry
 * @throws Failure OUTPUT_CONFLICT, OUTPUT_CHANGED; outputs that are not committed are then aborted
 */
export async function publish(
  pipeline: Pipeline,
  from: LedgerPosition,
  entry: Conversion,
  outputs: readonly PendingOutput[],
): Promise<LedgerEntry> {
  const committed: Committed = new Map()
  try {
    return await publishInOrder(pipeline, from, entry, outputs, committed)
  } catch (error) {
    await discard(outputs)
    if (committed.size > 0) await retract(pipeline, entry.source.key, committed).catch(() => undefined) // else sweepStrays() finds them
    throw error
  }
}

/** What was made visible, by key. */
type Committed = Map<string, { etag: string; writeId?: string }>

async function publishInOrder(
  pipeline: Pipeline,
  from: LedgerPosition,
  entry: Conversion,
  outputs: readonly PendingOutput[],
  committed: Committed,
): Promise<LedgerEntry> {
  const conditions = await inParallel(outputs, requestsAtOnce, output => conditionFor(pipeline, output, entry.source.key))
  const { retryKey } = from.entry ?? {}
  const failed = await lookAtRetry(pipeline, entry.source.key)
  const stale = staleKeys(from.entry, outputs)
  const strays = unsettledKeys(from.entry)
  const replaced = versionBefore(from.entry, entry.source)
  const fixes = from.entry?.fixes ?? []
  const known = { ...listing(outputs), ...(replaced === undefined ? {} : { replaced }) }
  const planned = { ...entry, ...known, strays: [...new Set([...stale, ...strays])].sort() }
  const carried = { ...(retryKey === undefined ? {} : { retryKey }), ...(fixes.length === 0 ? {} : { fixes }) }
  const intent = await advanceLedger(pipeline, from, { ...planned, state: 'publishing', ...carried })
  const commitAll = (kind: OutputKind) =>
    inParallel([...outputs.entries()], requestsAtOnce, async ([index, output]) => {
      if (output.kind === kind) committed.set(output.key, await output.writer.commit(conditions[index]))
    })
  await commitAll('rejects')
  await commitAll('data')
  await sweep(pipeline, intent, stale)
  await clearRetry(pipeline, failed, entry.source)
  const staying = await retireFixes(pipeline, fixes, { etag: entry.source.etag, configHash: entry.configHash ?? '' })
  const published = planned.outputs.map(output => ({ ...output, etag: committed.get(output.key)!.etag }))
  const finished = pipeline.clock()
  const times = { publishMs: finished.getTime() - Date.parse(entry.finishedAt), finishedAt: finished.toISOString() }
  const kept = staying.length === 0 ? {} : { fixes: staying }
  const done: LedgerEntry = { ...planned, ...times, ...kept, state: 'done', outputs: published, strays }
  await advanceLedger(pipeline, intent, done)
  return done
}

/** Deletes what this attempt committed, if another one has taken over and does not have it. */
async function retract(pipeline: Pipeline, sourceKey: string, committed: Committed): Promise<void> {
  const { entry } = await readLedger(pipeline, sourceKey)
  if (entry === undefined || entry.state === 'publishing') return
  const current = new Set(publishedKeys(entry))
  const own = [...committed].filter(([key]) => !current.has(key))
  await inParallel(own, requestsAtOnce, ([key, written]) => deleteExactly(pipeline, key, written))
}

/** What must still hold when the output is committed. */
async function conditionFor({ store }: Pipeline, { key }: PendingOutput, sourceKey: string): Promise<WriteCondition> {
  const found = await store.head(key)
  if (found === undefined) return { ifAbsent: true }
  if (isOutputOf(found, sourceKey)) return { ifMatch: found.etag }
  throw conflict(found)
}

function conflict(found: ObjectInfo): Failure {
  const owner = ownerOf(found)
  const detail = owner === undefined ? `${found.key} was not written by Parquetry` : `${found.key} holds the rows of ${owner}`
  return new Failure({ code: 'OUTPUT_CONFLICT', detail, fix: 'rename this source, or delete that output if it is not needed any more' })
}

function listing(outputs: readonly PendingOutput[]): { outputs: LedgerOutput[]; rejectFiles: string[] } {
  const data = outputs.filter(output => output.kind === 'data')
  return {
    outputs: data.map(({ key, rows, bytes, contentHash }) => ({ key, rows, bytes, contentHash })),
    rejectFiles: outputs.filter(({ kind }) => kind === 'rejects').map(({ key }) => key),
  }
}

/** Keys that an earlier version published, or may have, and this one does not. */
function staleKeys(earlier: LedgerEntry | undefined, outputs: readonly PendingOutput[]): string[] {
  if (earlier === undefined) return []
  const current = new Set(outputs.map(({ key }) => key))
  return namedKeys(earlier).filter(key => !current.has(key))
}
