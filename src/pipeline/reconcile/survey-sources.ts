// The sources that no worker has ever finished with: those that the ledger does not know. No entry is read for that.

import type { ObjectInfo } from '../../store/store.ts'
import { inParallel, requestsAtOnce } from '../in-parallel.ts'
import type { Pipeline } from '../pipeline.ts'
import { isOwnData } from '../provenance.ts'
import { readiness } from '../ready-marker.ts'
import { ledgerKey, ledgerPrefix, routeKey } from '../route-key.ts'
import type { Finding } from './finding.ts'
import { lookUp } from './look-up.ts'
import { pages } from './pages.ts'
import { olderOf, type SurveyedPage, type SurveyScope, type UnconvertedObject } from './survey.ts'

/** @param prefix of the sources to look at */
export async function* surveySources(pipeline: Pipeline, prefix: string, scope: SurveyScope): AsyncIterable<SurveyedPage> {
  const { store } = pipeline
  const listing = store.list(prefix, scope.after === undefined ? {} : { startAfter: scope.after })
  for await (const page of pages(listing, scope.pageKeys)) {
    const { unknown, waiting } = await unknownSources(pipeline, page)
    const oldest = unknown.map(unconverted).reduce<UnconvertedObject | undefined>(olderOf, undefined)
    const lost = unknown.filter(({ lastModified }) => lastModified < scope.settledBefore).map(neverConverted)
    const late = waiting.filter(({ lastModified }) => lastModified < scope.waitingBefore).map(markerMissing)
    const findings = [...lost, ...late]
    yield { last: page.at(-1)!.key, looked: page.length, findings, oldest, digests: [] }
  }
}

/** `waiting`: no worker may take them before their ready marker is there. */
async function unknownSources(pipeline: Pipeline, page: readonly ObjectInfo[]): Promise<{ unknown: ObjectInfo[]; waiting: ObjectInfo[] }> {
  const { config, store } = pipeline
  const sources = page.flatMap(info => {
    const route = routeKey(config, info.key)
    return route.kind === 'source' || route.kind === 'fix' ? { info, route, place: ledgerKey(config, info.key) } : []
  })
  const known = await lookUp(
    store,
    ledgerPrefix(config),
    sources.map(({ place }) => place),
  )
  const unknown = sources.filter(({ place }) => !known.has(place))
  const ready = readiness(pipeline)
  const states = await inParallel(unknown, requestsAtOnce, async ({ info, route }) => {
    if (!(await ready(route))) return 'waiting'
    return (await isOurs(pipeline, info)) ? 'ours' : 'unknown'
  })
  const those = (state: 'unknown' | 'waiting') => unknown.filter((_, at) => states[at] === state).map(({ info }) => info)
  return { unknown: those('unknown'), waiting: those('waiting') }
}

/** Parquet of our own under a name of CSV is ignored by the workers, and so never gets an entry. */
async function isOurs({ store }: Pipeline, { key }: ObjectInfo): Promise<boolean> {
  const found = await store.head(key)
  return found === undefined || isOwnData(found)
}

function neverConverted({ key, etag, lastModified }: ObjectInfo): Finding {
  return { reason: 'never-converted', key, since: lastModified.toISOString(), etag }
}

function markerMissing({ key, etag, lastModified }: ObjectInfo): Finding {
  return { reason: 'marker-missing', key, since: lastModified.toISOString(), etag }
}

function unconverted({ key, lastModified }: ObjectInfo): UnconvertedObject {
  return { key, since: lastModified }
}
