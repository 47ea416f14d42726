// What a run has found and done so far: plain data, kept in its state between two parts of it.

import { type Attention, attentionTo, emptyAttention } from './attention.ts'
import { type Finding, type FindingReason, REASONS } from './finding.ts'
import { olderOf, type SurveyedPage } from './survey.ts'

export interface Totals {
  /** Objects of the input prefix, and entries of the ledger, that were looked at. */
  sources: number
  entries: number
  found: Partial<Record<FindingReason, number>>
  /** Messages sent; sources set aside; outputs of overtaken workers deleted. */
  requeued: number
  setAside: number
  swept: number
  /** Not re-queued, since the queues are full already. */
  deferred: number
  /** Remedies that failed; the next run tries them again. */
  failed: number
  /** The source that has been there unconverted for the longest. `since`: ISO 8601, UTC. */
  oldest?: { key: string; since: string }
  attention: Attention
}

export function emptyTotals(): Totals {
  return { sources: 0, entries: 0, found: {}, requeued: 0, setAside: 0, swept: 0, deferred: 0, failed: 0, attention: emptyAttention() }
}

/** Counts a finding. */
export function countFinding(totals: Totals, finding: Finding): void {
  const { reason } = finding
  totals.found[reason] = (totals.found[reason] ?? 0) + 1
  if (REASONS[reason].needsPerson) attentionTo(totals.attention, finding)
}

export function countOldest(totals: Totals, { oldest }: Pick<SurveyedPage, 'oldest'>): void {
  const known = totals.oldest && { key: totals.oldest.key, since: new Date(totals.oldest.since) }
  const older = olderOf(known, oldest)
  if (older !== undefined) totals.oldest = { key: older.key, since: older.since.toISOString() }
}

/** How many findings are of one kind. */
export function countOf({ found }: Pick<Totals, 'found'>, kind: (typeof REASONS)[FindingReason]['kind']): number {
  return Object.entries(found).reduce((sum, [reason, count]) => sum + (REASONS[reason as FindingReason].kind === kind ? count : 0), 0)
}
