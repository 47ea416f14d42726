// Whether what is published of a source is what it converts to: it is converted once more, into digests, and compared byte by byte with
// what lies there, and both with what the ledger says. Nothing is changed.

import { Failure } from '../../failure/failure.ts'
import { type ConversionControls, routeHash } from '../convert-object.ts'
import { fixRoute } from '../fix-source.ts'
import { readLedger } from '../ledger.ts'
import type { LedgerEntry, SourceIdentity } from '../ledger-entry.ts'
import type { Pipeline } from '../pipeline.ts'
import { archiveKey, routeKey, type SourceRoute } from '../route-key.ts'
import { compareOutputs, type OutputVerdict } from './compare-outputs.ts'
import { deriveOutputs } from './derive-outputs.ts'

export interface VerifyReport {
  /** Of the source. */
  key: string
  /** `unverifiable`: there is nothing to compare; `reason` says why. */
  verdict: 'same' | 'different' | 'unverifiable'
  reason?: string
  /** What explains a difference. */
  notes: readonly string[]
  outputs: readonly OutputVerdict[]
}

export async function verifyObject(pipeline: Pipeline, key: string, controls: ConversionControls = {}): Promise<VerifyReport> {
  const { entry } = await readLedger(pipeline, key)
  if (entry?.state !== 'done') return unverifiable(key, whyNot(entry))
  const route = wayOf(pipeline, key, entry)
  if (route === undefined) return unverifiable(key, 'it is no source any more, by today’s configuration')
  const from = await findContent(pipeline, route, entry)
  if (typeof from === 'string') return unverifiable(key, from)
  const hash = routeHash(route)
  const notes =
    hash === entry.configHash
      ? []
      : ['it was converted with another configuration: its dataset file has changed since, or is not known here']
  const derived = await deriveOutputs(pipeline, route, await publishedIdentity(pipeline, entry), from, hash, controls)
  const outputs = await compareOutputs(pipeline.store, entry, derived)
  const isSame = outputs.every(({ verdict }) => verdict === 'same')
  return { key, verdict: isSame ? 'same' : 'different', notes, outputs }
}

function unverifiable(key: string, reason: string): VerifyReport {
  return { key, verdict: 'unverifiable', reason, notes: [], outputs: [] }
}

function whyNot(entry: LedgerEntry | undefined): string {
  switch (entry?.state) {
    case undefined:
      return 'the ledger does not know it: it was never converted'
    case 'failed':
      return `its last version failed, so nothing of it is published: ${new Failure(entry.failure ?? { code: 'INTERNAL' }).message}`
    case 'publishing':
      return 'it is being published just now, or its worker died over that: parquetry reconcile completes it'
    default:
      return 'its source was deleted, and its outputs with it'
  }
}

function wayOf(pipeline: Pipeline, key: string, entry: LedgerEntry): SourceRoute | undefined {
  const route = routeKey(pipeline.config, key)
  if (route.kind === 'source') return route
  return route.kind === 'fix' && entry.parent !== undefined ? fixRoute(pipeline, route, entry.parent.follows) : undefined
}

/** Where the content that was converted lies; a sentence if it cannot be had. */
async function findContent(
  { store, config }: Pipeline,
  { key, relativeKey }: SourceRoute,
  { source, putAway }: LedgerEntry,
): Promise<{ key: string; etag: string; versionId?: string } | string> {
  const found = await store.head(key)
  if (found !== undefined && found.etag === source.etag) return { key, etag: found.etag }
  if (source.versionId !== undefined) return { key, etag: source.etag, versionId: source.versionId }
  const archived = putAway === 'archive' ? await store.head(archiveKey(config, relativeKey)) : undefined
  if (archived !== undefined && archived.size === source.size) return { key: archived.key, etag: archived.etag }
  return found === undefined
    ? 'the source that it was converted from is gone'
    : 'another version lies there than the one that was converted; parquetry reconcile has it converted'
}

/** The source as the outputs' metadata names it: the same content may have been dropped again since, under another version. */
async function publishedIdentity({ store }: Pipeline, { source, outputs }: LedgerEntry): Promise<SourceIdentity> {
  const [first] = outputs
  const found = first && (await store.head(first.key))
  const { 'parquetry-etag': etag, 'parquetry-version': versionId } = found?.metadata ?? {}
  const { versionId: _, ...rest } = source
  return etag === undefined ? source : { ...rest, etag, ...(versionId === undefined ? {} : { versionId }) }
}
