// What is to be said of one source that the ledger knows: by its entry and by what lies in the bucket. Pure.

import { FAILURES } from '../../failure/codes.ts'
import type { ObjectInfo } from '../../store/store.ts'
import { wasDeleted } from '../settle-gone.ts'
import type { EntryDigest } from './entry-digest.ts'
import type { Finding, FindingReason } from './finding.ts'

/** What lies where the entry says something should lie. */
export interface Surroundings {
  source: ObjectInfo | undefined
  /** Of the entry's outputs and strays, by key. */
  outputs: ReadonlyMap<string, ObjectInfo>
  /** In the retry prefix. */
  retry: ObjectInfo | undefined
  /** When the entry was written. */
  entryWritten: Date
  /** What is younger may be at work: nothing is said of it. */
  settledBefore: Date
  /** What waits for its ready marker, and is older, is told of. */
  waitingBefore: Date
  /** Whether the source is another than the one that was converted, and its marker is not there. */
  isWaiting: boolean
  /** Whether it is about corrected rows. */
  isFix: boolean
  /** Whether outputs of deleted sources are removed. */
  isOutputRemoved: boolean
}

export interface Verdict {
  findings: Finding[]
  /** Since when the object has been there without being converted. */
  unconvertedSince: Date | undefined
}

export function judgeEntry(entry: EntryDigest, around: Surroundings): Verdict {
  const { source, settledBefore, entryWritten } = around
  const isDue = source !== undefined && !isConverted(entry, source) && !isRetired(entry, around, source) && !around.isWaiting
  const unconvertedSince = isDue ? source.lastModified : undefined
  const isSettled = entryWritten < settledBefore && (source === undefined || source.lastModified < settledBefore)
  if (!isSettled) return { findings: [], unconvertedSince }
  return { findings: [...mainFinding(entry, around), ...strayFinding(entry, around)], unconvertedSince }
}

export function isConverted({ state, sourceEtag }: EntryDigest, source: ObjectInfo): boolean {
  return state === 'done' && sourceEtag === source.etag
}

/** Corrected rows that went with the version that they correct stay where they were dropped. */
function isRetired({ state, sourceEtag }: EntryDigest, { isFix, entryWritten }: Surroundings, source: ObjectInfo): boolean {
  return isFix && state === 'removed' && source.etag === sourceEtag && source.lastModified <= entryWritten
}

function mainFinding(entry: EntryDigest, around: Surroundings): Finding[] {
  const { source } = around
  if (source === undefined) return withoutSource(entry, around)
  if (isRetired(entry, around, source)) return []
  if (around.isWaiting) return source.lastModified < around.waitingBefore ? [about(entry, 'marker-missing', source)] : []
  if (entry.state === 'removed' || source.etag !== entry.sourceEtag) return [about(entry, 'other-version', source)]
  switch (entry.state) {
    case 'done':
      return outputFinding(entry, around, source)
    case 'publishing':
      return [about(entry, 'interrupted', source)]
    case 'failed':
      return [failedInPlace(entry, around, source)]
  }
}

function withoutSource(entry: EntryDigest, { isOutputRemoved, retry, outputs }: Surroundings): Finding[] {
  if (entry.state === 'failed' && retry !== undefined) return [about(entry, 'in-retry')]
  if (entry.state === 'removed' && entry.hasFixes) return [about(entry, 'source-removed')] // its worker died over the fixes
  if (entry.state === 'publishing') return [about(entry, isOutputRemoved ? 'source-removed' : 'half-published')] // finished, or taken back
  const isAnyThere = entry.outputs.some(({ key }) => outputs.has(key))
  if (!wasDeleted(entry) || !isAnyThere) return []
  return [about(entry, isOutputRemoved ? 'source-removed' : 'source-gone')]
}

function outputFinding(entry: EntryDigest, { outputs }: Surroundings, source: ObjectInfo): Finding[] {
  const gone = entry.outputs.filter(({ key }) => !outputs.has(key)).map(({ key }) => key)
  if (gone.length > 0) return [{ ...about(entry, 'output-gone', source), outputs: gone }]
  const altered = entry.outputs.filter(({ key, etag }) => etag !== undefined && outputs.get(key)?.etag !== etag).map(({ key }) => key)
  if (altered.length > 0) return [{ ...about(entry, 'output-altered'), outputs: altered }]
  return entry.putAway === undefined ? [] : [about(entry, 'not-put-away', source)]
}

/** A failed version that lies in the input prefix: dropped once more, waiting for a person, or left by a worker that died moving it. */
function failedInPlace(entry: EntryDigest, { entryWritten, isFix }: Surroundings, source: ObjectInfo): Finding {
  if (entry.failure !== undefined && FAILURES[entry.failure.code].class === 'operator') return about(entry, 'operator-needed', source)
  const isDroppedAgain = source.lastModified > entryWritten
  if (isFix && !isDroppedAgain) return about(entry, 'fix-failed', source)
  return about(entry, isDroppedAgain || entry.retryKey === undefined ? 'other-version' : 'half-moved', source)
}

function strayFinding(entry: EntryDigest, { outputs }: Surroundings): Finding[] {
  if (entry.state === 'publishing') return []
  const there = entry.strays.filter(key => outputs.has(key))
  return there.length === 0 ? [] : [{ ...about(entry, 'strays'), outputs: there }]
}

function about({ key, failure }: EntryDigest, reason: FindingReason, source?: ObjectInfo): Finding {
  return {
    reason,
    key,
    ...(source === undefined ? {} : { since: source.lastModified.toISOString(), etag: source.etag }),
    ...(failure === undefined ? {} : { failure }),
  }
}
