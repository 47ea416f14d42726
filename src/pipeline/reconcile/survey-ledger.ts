// The sources that the ledger knows, each with what lies there now: the object, its outputs and strays, its copy in the retry prefix.
// An entry is read only if the index of the last run does not have it as it is.

import { Failure } from '../../failure/failure.ts'
import type { ObjectInfo } from '../../store/store.ts'
import { inParallel, requestsAtOnce } from '../in-parallel.ts'
import { readLedgerObject } from '../ledger.ts'
import { encodeKey } from '../object-key.ts'
import type { Pipeline } from '../pipeline.ts'
import { readiness } from '../ready-marker.ts'
import { ledgerPrefix, routeKey } from '../route-key.ts'
import type { DigestIndex } from './digest-index.ts'
import { digestOf, type EntryDigest } from './entry-digest.ts'
import type { Finding } from './finding.ts'
import { isConverted, judgeEntry } from './judge-entry.ts'
import { lookUp } from './look-up.ts'
import { pages } from './pages.ts'
import { olderOf, type SurveyedPage, type SurveyScope } from './survey.ts'

/** Entries that are read at the same time: each is a small object, so that latency is all there is to them. */
const readsAtOnce = 32

export async function* surveyLedger(pipeline: Pipeline, scope: SurveyScope, index: DigestIndex): AsyncIterable<SurveyedPage> {
  const { store, config } = pipeline
  const listing = store.list(ledgerRange(pipeline, scope), scope.after === undefined ? {} : { startAfter: scope.after })
  for await (const page of pages(listing, scope.pageKeys)) {
    const { digests: all, unreadable } = await readDigests(pipeline, page, index)
    const selected = all.filter(({ key }) => isInScope(config, key, scope))
    const { findings, oldest } = await judgePage(pipeline, scope, page, selected)
    yield { last: page.at(-1)!.key, looked: page.length, digests: all, findings: [...unreadable, ...findings], oldest }
  }
}

/** The part of the ledger in which the entries of a prefix lie: encoded keys share folders, not beginnings of names. */
function ledgerRange({ config }: Pipeline, { prefixes: { sources, fixes } }: SurveyScope): string {
  const only = sources === undefined || fixes === undefined ? (sources ?? fixes ?? '') : ''
  return ledgerPrefix(config) + encodeKey(only.slice(0, only.lastIndexOf('/') + 1))
}

function isInScope(config: Pipeline['config'], key: string, { prefixes: { sources, fixes } }: SurveyScope): boolean {
  const isBelow = [sources, fixes].some(prefix => prefix !== undefined && key.startsWith(prefix))
  return isBelow && ['source', 'fix'].includes(routeKey(config, key).kind)
}

async function readDigests(
  pipeline: Pipeline,
  page: readonly ObjectInfo[],
  index: DigestIndex,
): Promise<{ digests: EntryDigest[]; unreadable: Finding[] }> {
  const known: (EntryDigest | undefined)[] = []
  for (const { key, etag } of page) known.push(await index.find(key, etag))
  const unreadable: Finding[] = []
  const read = async ([at, info]: [number, ObjectInfo]) => known[at] ?? (await readDigest(pipeline, info, unreadable))
  const digests = await inParallel([...page.entries()], readsAtOnce, read)
  return { digests: digests.filter(digest => digest !== undefined), unreadable }
}

/** @returns undefined for an entry that was advanced since it was listed (its worker is at it), and for one that cannot be read */
async function readDigest({ store }: Pipeline, info: ObjectInfo, unreadable: Finding[]): Promise<EntryDigest | undefined> {
  try {
    return digestOf(info, await readLedgerObject(store, info.key, info))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    if (error.code === 'SOURCE_CHANGED' || error.code === 'SOURCE_NOT_FOUND') return undefined
    if (error.code !== 'CONFIG_INVALID') throw error
    unreadable.push({ reason: 'unreadable', key: info.key, etag: info.etag, failure: error.data })
    return undefined
  }
}

async function judgePage(
  pipeline: Pipeline,
  { settledBefore, waitingBefore }: SurveyScope,
  page: readonly ObjectInfo[],
  digests: readonly EntryDigest[],
): Promise<Pick<SurveyedPage, 'findings' | 'oldest'>> {
  const { store, config } = pipeline
  const written = new Map(page.map(({ key, lastModified }) => [key, lastModified]))
  const [sources, outputs, retries] = await Promise.all([
    lookUpBelow(
      pipeline,
      [config.inputPrefix, config.fixPrefix],
      digests.map(({ key }) => key),
    ),
    lookUpPublished(pipeline, digests),
    lookUp(
      store,
      config.retryPrefix,
      digests.flatMap(({ retryKey = [] }) => retryKey),
    ),
  ])
  const result: { findings: SurveyedPage['findings'][number][]; oldest: SurveyedPage['oldest'] } = { findings: [], oldest: undefined }
  const waiting = await waitingKeys(pipeline, digests, sources)
  for (const digest of digests) {
    const { findings, unconvertedSince } = judgeEntry(digest, {
      source: sources.get(digest.key),
      outputs,
      retry: digest.retryKey === undefined ? undefined : retries.get(digest.retryKey),
      entryWritten: written.get(digest.place)!,
      settledBefore,
      waitingBefore,
      isWaiting: waiting.has(digest.key),
      isOutputRemoved: isOutputRemoved(pipeline, digest),
      isFix: digest.key.startsWith(config.fixPrefix),
    })
    result.findings.push(...findings)
    if (unconvertedSince !== undefined) result.oldest = olderOf(result.oldest, { key: digest.key, since: unconvertedSince })
  }
  return result
}

/** Of sources that are not what was converted, those that may not be before their ready marker is there. */
async function waitingKeys(
  pipeline: Pipeline,
  digests: readonly EntryDigest[],
  sources: ReadonlyMap<string, ObjectInfo>,
): Promise<Set<string>> {
  const ready = readiness(pipeline)
  const waiting = new Set<string>()
  await inParallel(digests, requestsAtOnce, async digest => {
    const source = sources.get(digest.key)
    if (source === undefined || isConverted(digest, source) || digest.state === 'publishing') return
    const route = routeKey(pipeline.config, digest.key)
    if (route.kind === 'source' && !(await ready(route))) waiting.add(digest.key)
  })
  return waiting
}

/** Outputs lie under the output prefix, strays also among the rejects. */
function lookUpPublished(pipeline: Pipeline, digests: readonly EntryDigest[]): Promise<Map<string, ObjectInfo>> {
  const { outputPrefix, rejectPrefix } = pipeline.config
  const keys = digests.flatMap(({ outputs, strays }) => [...outputs.map(({ key }) => key), ...strays])
  return lookUpBelow(pipeline, [outputPrefix, rejectPrefix], keys)
}

async function lookUpBelow({ store }: Pipeline, prefixes: readonly string[], keys: readonly string[]): Promise<Map<string, ObjectInfo>> {
  const below = (prefix: string) => keys.filter(key => key.startsWith(prefix))
  const found = await Promise.all(prefixes.map(prefix => lookUp(store, prefix, below(prefix))))
  return new Map(found.flatMap(infos => [...infos]))
}

function isOutputRemoved({ config }: Pipeline, { key, dataset }: EntryDigest): boolean {
  const route = routeKey(config, key)
  // Corrected rows belong to the dataset that their entry says.
  const rules = route.kind === 'source' ? route.dataset : config.datasets.find(({ name }) => name === dataset)
  return (rules?.onSourceDelete ?? config.onSourceDelete) === 'remove'
}
