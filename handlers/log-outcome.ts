// One log line an outcome. Never a cell's content: failures are told without the value. Keys come from strangers, so what could disturb
// a terminal or a reader of the log is escaped (JSON itself takes care of line breaks and most control characters).

import type { Logger } from '@aws-lambda-powertools/logger'
import { FAILURES } from '../src/failure/codes.ts'
import { Failure, type FailureData } from '../src/failure/failure.ts'
import type { LedgerEntry } from '../src/pipeline/ledger-entry.ts'
import type { Outcome } from '../src/pipeline/outcome.ts'
import { printable } from './printable.ts'

export function logOutcome(logger: Pick<Logger, 'info' | 'warn' | 'error'>, outcome: Outcome): void {
  logger[level(outcome)](outcome.state, { key: printable(outcome.key), ...facts(outcome) })
}

function level(outcome: Outcome): 'info' | 'warn' | 'error' {
  if (outcome.state === 'failed') return 'error'
  if (outcome.state === 'postponed') return FAILURES[outcome.failure.code].class === 'operator' ? 'error' : 'warn'
  return 'warning' in outcome ? 'warn' : 'info'
}

function facts(outcome: Outcome): Record<string, unknown> {
  switch (outcome.state) {
    case 'converted':
      return { ...entryFacts(outcome.entry), ...warningFact(outcome) }
    case 'unchanged':
      return warningFact(outcome)
    case 'unready':
      return { waitsFor: printable(outcome.marker) }
    case 'announced':
      return { files: outcome.files }
    case 'ignored':
      return { reason: outcome.reason }
    case 'removed':
      return { rows: outcome.entry.replaced?.rows, outputs: outcome.entry.replaced?.outputs }
    case 'gone':
      return {}
    case 'failed':
      return { ...failureFacts(outcome.failure), ...(outcome.retryKey && { retryKey: printable(outcome.retryKey) }) }
    case 'postponed':
      return { ...failureFacts(outcome.failure), visibleInSeconds: outcome.visibleInSeconds }
  }
}

function warningFact({ warning }: { warning?: string }) {
  return warning === undefined ? {} : { warning: printable(warning) }
}

function entryFacts({ rows, outputs, source, durationMs, dataset, warnings }: LedgerEntry) {
  const bytesOut = outputs.reduce((sum, { bytes }) => sum + bytes, 0)
  return { rows, outputs: outputs.length, bytesIn: source.size, bytesOut, durationMs, dataset, warnings: warnings?.length ?? 0 }
}

function failureFacts(data: FailureData) {
  const { value: _, ...withoutValue } = data
  const { code, line, record, column, columnName } = data
  const { message, class: failureClass } = new Failure(withoutValue)
  return { code, class: failureClass, line, record, column, columnName: columnName && printable(columnName), reason: printable(message) }
}
