// CloudWatch metrics of an outcome; alarms in serverless.yml watch Failed and OperatorNeeded.

import { MetricUnit } from '@aws-lambda-powertools/metrics'
import { FAILURES } from '../src/failure/codes.ts'
import type { Outcome } from '../src/pipeline/outcome.ts'

/** Powertools' Metrics. */
export interface Counter {
  addMetric(name: string, unit: (typeof MetricUnit)[keyof typeof MetricUnit], value: number): unknown
}

export function countOutcome(metrics: Counter, outcome: Outcome): void {
  metrics.addMetric(stateMetrics[outcome.state], MetricUnit.Count, 1)
  if ('failure' in outcome && FAILURES[outcome.failure.code].class === 'operator') metrics.addMetric('OperatorNeeded', MetricUnit.Count, 1)
  if (outcome.state !== 'converted') return
  const { rows, source, durationMs } = outcome.entry
  metrics.addMetric('RowsWritten', MetricUnit.Count, rows?.written ?? 0)
  metrics.addMetric('RowsRejected', MetricUnit.Count, rows?.rejected ?? 0)
  metrics.addMetric('BytesIn', MetricUnit.Bytes, source.size)
  metrics.addMetric('Duration', MetricUnit.Milliseconds, durationMs ?? 0)
}

const stateMetrics: Readonly<Record<Outcome['state'], string>> = {
  converted: 'Converted',
  unchanged: 'Unchanged',
  unready: 'Unready',
  announced: 'Announced',
  ignored: 'Ignored',
  removed: 'Removed',
  gone: 'Gone',
  failed: 'Failed',
  postponed: 'Postponed',
}
