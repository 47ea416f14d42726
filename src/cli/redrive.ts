// `parquetry redrive`: brings failed files back to the queue. The plan that --dry-run prints is the one that is carried out.

import { applyRedrive, type RedriveResult } from '../pipeline/apply-redrive.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { planRedrive, type RedrivePlan, type RedriveStep, releaseRedrive } from '../pipeline/plan-redrive.ts'
import type { Command, Terminal } from './command.ts'
import { exitFailed, exitOk } from './exit-code.ts'
import { formatCounted } from './format-count.ts'
import { parseOptions } from './parse-options.ts'
import { jsonLine, printable } from './printable.ts'
import { style } from './style.ts'
import { terminalWidth } from './terminal-width.ts'
import { UsageError } from './usage-error.ts'
import { pipelineUsage, withPipeline } from './with-pipeline.ts'
import { wrapped, writeError } from './write-error.ts'
import { writeText } from './write-text.ts'

const usage = `Bring failed files back to the queue

Usage
  parquetry redrive [--key GLOB] [--dry-run] [--json]

Lists the dead-letter queue and the retry prefix, then brings each file back to
the input prefix and its message to the queue, so that it is converted again.
It leaves the retry prefix when that is done.
Correct the dataset file first, or drop a corrected file under the same name:
that one is converted instead.

Options
  -k, --key GLOB  only files whose key, or its part below the input prefix,
                  matches; * stops at /, ** does not
  -n, --dry-run   show what would be brought back and why it failed
      --json      one object a line for each file

Examples
  parquetry redrive --dry-run
  parquetry redrive --key 'sales/2026-*.csv'

${pipelineUsage}
`

const options = {
  key: { type: 'string', short: 'k' },
  'dry-run': { type: 'boolean', short: 'n', default: false },
  json: { type: 'boolean', default: false },
} as const

export const redrive: Command = {
  name: 'redrive',
  summary: 'bring failed files back to the queue',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, options)
    if (positionals.length > 0) throw new UsageError(`${JSON.stringify(positionals[0])} is too many; select files with --key`)
    return withPipeline(async pipeline => {
      const plan = await planRedrive(pipeline, values.key === undefined ? {} : { keyGlob: values.key })
      return values['dry-run'] ? show(pipeline, plan, values, io) : apply(pipeline, plan, values, io)
    })
  },
}

type Values = { key?: string; json: boolean }

async function show(pipeline: Pipeline, plan: RedrivePlan, { key, json }: Values, io: Terminal): Promise<number> {
  await releaseRedrive(pipeline, plan)
  if (json) for (const step of plan.steps) await writeText(io.stdout, stepLine(step, 'planned'))
  else if (plan.steps.length === 0) await writeText(io.stdout, nothing(key))
  else await writeText(io.stdout, `${planText(plan, pipeline, io)}\n${summary(plan)}\n`)
  return exitOk
}

async function apply(pipeline: Pipeline, plan: RedrivePlan, { key, json }: Values, io: Terminal): Promise<number> {
  if (!json && plan.steps.length > 0) await writeText(io.stdout, `${planText(plan, pipeline, io)}\n`)
  const results = await applyRedrive(pipeline, plan)
  for (const [at, result] of results.entries()) {
    const step = plan.steps[at]
    if (result.failure) await writeError(io, result.failure)
    if (json && step) await writeText(io.stdout, stepLine(step, result.state, result))
  }
  if (!json) await writeText(io.stdout, results.length === 0 ? nothing(key) : closing(results))
  return results.some(result => result.state === 'failed') ? exitFailed : exitOk
}

function summary({ steps }: RedrivePlan): string {
  const settled = steps.filter(({ isSettled }) => isSettled).length
  const files = steps.length - settled
  const parts = [
    files > 0 || settled === 0 ? `${formatCounted(files, 'file')} would be brought back` : '',
    settled > 0 ? `${leftover(settled)} would be cleared` : '',
  ]
  return parts.filter(part => part !== '').join(', ')
}

function leftover(files: number): string {
  return `what is left of ${formatCounted(files, 'file')} converted since`
}

function nothing(key: string | undefined): string {
  return key === undefined ? 'nothing has failed: there is nothing to bring back\n' : `no failed file matches ${printable(key)}\n`
}

/** Each file with its code, and below it why it failed. */
function planText({ steps }: RedrivePlan, { config }: Pipeline, io: Terminal): string {
  const { bold, dim } = style(io)
  const width = terminalWidth(io, io.stdout)
  return steps
    .map(({ key, reason, isSettled }) => {
      const told = withoutKey(reason?.message ?? 'nobody knows why', config.bucket, key)
      const why = `  ${isSettled ? 'converted since; what is left is the message of its failure' : printable(told)}`
      const title = `${bold(printable(key ?? 'unreadable message'))}  ${dim(reason?.code ?? '')}`.trimEnd()
      return `${title}\n${width === undefined ? why : wrapped(why, width)}\n`
    })
    .join('')
}

/** The sentence of a failure begins with its source, which stands above it already. */
function withoutKey(message: string, bucket: string, key: string | undefined): string {
  const source = `s3://${bucket}/${key}`
  return message.startsWith(source) ? message.slice(source.length).replace(/^:?\s+/, '') : message
}

function closing(results: readonly RedriveResult[]): string {
  const count = (state: RedriveResult['state']) => results.filter(result => result.state === state).length
  const [superseded, settled, failed] = [count('superseded'), count('settled'), count('failed')]
  const redriven = count('redriven')
  const parts = redriven > 0 || results.length === failed ? [`${formatCounted(redriven, 'file')} brought back`] : []
  if (settled > 0) parts.push(`${leftover(settled)} cleared`)
  if (superseded > 0) parts.push(`${superseded} replaced by a newer file, which is converted instead`)
  if (failed > 0) parts.push(`${failed} failed`)
  return `${parts.join(', ')}\n`
}

function stepLine(step: RedriveStep, state: RedriveResult['state'] | 'planned', result?: RedriveResult): string {
  const { key, reason, restore, isSettled } = step
  const error = result?.failure && { ...result.failure.data, class: result.failure.class, message: result.failure.message }
  return jsonLine({ key, state, reason, restore, isSettled, messages: step.delete.length, error })
}
