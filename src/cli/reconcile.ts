// `parquetry reconcile`: what events were lost, workers died over or somebody deleted, found and put right. --dry-run finds the same and
// changes nothing.

import type { Pipeline } from '../pipeline/pipeline.ts'
import { type Finding, type FindingKind, kindOf, REASONS } from '../pipeline/reconcile/finding.ts'
import { type ReconcileResult, reconcile as reconcilePipeline } from '../pipeline/reconcile/reconcile.ts'
import { countOf } from '../pipeline/reconcile/totals.ts'
import type { Command, Terminal } from './command.ts'
import { exitFailed, exitOk } from './exit-code.ts'
import { formatCount, formatCounted } from './format-count.ts'
import { parseOptions } from './parse-options.ts'
import { spanInMs } from './parse-time.ts'
import { jsonLine, printable } from './printable.ts'
import { style } from './style.ts'
import { UsageError } from './usage-error.ts'
import { datasetsIfThere, pipelineUsage, withPipeline } from './with-pipeline.ts'
import { writeError } from './write-error.ts'
import { writeText } from './write-text.ts'

const usage = `Compare the bucket with the ledger and put right what is not

Usage
  parquetry reconcile [--dry-run] [--prefix P] [--grace SPAN] [--json]

Looks at every source, its ledger entry and its outputs, and finds what is
  missing  never converted, or an output is gone           re-queued
  stale    another version lies there, or a worker died    re-queued
  extra    outputs of a source that is gone                 removed, if
           onSourceDelete says so
  failed   waits in the retry prefix or for a person        told; a half-done
           move to the retry prefix is completed
  waiting  for a ready marker, for more than a day          told
  stray    left behind by an overtaken worker               deleted
A message asks for no more than a look, so running it at any time, or twice,
does no harm. On AWS it also runs by itself, once an hour.

Options
  -n, --dry-run     find the same, change nothing
  -p, --prefix P    only sources whose key, or its part below the input prefix,
                    begins so
      --grace SPAN  leave alone what is younger: it may be at work just now, or
                    its message on the way; by default 30m
      --json        one object a line for each finding, and one at the end with
                    what was counted

Examples
  parquetry reconcile --dry-run
  parquetry reconcile --prefix sales/2026/ --grace 0

Exit code 1 if something could not be put right.

${pipelineUsage} Dataset files are read from PARQUETRY_SCHEMAS, if it is
there: they say which files are sources.
`

const options = {
  'dry-run': { type: 'boolean', short: 'n', default: false },
  prefix: { type: 'string', short: 'p', default: '' },
  grace: { type: 'string', default: '30m' },
  json: { type: 'boolean', default: false },
} as const

export const reconcile: Command = {
  name: 'reconcile',
  summary: 'what was lost, found and put right',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, options)
    if (positionals.length > 0) throw new UsageError(`${JSON.stringify(positionals[0])} is too many; select files with --prefix`)
    const graceMs = spanInMs('--grace', values.grace)
    return withPipeline(pipeline => run(pipeline, { ...values, dryRun: values['dry-run'], graceMs }, io), datasetsIfThere)
  },
}

interface Values {
  dryRun: boolean
  prefix: string
  grace: string
  graceMs: number
  json: boolean
}

async function run(pipeline: Pipeline, values: Values, io: Terminal): Promise<number> {
  const { dryRun, prefix, graceMs, json } = values
  const report = json ? new JsonReport(io) : new TextReport(io)
  const failures: unknown[] = []
  const result = await reconcilePipeline(pipeline, {
    dryRun,
    prefix,
    graceMs,
    onFinding: finding => {
      io.signal.throwIfAborted()
      return report.add(finding)
    },
    onFailure: failure => failures.push(failure),
  })
  await report.end(result, values)
  for (const failure of failures) await writeError(io, failure)
  return result.failed > 0 ? exitFailed : exitOk
}

class JsonReport {
  readonly #io: Terminal

  constructor(io: Terminal) {
    this.#io = io
  }

  async add(finding: Finding): Promise<void> {
    const { reason, key, ...rest } = finding
    await this.#write({ kind: kindOf(finding), reason, remedy: REASONS[reason].remedy, key, ...rest })
  }

  async end({ attention, ...counts }: ReconcileResult, { dryRun }: Values): Promise<void> {
    await this.#write({ ...counts, dryRun, needPerson: attention.count })
  }

  async #write(line: object): Promise<void> {
    await writeText(this.#io.stdout, jsonLine(line))
  }
}

/** Findings that a person is shown; of many more, counts say more. */
const mostShown = 200

const kinds: readonly FindingKind[] = ['missing', 'stale', 'extra', 'failed', 'waiting', 'stray']

class TextReport {
  readonly #io: Terminal
  #shown = 0

  constructor(io: Terminal) {
    this.#io = io
  }

  async add(finding: Finding): Promise<void> {
    if (++this.#shown > mostShown) return
    const { bold, dim } = style(this.#io)
    const { text } = REASONS[finding.reason]
    const code = finding.failure === undefined ? '' : ` (${finding.failure.code})`
    await writeText(this.#io.stdout, `${kindOf(finding).padEnd(7)}  ${bold(printable(finding.key))}  ${dim(text + code)}\n`)
  }

  async end(result: ReconcileResult, values: Values): Promise<void> {
    const { dim } = style(this.#io)
    if (this.#shown > mostShown)
      await writeText(this.#io.stdout, dim(`… and ${formatCount(this.#shown - mostShown)} more; --json lists all\n`))
    if (this.#shown > 0) await writeText(this.#io.stdout, '\n')
    const lines = [counts(result), ...(values.dryRun ? [] : [done(result)]), ...advice(result, values).map(dim)]
    await writeText(this.#io.stdout, lines.map(line => `${line}\n`).join(''))
  }
}

function counts(result: ReconcileResult): string {
  const found = kinds.map(kind => ({ kind, count: countOf(result, kind) })).filter(({ count }) => count > 0)
  const looked = `${formatCounted(result.sources, 'object')} and ${formatCount(result.entries)} of the ledger looked at`
  return `${looked}: ${found.length === 0 ? 'all is as it should be' : found.map(({ kind, count }) => `${formatCount(count)} ${kind}`).join(', ')}`
}

function done({ requeued, setAside, swept, deferred, failed }: ReconcileResult): string {
  const parts = [`${formatCounted(requeued, 'file')} re-queued`]
  if (setAside > 0) parts.push(`${formatCount(setAside)} moved to the retry prefix`)
  if (swept > 0) parts.push(`strays of ${formatCounted(swept, 'file')} deleted`)
  if (deferred > 0) parts.push(`${formatCount(deferred)} left for later: the queue is full, or somebody looks at the dead letters`)
  if (failed > 0) parts.push(`${formatCount(failed)} could not be put right`)
  return parts.join(', ')
}

function advice({ found, attention }: ReconcileResult, { graceMs, grace }: Values): string[] {
  const lines: string[] = []
  if ((found['in-retry'] ?? 0) > 0) lines.push('parquetry redrive --dry-run shows why files failed')
  if ((found['operator-needed'] ?? 0) > 0) lines.push('parquetry history --state failed shows what a person has to do')
  if (attention.count === 0 && graceMs > 0) lines.push(`what is younger than ${grace} was left alone; --grace 0 looks at all`)
  return lines
}
