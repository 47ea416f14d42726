// A source that comes again with the same bytes: touched, uploaded once more, restored from a copy. It has another identity (etag, version),
// and nothing else of it is new, so nothing is written but the ledger, which from then on knows it by that identity.

import type { ConversionReport } from '../convert/report.ts'
import type { PendingOutput } from './convert-object.ts'
import { advanceLedger, type StandingEntry } from './ledger.ts'
import type { LedgerEntry, SourceIdentity } from './ledger-entry.ts'
import type { Pipeline } from './pipeline.ts'

/**
 * Whether a conversion came to what is published already: the same outputs with the same rows. Their order is known only by the bytes that
 * they take; rejected records only by their number, so where there are any the answer is no.
 */
export function isSameResult(entry: LedgerEntry, report: ConversionReport, outputs: readonly PendingOutput[]): boolean {
  if (report.rowsRejected > 0 || entry.rejectFiles.length > 0 || entry.outputs.length !== outputs.length) return false
  const known = new Map(entry.outputs.map(output => [output.key, output]))
  return outputs.every(output => {
    const published = known.get(output.key)
    if (published === undefined || output.kind === 'rejects') return false
    return published.rows === output.rows && published.bytes === output.bytes && published.contentHash === output.contentHash
  })
}

/**
 * Brings the entry of a published source up to date: by which identity it was seen last, and where the pipeline will put it, since the
 * setting may have changed. Writes nothing where that is known.
 */
export async function noteSeen(
  pipeline: Pipeline,
  from: StandingEntry,
  seen: SourceIdentity,
  putAway: LedgerEntry['putAway'],
): Promise<LedgerEntry> {
  const { putAway: earlier, ...entry } = from.entry
  const isKnown = entry.source.etag === seen.etag && entry.source.versionId === seen.versionId
  if (isKnown && earlier === putAway) return from.entry
  const convertedFrom = entry.convertedFrom ?? entry.source
  const next = {
    ...entry,
    ...(isKnown ? {} : { source: seen, convertedFrom }),
    ...(putAway === undefined ? {} : { putAway }),
  }
  await advanceLedger(pipeline, from, next)
  return next
}
