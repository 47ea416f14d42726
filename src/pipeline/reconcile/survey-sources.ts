// The sources that no worker has ever finished with: those that the ledger does not know. No entry is read for that.

import type { ObjectInfo } from '../../store/store.ts'
import { inParallel, requestsAtOnce } from '../in-parallel.ts'
import type { Pipeline } from '../pipeline.ts'
import { isOwnData } from '../provenance.ts'
import { isReady } from '../ready-marker.ts'
import { type FixRoute, ledgerKey, ledgerPrefix, routeKey, type SourceRoute } from '../route-key.ts'
import type { Finding } from './finding.ts'
import { lookUp } from './look-up.ts'
import { pages } from './pages.ts'
import { olderOf, type SurveyedPage, type SurveyScope, type UnconvertedObject } from './survey.ts'

/** @param prefix of the sources to look at */
export async function* surveySources(pipeline: Pipeline, prefix: string, scope: SurveyScope): AsyncIterable<SurveyedPage> {
  const { store } = pipeline
  const listing = store.list(prefix, scope.after === undefined ? {} : { startAfter: scope.after })
  for await (const page of pages(listing, scope.pageKeys)) {
    const unknown = await unknownSources(pipeline, page)
    const oldest = unknown.map(unconverted).reduce<UnconvertedObject | undefined>(olderOf, undefined)
    const findings = unknown.filter(({ lastModified }) => lastModified < scope.settledBefore).map(neverConverted)
    yield { last: page.at(-1)!.key, looked: page.length, findings, oldest, digests: [] }
  }
}

async function unknownSources(pipeline: Pipeline, page: readonly ObjectInfo[]): Promise<ObjectInfo[]> {
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
  const isDue = await inParallel(
    unknown,
    requestsAtOnce,
    async ({ info, route }) => (await ready(route)) && !(await isOurs(pipeline, info)),
  )
  return unknown.filter((_, at) => isDue[at]).map(({ info }) => info)
}

/** Whether sources may be converted; asked once a folder. Corrected rows wait for nothing. */
function readiness(pipeline: Pipeline): (route: SourceRoute | FixRoute) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>()
  return async route => {
    if (route.kind === 'fix') return true
    const folder = `${route.dataset?.name} ${route.relativeKey.slice(0, route.relativeKey.lastIndexOf('/') + 1)}`
    const ready = known.get(folder) ?? isReady(pipeline, route)
    known.set(folder, ready)
    return ready
  }
}

/** Parquet of our own under a name of CSV is ignored by the workers, and so never gets an entry. */
async function isOurs({ store }: Pipeline, { key }: ObjectInfo): Promise<boolean> {
  const found = await store.head(key)
  return found === undefined || isOwnData(found)
}

function neverConverted({ key, etag, lastModified }: ObjectInfo): Finding {
  return { reason: 'never-converted', key, since: lastModified.toISOString(), etag }
}

function unconverted({ key, lastModified }: ObjectInfo): UnconvertedObject {
  return { key, since: lastModified }
}
