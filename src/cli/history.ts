// `parquetry history`: what the ledger tells of each file: when, how many rows, how long it took, why it failed, what it replaced.

import { Failure } from '../failure/failure.ts'
import type { LedgerEntry, ReplacedVersion } from '../pipeline/ledger-entry.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { HISTORY_STATES, type History, type HistoryState, readHistory } from '../pipeline/read-history.ts'
import type { WaitingSource } from '../pipeline/waiting-sources.ts'
import type { Command, Terminal } from './command.ts'
import { exitOk } from './exit-code.ts'
import { formatCount, formatCounted } from './format-count.ts'
import { formatDuration } from './format-duration.ts'
import { oneOf, parseOptions, wholeNumber } from './parse-options.ts'
import { pointInTime } from './parse-time.ts'
import { jsonLine, printable } from './printable.ts'
import { style } from './style.ts'
import { terminalWidth } from './terminal-width.ts'
import { UsageError } from './usage-error.ts'
import { datasetsIfThere, pipelineUsage, withPipeline } from './with-pipeline.ts'
import { wrapped } from './write-error.ts'
import { writeText } from './write-text.ts'

const usage = `Show what became of each file, the newest first

Usage
  parquetry history [--key GLOB] [--since T] [--state S] [-n N] [--json]

Reads the ledger: when a file was converted, how many rows, how long it took,
why it failed, what it replaced.

Options
  -k, --key GLOB  only files whose key, or its part below the input prefix,
                  matches; * stops at /, ** does not
  -s, --since T   only what happened since: 24h, 7d, 2026-01-31 or
                  2026-01-31T12:00Z
      --state S   only files that are done, failed, publishing (at work, or
                  interrupted), removed, or waiting for their ready marker
  -n, --newest N  at most so many; by default 100
      --json      one object a line for each file

Examples
  parquetry history --since 24h --state failed
  parquetry history --key 'sales/**' -n 1000 --json | jq -r .rows.written

${pipelineUsage} What waits for a marker is known where PARQUETRY_SCHEMAS
has the dataset files.
`

const options = {
  key: { type: 'string', short: 'k' },
  since: { type: 'string', short: 's' },
  state: { type: 'string' },
  newest: { type: 'string', short: 'n', default: '100' },
  json: { type: 'boolean', default: false },
} as const

export const history: Command = {
  name: 'history',
  summary: 'what became of each file, when and why',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, options)
    if (positionals.length > 0) throw new UsageError(`${JSON.stringify(positionals[0])} is too many; select files with --key`)
    const asked = {
      newest: wholeNumber('--newest', values.newest, 1),
      ...(values.key === undefined ? {} : { keyGlob: values.key }),
      ...(values.since === undefined ? {} : { since: pointInTime('--since', values.since, new Date()) }),
      ...(values.state === undefined ? {} : { state: oneOf<HistoryState>('--state', values.state, HISTORY_STATES) }),
    }
    return withPipeline(async pipeline => {
      const found = await readHistory(pipeline, asked)
      await writeText(
        io.stdout,
        values.json ? [...found.waiting.map(waitingLine), ...found.entries.map(entryLine)].join('') : page(pipeline, found, io),
      )
      return exitOk
    }, datasetsIfThere)
  },
}

/** The entry as it stands in the ledger, but for what serves the pipeline alone. */
function entryLine({ format: _, strays: __, failure, ...entry }: LedgerEntry): string {
  const told = failure && { ...failure, class: new Failure(failure).class, message: new Failure(failure).message }
  return jsonLine({ key: entry.source.key, ...entry, ...(told && { failure: told }) })
}

function waitingLine({ since, ...source }: WaitingSource): string {
  return jsonLine({ ...source, state: 'waiting', since: since.toISOString() })
}

