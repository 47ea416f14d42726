// `parquetry status`: what a pipeline has done and has still to do.

import type { Pipeline } from '../pipeline/pipeline.ts'
import { type PipelineStatus, pipelineStatus } from '../pipeline/pipeline-status.ts'
import type { Command, Terminal } from './command.ts'
import { exitOk } from './exit-code.ts'
import { formatCount, formatCounted } from './format-count.ts'
import { parseOptions, wholeNumber } from './parse-options.ts'
import { jsonLine } from './printable.ts'
import { style } from './style.ts'
import { terminalWidth } from './terminal-width.ts'
import { rowOfEntry, rowOfWaiting } from './up/board.ts'
import { boardTable } from './up/board-table.ts'
import { UsageError } from './usage-error.ts'
import { datasetsIfThere, pipelineUsage, withPipeline } from './with-pipeline.ts'
import { writeText } from './write-text.ts'

const usage = `Show what the pipeline has done and has still to do

Usage
  parquetry status [-n N] [--json]

Options
  -n, --newest N  files to list, the newest first; by default 20
      --json      everything as one JSON object

Examples
  parquetry status
  parquetry status --json | jq .deadLetters.waiting

${pipelineUsage} What waits for a marker is known where PARQUETRY_SCHEMAS
has the dataset files.
`

const options = {
  newest: { type: 'string', short: 'n', default: '20' },
  json: { type: 'boolean', default: false },
} as const

export const status: Command = {
  name: 'status',
  summary: 'what is converted, waiting, failed',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, options)
    if (positionals.length > 0) throw new UsageError(`status takes no ${JSON.stringify(positionals[0])}`)
    const newest = wholeNumber('--newest', values.newest, 0)
    return withPipeline(async pipeline => {
      const found = await pipelineStatus(pipeline, newest)
      await writeText(io.stdout, values.json ? jsonLine(found) : page(pipeline, found, io))
      return exitOk
    }, datasetsIfThere)
  },
}

function page({ config }: Pipeline, found: PipelineStatus, io: Terminal): string {
  const width = terminalWidth(io, io.stdout)
  const files = [...found.waiting.sources.map(rowOfWaiting), ...found.entries.map(rowOfEntry)]
  const list = files.length === 0 ? '' : `${boardTable(files, { width, color: io.color, prefix: config.inputPrefix })}${more(found, io)}\n`
  return list + counts(found, io)
}

function more({ sources, entries }: PipelineStatus, io: Terminal): string {
  return sources > entries.length ? style(io).dim(`the newest ${formatCount(entries.length)} of ${formatCounted(sources, 'file')}\n`) : ''
}

function counts({ queue, waiting, deadLetters, failedObjects }: PipelineStatus, io: Terminal): string {
  const { red, dim } = style(io)
  const failed = deadLetters.waiting + deadLetters.inFlight
  const advice = failed > 0 || failedObjects.length > 0 ? dim('  parquetry redrive --dry-run shows why') : ''
  const mark = failed > 0 ? red : (text: string) => text
  return [
    `queue         ${formatCount(queue.waiting)} waiting, ${formatCount(queue.inFlight)} at work, ${formatCount(queue.delayed)} delayed`,
    ...(waiting.count === 0 ? [] : [`for a marker  ${formatCounted(waiting.count, 'file')} waiting`]),
    `dead letters  ${mark(formatCounted(failed, 'message'))}${advice}`,
    `to be retried ${formatCounted(failedObjects.length, 'file')}`,
  ]
    .map(line => `${line}\n`)
    .join('')
}
