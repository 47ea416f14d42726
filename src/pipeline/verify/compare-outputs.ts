// What lies there beside what comes out now, and both beside what the ledger says: for each output, what exactly differs.

import type { ObjectInfo, ObjectStore } from '../../store/store.ts'
import type { LedgerEntry, LedgerOutput } from '../ledger-entry.ts'
import { publishedKeys } from '../strays.ts'
import { BlockDigests, firstDifference } from './block-digests.ts'
import { damagedPage } from './damaged-page.ts'
import type { DerivedOutput } from './derive-outputs.ts'

export interface OutputVerdict {
  key: string
  kind: 'data' | 'rejects'
  /** `gone`: it should be there; `unexpected`: it would not be written. */
  verdict: 'same' | 'different' | 'gone' | 'unexpected'
  /** Sentences, the most telling first. */
  differences: readonly string[]
  /** Rows and content hash by the ledger, bytes as they lie there. */
  published?: Figures
  derived?: Figures
}

interface Figures {
  bytes: number
  rows?: number
  contentHash?: string
}

/** In the order of their keys. */
export async function compareOutputs(store: ObjectStore, entry: LedgerEntry, derived: readonly DerivedOutput[]): Promise<OutputVerdict[]> {
  const byKey = new Map(derived.map(output => [output.key, output]))
  const keys = [...new Set([...publishedKeys(entry), ...byKey.keys()])].sort()
  const verdicts: OutputVerdict[] = []
  for (const key of keys) verdicts.push(await compare(store, key, entry, byKey.get(key)))
  return verdicts
}

async function compare(store: ObjectStore, key: string, entry: LedgerEntry, derived: DerivedOutput | undefined): Promise<OutputVerdict> {
  const known = entry.outputs.find(output => output.key === key)
  const about = { key, kind: entry.rejectFiles.includes(key) || derived?.kind === 'rejects' ? ('rejects' as const) : ('data' as const) }
  const told = derived && {
    bytes: derived.bytes,
    rows: derived.rows,
    ...(derived.kind === 'data' ? { contentHash: derived.contentHash } : {}),
  }
  const found = await store.head(key)
  if (found === undefined || derived === undefined)
    return { ...about, ...presence(found, derived), ...(told === undefined ? {} : { derived: told }), ...figuresOf(found, known) }
  const there = await digestsOf(store, found)
  const isOther = derived.kind === 'data' && firstDifference(there, derived.digests) !== undefined
  const damage = isOther ? await damagedPage(store, found) : undefined
  const differences = differencesOf(there, derived, found, known, damage)
  const verdict = differences.length === 0 ? 'same' : 'different'
  return { ...about, verdict, differences, ...figuresOf(found, known), derived: told! }
}

function presence(found: ObjectInfo | undefined, derived: DerivedOutput | undefined): Pick<OutputVerdict, 'verdict' | 'differences'> {
  if (derived !== undefined) return { verdict: 'gone', differences: ['it is not there'] }
  if (found !== undefined) return { verdict: 'unexpected', differences: ['the source does not convert to it'] }
  return { verdict: 'gone', differences: ['the ledger names it; it is not there, and the source does not convert to it'] }
}

function figuresOf(found: ObjectInfo | undefined, known: LedgerOutput | undefined): { published?: Figures } {
  const { rows, contentHash } = known ?? {}
  if (found === undefined) return {}
  return {
    published: { bytes: found.size, ...(rows === undefined ? {} : { rows }), ...(contentHash === undefined ? {} : { contentHash }) },
  }
}

async function digestsOf(store: ObjectStore, { key, etag }: ObjectInfo): Promise<BlockDigests> {
  const digests = new BlockDigests()
  for await (const chunk of store.read(key, { ifMatch: etag })) digests.update(chunk)
  return digests.end()
}

function differencesOf(
  there: BlockDigests,
  derived: DerivedOutput,
  found: ObjectInfo,
  known: LedgerOutput | undefined,
  damage: string | undefined,
): string[] {
  const sentences: string[] = damage === undefined ? [] : [damage]
  if (known !== undefined && known.rows !== derived.rows) sentences.push(`${known.rows} rows were published, ${derived.rows} come out now`)
  if (known !== undefined && derived.kind === 'data' && known.contentHash !== derived.contentHash)
    sentences.push(`the rows are others: content hash ${known.contentHash}, now ${derived.contentHash}`)
  const at = firstDifference(there, derived.digests)
  if (at === undefined) return sentences
  const isSameRows = known !== undefined && sentences.length === 0
  const isReplaced = known?.etag !== undefined && known.etag !== found.etag
  if (isReplaced) sentences.push('somebody has replaced it since it was published')
  if (there.bytes !== derived.bytes) sentences.push(`${there.bytes} bytes lie there, ${derived.bytes} come out now`)
  sentences.push(`the first difference lies in bytes ${at.start} to ${at.end - 1}`)
  if (isSameRows && known.etag === found.etag)
    sentences.push('the rows are the same: another version of Parquetry, of Node or of the configuration wrote them')
  return sentences
}
