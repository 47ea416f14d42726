// What one event comes to. Level-triggered: the object is taken as it is now, whatever the event said of it, and what the ledger shows as
// done is not done again. So duplicates, old events and events in the wrong order need no care of their own.
//
// An object that is gone is no error: remove-outputs.ts says what becomes of its outputs. Only a message that comes back from the
// dead-letter queue looks for its object in the retry prefix; every other event that did so would bring failed objects back for ever,
// since bringing one back is itself an ObjectCreated event.

import { Failure } from '../failure/failure.ts'
import { schemaVersion } from '../schema/schema-version.ts'
import type { ObjectInfo } from '../store/store.ts'
import { asFailure } from './as-failure.ts'
import { type ConversionControls, convertObject, routeHash } from './convert-object.ts'
import { inParallel, requestsAtOnce } from './in-parallel.ts'
import { type LedgerPosition, readLedger } from './ledger.ts'
import { isDoneFor, type LedgerEntry, type SourceIdentity } from './ledger-entry.ts'
import type { ObjectEvent } from './object-event.ts'
import type { Outcome } from './outcome.ts'
import type { Pipeline } from './pipeline.ts'
import { isOutputOf, isOwnData } from './provenance.ts'
import { publish } from './publish.ts'
import { announceFolder, isReady } from './ready-marker.ts'
import { settleGone } from './remove-outputs.ts'
import { bringBack } from './retry-object.ts'
import { routeKey, type SourceRoute } from './route-key.ts'
import { notePutAway, putAwayOf, settleSource } from './settle-source.ts'
import { sweepStrays } from './strays.ts'

export interface ProcessOptions extends ConversionControls {
  /** The message came back from the dead-letter queue. */
  isRedriven?: boolean
  /** Deliveries of the message so far, this one included. */
  attempts?: number
  /** Called when it is clear that the source will be converted. */
  beforeConversion?: (source: SourceIdentity) => Promise<void>
}

/** The object was not converted. Nothing of it is published, or its ledger entry says `publishing`. */
export interface FailedAttempt {
  state: 'error'
  key: string
  failure: Failure
  /** What failed, if it was found. */
  source: SourceIdentity | undefined
  /** With which configuration; empty if it did not come so far. */
  configHash: string
  startedAt: Date
}

export async function processObject(
  event: ObjectEvent,
  pipeline: Pipeline,
  options: ProcessOptions = {},
): Promise<Outcome | FailedAttempt> {
  const { key } = event
  const startedAt = pipeline.clock()
  let source: SourceIdentity | undefined
  let configHash = ''
  try {
    checkBucket(event, pipeline)
    const route = routeKey(pipeline.config, key)
    if (route.kind === 'ignored') return { state: 'ignored', key, reason: route.reason }
    if (route.kind === 'marker') return await announceFolder(pipeline, event, route)
    const from = await readLedger(pipeline, key) // before the object: what another worker publishes of a newer one moves it on
    const found = await findObject(pipeline, route, options.isRedriven ?? false)
    if (found === undefined) return await settleGone(pipeline, route, from)
    if (isOwnData(found)) return { state: 'ignored', key, reason: 'Parquet written by Parquetry' }
    if (!(await isReady(pipeline, route))) return { state: 'unready', key, marker: route.dataset?.readyMarker ?? '' }
    source = sourceIdentity(event, found)
    configHash = routeHash(route)
    return await convertUnlessDone(pipeline, route, source, configHash, from, options)
  } catch (error) {
    return { state: 'error', key, failure: asFailure(error, `s3://${event.bucket}/${key}`), source, configHash, startedAt }
  }
}

function checkBucket({ bucket, key }: ObjectEvent, { config }: Pipeline): void {
  if (bucket !== config.bucket) throw new Failure({ code: 'EVENT_FOREIGN', source: `s3://${bucket}/${key}` })
}

async function findObject(pipeline: Pipeline, route: SourceRoute, isRedriven: boolean): Promise<ObjectInfo | undefined> {
  const found = await pipeline.store.head(route.key)
  if (found !== undefined || !isRedriven) return found
  return (await bringBack(pipeline, route.relativeKey)) ? await pipeline.store.head(route.key) : undefined
}

function sourceIdentity({ bucket, sequencer }: ObjectEvent, { key, etag, versionId, size }: ObjectInfo): SourceIdentity {
  const known = { ...(versionId === undefined ? {} : { versionId }), ...(sequencer === undefined ? {} : { sequencer }) }
  return { bucket, key, etag, size, ...known }
}

async function convertUnlessDone(
  pipeline: Pipeline,
  route: SourceRoute,
  source: SourceIdentity,
  hash: string,
  from: LedgerPosition,
  controls: ProcessOptions,
): Promise<Outcome> {
  const { key } = route
  if (from.entry !== undefined && (await isDone(pipeline, from.entry, source, hash))) {
    await sweepStrays(pipeline, from)
    await notePutAway(pipeline, route, from)
    const warning = await settleSource(pipeline, route, source)
    return { state: 'unchanged', key, entry: from.entry, ...(warning === undefined ? {} : { warning }) }
  }
  await controls.beforeConversion?.(source)
  const done = await convertAndPublish(pipeline, route, source, hash, from, controls)
  const warning = await settleSource(pipeline, route, source)
  return { state: 'converted', key, entry: done, ...(warning === undefined ? {} : { warning }) }
}

/** Whether this content was published with this configuration, and still is. */
async function isDone({ store }: Pipeline, entry: LedgerEntry, source: SourceIdentity, hash: string): Promise<boolean> {
  if (!isDoneFor(entry, source, hash)) return false
  const found = await inParallel(entry.outputs, requestsAtOnce, ({ key }) => store.head(key))
  return found.every(info => info !== undefined && isOutputOf(info, source.key))
}

async function convertAndPublish(
  pipeline: Pipeline,
  route: SourceRoute,
  source: SourceIdentity,
  hash: string,
  from: LedgerPosition,
  controls: ProcessOptions,
): Promise<LedgerEntry> {
  const started = pipeline.clock()
  const { report, outputs } = await convertObject(pipeline, route, source, hash, controls)
  const finished = pipeline.clock()
  const { rowsParsed: parsed, rowsWritten: written, rowsRejected: rejected, bytesParsed, warnings } = report
  const putAway = putAwayOf(pipeline, route)
  const entry = {
    format: 2 as const,
    source,
    ...(route.dataset === undefined ? {} : { dataset: route.dataset.name, schemaVersion: schemaVersion(route.dataset) }),
    configHash: hash,
    ...(putAway === undefined ? {} : { putAway }),
    rows: { parsed, written, rejected },
    bytesParsed,
    ...(warnings.length === 0 ? {} : { warnings }),
    attempts: controls.attempts ?? 1,
    startedAt: started.toISOString(),
    durationMs: finished.getTime() - started.getTime(),
    finishedAt: finished.toISOString(),
  }
  return await publish(pipeline, from, entry, outputs)
}
