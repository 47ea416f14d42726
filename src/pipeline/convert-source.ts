// A source that is there and may be converted: unless the ledger shows it as done, it is converted and published.

import { Failure } from '../failure/failure.ts'
import { schemaVersion } from '../schema/schema-version.ts'
import type { ObjectInfo } from '../store/store.ts'
import { type ConversionControls, convertObject, discard } from './convert-object.ts'
import { isSameParent, joinParent, type Parent, parentVersion, wasTaken } from './fix-source.ts'
import { inParallel, requestsAtOnce } from './in-parallel.ts'
import type { LedgerPosition } from './ledger.ts'
import { isSameContent, type LedgerEntry, type SourceIdentity } from './ledger-entry.ts'
import { isSameResult, noteSeen } from './note-seen.ts'
import type { Outcome } from './outcome.ts'
import type { Pipeline } from './pipeline.ts'
import { isOutputOf } from './provenance.ts'
import { publish } from './publish.ts'
import type { SourceRoute } from './route-key.ts'
import { putAwayOf, settleSource } from './settle-source.ts'
import { sweepStrays } from './strays.ts'

/** A source as a worker found it. */
export interface FoundSource {
  route: SourceRoute
  found: ObjectInfo
  source: SourceIdentity
  configHash: string
  /** The ledger as it was before the object was looked for. */
  from: LedgerPosition
  /** Of corrected rows: the source that they were rejected from. */
  parent?: Parent
}

export interface ConvertSourceOptions extends ConversionControls {
  /** Deliveries of the message so far, this one included. */
  attempts?: number
  /** Called when it is clear that the source will be converted. */
  beforeConversion?: (source: SourceIdentity) => Promise<void>
}

export async function convertSource(pipeline: Pipeline, work: FoundSource, options: ConvertSourceOptions): Promise<Outcome> {
  const { route, source, from } = work
  const { key } = route
  if (from.entry !== undefined && (await isDone(pipeline, from.entry, work))) {
    return await leaveAsIs(pipeline, work, from.entry)
  }
  if (work.parent !== undefined && (await isRetired(pipeline, work, work.parent))) {
    await sweepStrays(pipeline, from)
    return { state: 'ignored', key, reason: `the version of ${work.parent.key} that it corrected is no longer published` }
  }
  await options.beforeConversion?.(source)
  return await convertAndPublish(pipeline, work, options)
}

/** Nothing of it is new but, perhaps, its identity. */
async function leaveAsIs(pipeline: Pipeline, { route, source, from }: FoundSource, entry: LedgerEntry): Promise<Outcome> {
  await sweepStrays(pipeline, from)
  const noted = await noteSeen(pipeline, { ...from, entry }, source, putAwayOf(pipeline, route))
  const warning = await settleSource(pipeline, route, source)
  return { state: 'unchanged', key: route.key, entry: noted, ...(warning === undefined ? {} : { warning }) }
}

/** Whether this content was published with this configuration, and still is. */
async function isDone(pipeline: Pipeline, entry: LedgerEntry, work: FoundSource): Promise<boolean> {
  return isSameContent(entry.source, work.source) && (await isPublished(pipeline, entry, work))
}

/** Whether what the entry says of this configuration is published, whatever the content. */
async function isPublished({ store }: Pipeline, entry: LedgerEntry, { source, configHash, parent }: FoundSource): Promise<boolean> {
  const isMeant = entry.configHash === configHash && isSameParent(entry.parent, parent && parentVersion(parent))
  if (entry.state !== 'done' || !isMeant) return false
  const found = await inParallel(entry.outputs, requestsAtOnce, ({ key }) => store.head(key))
  return found.every(info => info !== undefined && isOutputOf(info, source.key))
}

/**
 * Whether these corrected rows were published and have gone with their parent's version; a late duplicate of their event is no failure. If
 * not, the parent knows of them from here on.
 */
async function isRetired(pipeline: Pipeline, { source, found, from }: FoundSource, parent: Parent): Promise<boolean> {
  const isLate = wasTaken(from, found)
  try {
    await joinParent(pipeline, source, found, parent, isLate)
    return false
  } catch (error) {
    if (isLate && error instanceof Failure && error.code === 'FIX_OUTDATED') return true
    throw error
  }
}

async function convertAndPublish(pipeline: Pipeline, work: FoundSource, options: ConvertSourceOptions): Promise<Outcome> {
  const { route, source, configHash, from, parent } = work
  const started = pipeline.clock()
  const { report, outputs } = await convertObject(pipeline, route, source, configHash, options)
  if (from.entry !== undefined && isSameResult(from.entry, report, outputs) && (await isPublished(pipeline, from.entry, work))) {
    await discard(outputs)
    return await leaveAsIs(pipeline, work, from.entry)
  }
  const finished = pipeline.clock()
  const { rowsParsed: parsed, rowsWritten: written, rowsRejected: rejected, bytesParsed, warnings } = report
  const putAway = putAwayOf(pipeline, route)
  const entry = {
    format: 2 as const,
    source,
    ...(parent === undefined ? {} : { parent: parentVersion(parent) }),
    ...(route.dataset === undefined ? {} : { dataset: route.dataset.name, schemaVersion: schemaVersion(route.dataset) }),
    configHash,
    ...(putAway === undefined ? {} : { putAway }),
    rows: { parsed, written, rejected },
    bytesParsed,
    ...(warnings.length === 0 ? {} : { warnings }),
    attempts: options.attempts ?? 1,
    startedAt: started.toISOString(),
    durationMs: finished.getTime() - started.getTime(),
    finishedAt: finished.toISOString(),
  }
  const done = await publish(pipeline, from, entry, outputs)
  const warning = await settleSource(pipeline, route, source)
  return { state: 'converted', key: route.key, entry: done, ...(warning === undefined ? {} : { warning }) }
}
