// What the ledger says of a source that failed.

import type { Failure } from '../failure/failure.ts'
import type { LedgerEntry, SourceIdentity } from './ledger-entry.ts'
import type { Pipeline } from './pipeline.ts'
import { unsettledKeys } from './strays.ts'

/**
 * What an earlier version published stays published, and stays known; what was only half published is nobody's.
 * @param retryKey where the object waits in the retry prefix; undefined if it does not
 */
export function failedEntry(
  { clock }: Pipeline,
  source: SourceIdentity,
  failure: Failure,
  earlier: LedgerEntry | undefined,
  retryKey: string | undefined,
): LedgerEntry {
  const { outputs = [], rejectFiles = [] } = (earlier?.state === 'publishing' ? undefined : earlier) ?? {}
  return {
    format: 1,
    state: 'failed',
    source,
    outputs,
    rejectFiles,
    strays: unsettledKeys(earlier),
    failure: failure.data,
    ...(retryKey === undefined ? {} : { retryKey }),
    finishedAt: clock().toISOString(),
  }
}