function page(pipeline: Pipeline, { waiting, entries, unreadable, hasMore }: History, io: Terminal): string {
  const { dim, red } = style(io)
  const lines = [...waiting.map(source => waitingBlock(pipeline, source, io)), ...entries.map(entry => block(pipeline, entry, io))]
  if (lines.length === 0) lines.push('the ledger has nothing like that\n')
  if (hasMore) lines.push(dim(`there are more; -n shows more than ${formatCounted(entries.length, 'file')}\n`))
  for (const place of unreadable) lines.push(`${red('unreadable')}  ${printable(place)}\n`)
  return lines.join('')
}

/** One line, and below it what else there is to know. */
function block({ config }: Pipeline, entry: LedgerEntry, io: Terminal): string {
  const { bold, dim } = style(io)
  const { source, finishedAt } = entry
  const facts = figures(entry)
  const name = bold(printable(shortKey(config, source.key)))
  const head = `${dim(time(finishedAt))}  ${stateText(entry.state, io)}  ${name}${facts === '' ? '' : `  ${facts}`}\n`
  const width = terminalWidth(io, io.stdout)
  const below = notes(entry).map(note => `  ${printable(note)}`)
  return head + below.map(note => `${dim(width === undefined ? note : wrapped(note, width))}\n`).join('')
}

function waitingBlock({ config }: Pipeline, { key, marker, since }: WaitingSource, io: Terminal): string {
  const { bold, dim } = style(io)
  return `${dim(time(since.toISOString()))}  ${stateText('waiting', io)}  ${bold(printable(shortKey(config, key)))}\n${dim(`  for ${printable(marker)}`)}\n`
}

function shortKey({ inputPrefix }: Pipeline['config'], key: string): string {
  return key.startsWith(inputPrefix) ? key.slice(inputPrefix.length) : key
}

function time(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ')
}

const longestState = Math.max(...HISTORY_STATES.map(state => state.length))

function stateText(state: HistoryState, io: Terminal): string {
  const { green, red, yellow, dim } = style(io)
  const paint = { done: green, failed: red, publishing: yellow, removed: dim, waiting: yellow }[state]
  return paint(state.padEnd(longestState))
}

function figures({ state, rows, durationMs, attempts }: LedgerEntry): string {
  if (state === 'removed') return ''
  const parts: string[] = []
  if (rows !== undefined) parts.push(formatCounted(rows.written, 'row'))
  if (rows !== undefined && rows.rejected > 0) parts.push(`${formatCount(rows.rejected)} rejected`)
  if (durationMs !== undefined) parts.push(formatDuration(durationMs / 1000))
  if (attempts !== undefined && attempts > 1) parts.push(`delivery ${formatCount(attempts)}`)
  return parts.join(', ')
}

function notes(entry: LedgerEntry): string[] {
  const { failure, retryKey, replaced, parent, fixes = [], putAway, warnings = [] } = entry
  const lines: string[] = []
  if (failure !== undefined) lines.push(withoutSource(failure))
  if (failure !== undefined && retryKey !== undefined) lines.push(`waits at ${retryKey}`)
  if (replaced !== undefined) lines.push(replacedText(entry, replaced))
  if (parent !== undefined) lines.push(`corrects rows of ${parent.key}`)
  for (const fix of fixes) lines.push(`corrected by ${fix}`)
  if (putAway !== undefined) lines.push(putAway === 'archive' ? 'the source was archived' : 'the source was deleted, as afterConvert says')
  return [...lines, ...warnings]
}

/** The key stands above. */
function withoutSource({ source: _, ...failure }: NonNullable<LedgerEntry['failure']>): string {
  return new Failure(failure).message
}

function replacedText({ state }: LedgerEntry, { finishedAt, rows }: ReplacedVersion): string {
  const version = `the version of ${time(finishedAt)}${rows === undefined ? '' : ` (${formatCounted(rows.written, 'row')})`}`
  return state === 'failed' ? `${version} stays published` : `${state === 'publishing' ? 'replaces' : 'replaced'} ${version}`
}
