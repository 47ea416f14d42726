// What the ledger says of a source that failed.

import type { Failure } from '../failure/failure.ts'
import { type LedgerEntry, type SourceIdentity, versionBefore } from './ledger-entry.ts'
import type { Pipeline } from './pipeline.ts'
import { unsettledKeys } from './strays.ts'

export interface FailedVersion {
  source: SourceIdentity
  failure: Failure
  startedAt: Date
  /** Deliveries of its message so far. */
  attempts: number
}

/**
 * What an earlier version published stays published, and stays known; what was only half published is nobody's.
 * @param retryKey where the object waits in the retry prefix; undefined if it does not
 */
export function failedEntry(
  { clock }: Pipeline,
  { source, failure, startedAt, attempts }: FailedVersion,
  earlier: LedgerEntry | undefined,
  retryKey: string | undefined,
): LedgerEntry {
  const replaced = versionBefore(earlier, source)
  const { outputs = [], rejectFiles = [] } = (earlier?.state === 'publishing' ? undefined : earlier) ?? {}
  const { fixes } = earlier ?? {}
  return {
    format: 2,
    state: 'failed',
    source,
    outputs,
    rejectFiles,
    strays: unsettledKeys(earlier),
    failure: failure.data,
    ...(retryKey === undefined ? {} : { retryKey }),
    ...(replaced === undefined ? {} : { replaced }),
    ...(fixes === undefined ? {} : { fixes }),
    ...(earlier?.parent === undefined ? {} : { parent: earlier.parent }),
    attempts,
    startedAt: startedAt.toISOString(),
    finishedAt: clock().toISOString(),
  }
}
