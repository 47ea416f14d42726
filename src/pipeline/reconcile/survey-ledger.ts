// The sources that the ledger knows, each with what lies there now: the object, its outputs and strays, its copy in the retry prefix.
// An entry is read only if the index of the last run does not have it as it is.

import { Failure } from '../../failure/failure.ts'
import type { ObjectInfo } from '../../store/store.ts'
import { inParallel } from '../in-parallel.ts'
import { readLedgerObject } from '../ledger.ts'
import { encodeKey } from '../object-key.ts'
import type { Pipeline } from '../pipeline.ts'
import { ledgerPrefix, routeKey } from '../route-key.ts'
import type { DigestIndex } from './digest-index.ts'
import { digestOf, type EntryDigest } from './entry-digest.ts'
import type { Finding } from './finding.ts'
import { judgeEntry } from './judge-entry.ts'
import { lookUp } from './look-up.ts'
import { pages } from './pages.ts'
import { olderOf, type SurveyedPage, type SurveyScope } from './survey.ts'

/** Entries that are read at the same time: each is a small object, so that latency is all there is to them. */
const readsAtOnce = 32

export async function* surveyLedger(pipeline: Pipeline, scope: SurveyScope, index: DigestIndex): AsyncIterable<SurveyedPage> {
  const { store, config } = pipeline
  const listing = store.list(ledgerRange(pipeline, scope.sourcePrefix), scope.after === undefined ? {} : { startAfter: scope.after })
  for await (const page of pages(listing, scope.pageKeys)) {
    const { digests: all, unreadable } = await readDigests(pipeline, page, index)
    const selected = all.filter(({ key }) => key.startsWith(scope.sourcePrefix) && routeKey(config, key).kind === 'source')
    const { findings, oldest } = await judgePage(pipeline, scope, page, selected)
    yield { last: page.at(-1)!.key, looked: page.length, digests: all, findings: [...unreadable, ...findings], oldest }
  }
}

/** The part of the ledger in which the entries of a prefix lie: encoded keys share folders, not beginnings of names. */
function ledgerRange({ config }: Pipeline, sourcePrefix: string): string {
  return ledgerPrefix(config) + encodeKey(sourcePrefix.slice(0, sourcePrefix.lastIndexOf('/') + 1))
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
  { settledBefore }: SurveyScope,
  page: readonly ObjectInfo[],
  digests: readonly EntryDigest[],
): Promise<Pick<SurveyedPage, 'findings' | 'oldest'>> {
  const { store, config } = pipeline
  const written = new Map(page.map(({ key, lastModified }) => [key, lastModified]))
  const [sources, outputs, retries] = await Promise.all([
    lookUp(
      store,
      config.inputPrefix,
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
  for (const digest of digests) {
    const { findings, unconvertedSince } = judgeEntry(digest, {
      source: sources.get(digest.key),
      outputs,
      retry: digest.retryKey === undefined ? undefined : retries.get(digest.retryKey),
      entryWritten: written.get(digest.place)!,
      settledBefore,
      isOutputRemoved: isOutputRemoved(pipeline, digest.key),
    })
    result.findings.push(...findings)
    if (unconvertedSince !== undefined) result.oldest = olderOf(result.oldest, { key: digest.key, since: unconvertedSince })
  }
  return result
}

/** Outputs lie under the output prefix, strays also among the rejects. */
async function lookUpPublished({ store, config }: Pipeline, digests: readonly EntryDigest[]): Promise<Map<string, ObjectInfo>> {
  const keys = digests.flatMap(({ outputs, strays }) => [...outputs.map(({ key }) => key), ...strays])
  const [outputs, rejects] = await Promise.all(
    [config.outputPrefix, config.rejectPrefix].map(prefix =>
      lookUp(
        store,
        prefix,
        keys.filter(key => key.startsWith(prefix)),
      ),
    ),
  )
  return new Map([...outputs!, ...rejects!])
}

function isOutputRemoved({ config }: Pipeline, key: string): boolean {
  const route = routeKey(config, key)
  return ((route.kind === 'source' ? route.dataset?.onSourceDelete : undefined) ?? config.onSourceDelete) === 'remove'
}
