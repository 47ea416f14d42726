// What people are told: which files, why, and the command that says more.

import { Failure } from '../src/failure/failure.ts'
import type { PipelineConfig } from '../src/pipeline/pipeline-config.ts'
import type { Attention } from '../src/pipeline/reconcile/attention.ts'
import { type Finding, REASONS } from '../src/pipeline/reconcile/finding.ts'
import { printable } from './printable.ts'

export function alertSubject({ count }: Attention): string {
  return `Parquetry: ${count} ${count === 1 ? 'file needs' : 'files need'} a person`
}

export function alertText(config: PipelineConfig, { count, examples }: Attention): string {
  const more = count > examples.length ? [`… and ${count - examples.length} more`] : []
  return [
    `In the bucket ${config.bucket}:`,
    '',
    ...examples.map(paragraph),
    ...more,
    '',
    'What failed and why:              npx parquetry redrive --dry-run',
    'All of it, nothing changed:       npx parquetry reconcile --dry-run',
    'You are told again only when this changes.',
    '',
  ].join('\n')
}

function paragraph({ reason, key, failure }: Finding): string {
  const why = failure === undefined ? '' : `\n    ${printable(new Failure(failure).message)}`
  return `  ${printable(key)}\n    ${REASONS[reason].text}${why}`
}
