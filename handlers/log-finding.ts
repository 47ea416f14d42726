// One log line a finding. Like outcomes: never a cell's content, and keys made harmless.

import type { Logger } from '@aws-lambda-powertools/logger'
import { type Finding, kindOf, REASONS } from '../src/pipeline/reconcile/finding.ts'
import { printable } from './printable.ts'

export function logFinding(logger: Pick<Logger, 'info' | 'warn'>, finding: Finding): void {
  const { reason, key, since, failure } = finding
  const { remedy, needsPerson } = REASONS[reason]
  const facts = { key: printable(key), reason, remedy, since, code: failure?.code }
  logger[needsPerson ? 'warn' : 'info'](kindOf(finding), facts)
}
