// The page's first table: every shape in one line, beside what is to be reached.

import type { Competition } from '../scenarios/compete.ts'
import { megabytes, rateCell, sizeName, times } from './cells.ts'
import { markdownTable } from './markdown-table.ts'
import { best, enginesOf, named, standings } from './standing.ts'

const header = [
  'shape',
  'bound by',
  'CSV',
  'best engine',
  'parquetry MB/s',
  '÷ best engine',
  'by CPU',
  '÷ duckdb',
  '÷ csv-parse + parquetjs-lite',
  'size ÷ smallest',
  'peak MB',
]

const targets = `To reach: bound by parsing 2.5 × the best engine, 3 × DuckDB and 100 × csv-parse + parquetjs-lite; bound by the codec 1.6 × the best
engine; size at most 1.02 × the smallest; peak at most 200 MB. The best engine is the fastest of DuckDB, Polars and pyarrow, by wall time or
by CPU time; the smallest is the smallest of theirs.`

export function summarySection(competitions: readonly Competition[]): string {
  return ['## In short: one thread, zstd level 1', markdownTable(header, competitions.map(row), 4), targets].join('\n\n')
}

function row(competition: Competition): string[] {
  const { shape, size } = competition.task
  const all = standings(competition)
  const own = named(all, 'parquetry')
  const engines = enginesOf(all)
  const fastest = best(engines, each => each.rate)
  return [
    shape.name,
    shape.boundBy,
    sizeName(size),
    fastest?.name ?? '–',
    rateCell(own?.rate),
    times(own?.rate, fastest?.rate),
    times(own?.cpuRate, best(engines, each => each.cpuRate)?.cpuRate),
    times(own?.rate, named(all, 'duckdb')?.rate),
    times(own?.rate, named(all, 'csv-parse + parquetjs-lite')?.rate, 0),
    times(own?.sizeShare, best(engines, each => -each.sizeShare)?.sizeShare, 3),
    own === undefined ? '–' : megabytes(own.figures.peakBytes),
  ]
}
