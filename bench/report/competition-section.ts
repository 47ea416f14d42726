// One competition: a table, fastest first, and below it what has to be said about single contenders.

import type { Competition, Result } from '../scenarios/compete.ts'
import { megabytes, percent, rateCell, seconds, sizeName, times } from './cells.ts'
import { markdownTable } from './markdown-table.ts'
import { named, type Standing, standings } from './standing.ts'

const header = ['contender', 'MB/s', 'parquetry is', 'by CPU', 'wall s', 'CPU s', 'peak MB', 'Parquet ÷ CSV']

/** @param title without the mark of a heading */
export function competitionSection(title: string, competition: Competition): string {
  const all = standings(competition)
  const own = named(all, 'parquetry')
  const table = markdownTable(
    header,
    all.map(each => row(each, own)),
  )
  const remarks = [...all.flatMap(({ result }) => remarksOf(result, competition.task.size)), ...exclusions(competition)]
  return [`## ${title}`, table, remarks.map(remark => `- ${remark}`).join('\n')].filter(part => part !== '').join('\n\n')
}

function row(each: Standing, own: Standing | undefined): string[] {
  const { name, figures, rate, cpuRate, sizeShare, result } = each
  return [
    name,
    rateCell(rate),
    each === own ? '' : times(own?.rate, rate),
    each === own ? '' : times(own?.cpuRate, cpuRate),
    `${seconds(figures.wallSeconds)}${wallRange(result)}`,
    seconds(figures.cpuSeconds),
    megabytes(figures.peakBytes),
    percent(sizeShare),
  ]
}

function wallRange({ runs }: Result): string {
  const walls = runs.map(run => run.wallSeconds)
  return walls.length === 1 ? '' : ` (${seconds(Math.min(...walls))}–${seconds(Math.max(...walls))})`
}

function remarksOf({ contender, inputBytes, otherTypes }: Result, size: number): string[] {
  const shorter = inputBytes < size ? [`on the first ${sizeName(inputBytes)} only`] : []
  const remarks = [...shorter, ...(contender.note === undefined ? [] : [contender.note]), ...otherTypes]
  return remarks.length === 0 ? [] : [`${contender.name}: ${remarks.join('; ')}`]
}

export function exclusions({ excluded }: Competition): string[] {
  return excluded.map(({ contender, reason }) => `${contender.name} was not timed: ${reason.replaceAll('\n', ' ')}`)
}
