// What a reconcile finds, as data: `--dry-run` shows findings, applying carries out exactly these.

import type { FailureData } from '../../failure/failure.ts'

/** What is missing, stale, too much, failed; what waits for a marker; and what lies about without being part of any dataset. */
export type FindingKind = 'missing' | 'stale' | 'extra' | 'failed' | 'waiting' | 'stray'

/**
 * `requeue`: a message makes a worker look at the object; `set aside`: what is left of a move to the retry prefix is done; `sweep`: objects
 * that are no part of the dataset are deleted; `delete`: that very object is; `none`: it is as it should be, or a person has to see to it.
 */
export type Remedy = 'requeue' | 'set aside' | 'sweep' | 'delete' | 'none'

interface Reason {
  kind: FindingKind
  remedy: Remedy
  needsPerson: boolean
  /** For people. */
  text: string
}

const reason = (kind: FindingKind, remedy: Remedy, text: string, needsPerson = false): Reason => ({ kind, remedy, needsPerson, text })

/** Every case that a reconcile tells apart. */
export const REASONS = {
  'never-converted': reason('missing', 'requeue', 'no worker has ever finished with it'),
  'output-gone': reason('missing', 'requeue', 'it was converted, but an output is gone'),
  'other-version': reason('stale', 'requeue', 'the object is another than the one that was converted'),
  interrupted: reason('stale', 'requeue', 'its worker died while it published'),
  'not-put-away': reason('stale', 'requeue', 'it was converted, but still lies where it was dropped'),
  'source-gone': reason('extra', 'none', 'the source was deleted; its outputs stay'),
  'source-removed': reason('extra', 'requeue', 'the source was deleted; its outputs go, as onSourceDelete says'),
  'half-published': reason('stale', 'requeue', 'its worker died while it published, and the source is gone'),
  'output-altered': reason('extra', 'none', 'an output is not the one that was published', true),
  'in-retry': reason('failed', 'none', 'it waits in the retry prefix', true),
  'fix-failed': reason('failed', 'none', 'corrected rows that could not be converted wait where they were dropped', true),
  'operator-needed': reason('failed', 'none', 'a person has to act first', true),
  'half-moved': reason('failed', 'set aside', 'its worker died before the source was out of the input prefix', true),
  'worker-lost': reason('failed', 'set aside', 'every worker that took it died', true),
  unreadable: reason('failed', 'none', 'its ledger entry is damaged or of another version', true),
  'marker-missing': reason('waiting', 'none', 'its ready marker has not come for long', true),
  strays: reason('stray', 'sweep', 'an overtaken worker left objects behind'),
  'old-mark': reason('stray', 'delete', 'a mark of an attempt whose message is long gone'),
} as const satisfies Record<string, Reason>

export type FindingReason = keyof typeof REASONS

export interface Finding {
  reason: FindingReason
  /** Of the source; of the entry or mark itself, where it is about that. */
  key: string
  /** ISO 8601, UTC: since when the object has been there unconverted. */
  since?: string
  /** Which object is meant, where the remedy changes anything at it. */
  etag?: string
  /** Which outputs are meant. */
  outputs?: readonly string[]
  /** Why it failed. */
  failure?: FailureData
}

export function kindOf({ reason }: Finding): FindingKind {
  return REASONS[reason].kind
}
