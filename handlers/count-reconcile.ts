// CloudWatch metrics of a reconcile; alarms in serverless.yml watch OldestUnconverted.

import { MetricUnit } from '@aws-lambda-powertools/metrics'
import type { FindingKind } from '../src/pipeline/reconcile/finding.ts'
import type { ReconcileResult } from '../src/pipeline/reconcile/reconcile.ts'
import { countOf } from '../src/pipeline/reconcile/totals.ts'
import type { Counter } from './count-outcome.ts'

/** Only of a run that has seen everything: half a look would make an old object seem gone. */
export function countReconcile(metrics: Counter, result: ReconcileResult, now: Date): void {
  if (result.state !== 'complete') return
  const { oldest, requeued, attention } = result
  const age = oldest === undefined ? 0 : (now.getTime() - new Date(oldest.since).getTime()) / 1000
  metrics.addMetric('OldestUnconverted', MetricUnit.Seconds, Math.max(0, age))
  for (const [kind, name] of Object.entries(kindMetrics)) metrics.addMetric(name, MetricUnit.Count, countOf(result, kind as FindingKind))
  metrics.addMetric('Requeued', MetricUnit.Count, requeued)
  metrics.addMetric('NeedPerson', MetricUnit.Count, attention.count)
}

const kindMetrics: Readonly<Record<FindingKind, string>> = {
  missing: 'FoundMissing',
  stale: 'FoundStale',
  extra: 'FoundExtra',
  failed: 'FoundFailed',
  waiting: 'FoundWaiting',
  stray: 'FoundStray',
}
