// One competition as a Markdown table, fastest first.

import type { Measurement } from '../measure/measure.ts'
import { summary } from '../measure/statistics.ts'
import type { Competition, Result } from '../scenarios/compete.ts'
import { markdownTable } from './markdown-table.ts'

const header = ['contender', 'MB/s', 'Parquetry is', 'wall s', 'CPU s', 'peak MB', 'Parquet ÷ CSV', 'remarks']

export function competitionTable({ task, results }: Competition): string {
  const ranked = results.map(result => ({ result, figures: summary(result.runs) })).sort((a, b) => rate(b) - rate(a))
  const own = ranked.find(({ result }) => result.contender.name === 'parquetry')
  return markdownTable(
    header,
    ranked.map(entry => [
      entry.result.contender.name,
      rate(entry).toFixed(0),
      own === undefined || own === entry ? '' : `${(rate(own) / rate(entry)).toFixed(1)} ×`,
      `${entry.figures.wallSeconds.toFixed(2)}${wallRange(entry.result)}`,
      entry.figures.cpuSeconds.toFixed(2),
      megabytes(entry.figures.peakBytes),
      `${((entry.figures.outputBytes / entry.result.inputBytes) * 100).toFixed(1)} %`,
      remarks(entry.result, task.size),
    ]),
  )
}

function rate({ result, figures }: { result: Result; figures: Measurement }): number {
  return result.inputBytes / 1e6 / figures.wallSeconds
}

function wallRange({ runs }: Result): string {
  const walls = runs.map(run => run.wallSeconds)
  return walls.length === 1 ? '' : ` (${Math.min(...walls).toFixed(2)}–${Math.max(...walls).toFixed(2)})`
}

function remarks({ contender, inputBytes, otherTypes }: Result, size: number): string {
  const shorter = inputBytes < size ? `on the first ${megabytes(inputBytes)} MB only` : undefined
  return [shorter, contender.note, ...otherTypes].filter(remark => remark !== undefined).join('; ')
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}
