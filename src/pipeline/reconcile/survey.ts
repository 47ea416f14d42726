// A survey goes through one listing, a page at a time, and says what it finds on each.

import type { EntryDigest } from './entry-digest.ts'
import type { Finding } from './finding.ts'

/** Keys that are looked at together: memory, and what is done again after a crash, is bounded by it. */
export const defaultPageKeys = 1000

export interface SurveyedPage {
  /** The last key of the listing that is dealt with: where the next run goes on. */
  last: string
  /** Sources or entries that were looked at. */
  looked: number
  findings: readonly Finding[]
  /** The source that has been there unconverted for the longest. */
  oldest: UnconvertedObject | undefined
  /** Of all entries on the page, where it is a page of the ledger. */
  digests: readonly EntryDigest[]
}

export interface UnconvertedObject {
  key: string
  since: Date
}

export function olderOf(a: UnconvertedObject | undefined, b: UnconvertedObject | undefined): UnconvertedObject | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return b.since < a.since ? b : a
}

/** What both surveys are told. */
export interface SurveyScope {
  /** Of source keys, one each for sources and corrected rows; undefined: none of these. */
  prefixes: { sources: string | undefined; fixes: string | undefined }
  /** Behind which key of the listing to begin. */
  after: string | undefined
  /** What is younger may be at work. */
  settledBefore: Date
  /** What waits for its ready marker, and is older, is told of. */
  waitingBefore: Date
  pageKeys: number
}
