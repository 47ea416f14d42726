// What one event comes to. Level-triggered: the object is taken as it is now, whatever the event said of it, and what the ledger shows as
// done is not done again. So duplicates, old events and events in the wrong order need no care of their own.
//
// An object that is gone is no error: settle-gone.ts says what becomes of its outputs. Only a message that comes back from the
// dead-letter queue looks for its object in the retry prefix; every other event that did so would bring failed objects back for ever,
// since bringing one back is itself an ObjectCreated event.

import { Failure } from '../failure/failure.ts'
import type { ObjectInfo } from '../store/store.ts'
import { asFailure } from './as-failure.ts'
import { routeHash } from './convert-object.ts'
import { type ConvertSourceOptions, convertSource } from './convert-source.ts'
import { findParent, fixRoute } from './fix-source.ts'
import { type LedgerPosition, readLedger } from './ledger.ts'
import { isSameContent, type SourceIdentity } from './ledger-entry.ts'
import type { ObjectEvent } from './object-event.ts'
import type { Outcome } from './outcome.ts'
import type { Pipeline } from './pipeline.ts'
import { isOwnData } from './provenance.ts'
import { announceFolder, isReady } from './ready-marker.ts'
import { bringBack } from './retry-object.ts'
import { type FixRoute, routeKey, type SourceRoute } from './route-key.ts'
import { settleGone } from './settle-gone.ts'
import { settleInterrupted } from './settle-interrupted.ts'

export interface ProcessOptions extends ConvertSourceOptions {
  /** The message came back from the dead-letter queue. */
  isRedriven?: boolean
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
    source = sourceIdentity(event, found)
    if (route.kind === 'fix') {
      const parent = await findParent(pipeline, route)
      const way = fixRoute(pipeline, route, parent.follows)
      configHash = routeHash(way)
      return await convertSource(pipeline, { route: way, found, source, configHash, from, parent }, options)
    }
    if (!isBegun(from, source) && !(await isReady(pipeline, route))) {
      // Of a version before that one, since overwritten: nobody will publish it again.
      if (from.entry?.state === 'publishing') await settleInterrupted(pipeline, from, from.entry)
      return { state: 'unready', key, marker: route.dataset?.readyMarker ?? '' }
    }
    configHash = routeHash(route)
    return await convertSource(pipeline, { route, found, source, configHash, from }, options)
  } catch (error) {
    return { state: 'error', key, failure: asFailure(error, `s3://${event.bucket}/${key}`), source, configHash, startedAt }
  }
}

/** Whether a worker died over publishing this content: that is done whether its marker is still there or not. */
function isBegun({ entry }: LedgerPosition, source: SourceIdentity): boolean {
  return entry?.state === 'publishing' && isSameContent(entry.source, source)
}

function checkBucket({ bucket, key }: ObjectEvent, { config }: Pipeline): void {
  if (bucket !== config.bucket) throw new Failure({ code: 'EVENT_FOREIGN', source: `s3://${bucket}/${key}` })
}

async function findObject(pipeline: Pipeline, route: SourceRoute | FixRoute, isRedriven: boolean): Promise<ObjectInfo | undefined> {
  const found = await pipeline.store.head(route.key)
  if (found !== undefined || !isRedriven || route.kind === 'fix') return found // failed fixes stay where they are
  return (await bringBack(pipeline, route.relativeKey)) ? await pipeline.store.head(route.key) : undefined
}

function sourceIdentity({ bucket, sequencer }: ObjectEvent, { key, etag, versionId, size, checksum }: ObjectInfo): SourceIdentity {
  return {
    bucket,
    key,
    etag,
    ...(versionId === undefined ? {} : { versionId }),
    size,
    ...(checksum === undefined ? {} : { checksum }),
    ...(sequencer === undefined ? {} : { sequencer }),
  }
}
