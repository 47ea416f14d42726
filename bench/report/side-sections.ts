// The scenarios beside the main one, a table each with one line a shape.

import { parquetryInferring, parquetryOnOneThread } from '../contenders/contenders.ts'
import type { CodecShare } from '../scenarios/codec-share.ts'
import type { ColdStart } from '../scenarios/cold-start.ts'
import type { Competition } from '../scenarios/compete.ts'
import { megabytes, percent, rateCell, seconds, sizeName, times } from './cells.ts'
import { exclusions } from './competition-section.ts'
import { markdownTable } from './markdown-table.ts'
import { best, enginesOf, named, type Standing, standings } from './standing.ts'

export function smallFilesSection(competitions: readonly Competition[]): string {
  const header = ['shape', 'CSV', 'best engine', 'parquetry ms', 'best engine ms', '÷ best engine', 'by CPU', '÷ duckdb']
  const rows = competitions.map(competition => {
    const { all, own, fastest, title, ratios } = compared(competition)
    return [...title, milliseconds(own), milliseconds(fastest), ...ratios, times(own?.rate, named(all, 'duckdb')?.rate)]
  })
  const about = 'Whole processes, one thread, zstd level 1: of small files most of the time is the start, of Node, Python and the engine.'
  return section('Small files', about, markdownTable(header, rows, 3), competitions)
}

export function parallelSection(competitions: readonly Competition[]): string {
  const threads = competitions[0]!.task.threads
  const header = [
    'shape',
    'CSV',
    'best engine',
    'parquetry MB/s',
    '÷ itself on one',
    'best engine MB/s',
    '÷ best engine',
    'by CPU',
    'peak MB',
  ]
  const rows = competitions.map(competition => {
    const { all, own, fastest, title, ratios } = compared(competition)
    return [
      ...title,
      rateCell(own?.rate),
      times(own?.rate, named(all, parquetryOnOneThread.name)?.rate),
      rateCell(fastest?.rate),
      ...ratios,
      own === undefined ? '–' : megabytes(own.figures.peakBytes),
    ]
  })
  const about = `Everybody on ${threads} threads. To reach on two: 1.8 × itself on one, the ratios above to the best engine.`
  return section(`Parallel: ${threads} threads, zstd level 1`, about, markdownTable(header, rows, 3), competitions)
}

export function snappySection(competitions: readonly Competition[]): string {
  const header = ['shape', 'CSV', 'best engine', 'parquetry MB/s', '÷ best engine', 'by CPU', '÷ duckdb', 'size ÷ smallest']
  const rows = competitions.map(competition => {
    const { all, own, engines, title, ratios } = compared(competition)
    return [
      ...title,
      rateCell(own?.rate),
      ...ratios,
      times(own?.rate, named(all, 'duckdb')?.rate),
      times(own?.sizeShare, best(engines, each => -each.sizeShare)?.sizeShare, 3),
    ]
  })
  return section('Snappy, one thread', 'As the first table, with snappy instead of zstd.', markdownTable(header, rows, 3), competitions)
}

export function inferenceSection(competitions: readonly Competition[]): string {
  const header = ['shape', 'CSV', 'with a dataset file, s', 'types inferred, s', 'inferred ÷ with', 'by CPU']
  const rows = competitions.map(competition => {
    const all = standings(competition)
    const declared = named(all, 'parquetry')?.figures
    const inferred = named(all, parquetryInferring.name)?.figures
    return [
      competition.task.shape.name,
      sizeName(competition.task.size),
      declared === undefined ? '–' : seconds(declared.wallSeconds),
      inferred === undefined ? '–' : seconds(inferred.wallSeconds),
      times(inferred?.wallSeconds, declared?.wallSeconds),
      times(inferred?.cpuSeconds, declared?.cpuSeconds),
    ]
  })
  const about = `Without a dataset file types come from the first 4 MiB and are watched; the source is read again only if a later value contradicts them. To
reach: at most 1.6 ×.`
  return section('Inference, one thread', about, markdownTable(header, rows), competitions)
}

export function codecSection(shares: readonly CodecShare[]): string {
  const header = ['shape', 'CSV', 'conversion, CPU s', 'codec alone', 'the rest', 'rest ÷ codec', 'codec MB/s', 'pages MB']
  const rows = shares.map(({ shape, size, conversion, codecAlone, pageBytes }) => [
    shape.name,
    sizeName(size),
    seconds(conversion),
    seconds(codecAlone),
    seconds(conversion - codecAlone),
    percent((conversion - codecAlone) / codecAlone),
    rateCell(pageBytes / 1e6 / codecAlone),
    megabytes(pageBytes),
  ])
  const about = `CPU seconds of a whole conversion with zstd level 1 on one thread, of the codec alone over the same pages in a process of its own,
and what is left. To reach where the codec is the bound (quoted, events): rest at most 40 % of the codec.`
  return section('What the codec takes', about, markdownTable(header, rows), [])
}

export function memorySection(competitions: readonly Competition[]): string {
  const header = ['shape', 'CSV', 'contender', 'peak MB', 'MB/s']
  const rows = competitions.flatMap(competition =>
    standings(competition).map(({ name, figures, rate }) => [
      competition.task.shape.name,
      sizeName(competition.task.size),
      name,
      megabytes(figures.peakBytes),
      rateCell(rate),
    ]),
  )
  const about = `One thread, one run each. To reach: at most 200 MB, flat within 10 %. ${flatness(competitions)}`
  return section('Memory', about, markdownTable(header, rows, 3), competitions)
}

/** Parquetry's largest peak beside its smallest, for each shape. */
function flatness(competitions: readonly Competition[]): string {
  return [...Map.groupBy(competitions, ({ task }) => task.shape.name)]
    .map(([shape, sizes]) => {
      const peaks = sizes.flatMap(size => named(standings(size), 'parquetry')?.figures.peakBytes ?? [])
      return `Parquetry's largest peak on ${shape} is ${times(Math.max(...peaks), Math.min(...peaks))} its smallest.`
    })
    .join(' ')
}

export function coldStartSection({ starts, importedMs, parsedMs, zipBytes, bundle }: ColdStart): string {
  const rows = [
    ['import of the bundled handler', `${importedMs.toFixed(0)} ms`, ''],
    ['… to the first byte parsed', `${parsedMs.toFixed(0)} ms`, '150 ms'],
    ['bundle, unpacked', `${(bundle.total / 1e6).toFixed(2)} MB`, '2 MB'],
    ['… without the AWS SDK', `${(bundle.withoutSdk / 1e6).toFixed(2)} MB`, '1 MB'],
    ['package (zip)', `${(zipBytes / 1e6).toFixed(2)} MB`, ''],
  ]
  const about = `The function as it is deployed, in a fresh process each time, median of ${starts.length}; S3 answers on loopback.`
  return section('Cold start', about, markdownTable(['', 'measured', 'at most'], rows), [])
}

/** Of a run. */
function milliseconds(standing: Standing | undefined): string {
  return standing === undefined ? '–' : (standing.figures.wallSeconds * 1000).toFixed(0)
}

interface Compared {
  all: Standing[]
  engines: Standing[]
  own: Standing | undefined
  fastest: Standing | undefined
  /** Cells: the shape, the size of its CSV, the fastest engine. */
  title: string[]
  /** Cells: Parquetry beside the fastest engine by the clock, and beside the fastest by CPU time. */
  ratios: string[]
}

function compared(competition: Competition): Compared {
  const { shape, size } = competition.task
  const all = standings(competition)
  const engines = enginesOf(all)
  const own = named(all, 'parquetry')
  const fastest = best(engines, each => each.rate)
  const title = [shape.name, sizeName(size), fastest?.name ?? '–']
  const ratios = [times(own?.rate, fastest?.rate), times(own?.cpuRate, best(engines, each => each.cpuRate)?.cpuRate)]
  return { all, engines, own, fastest, title, ratios }
}

function section(title: string, about: string, table: string, competitions: readonly Competition[]): string {
  const notes = competitions.flatMap(each => exclusions(each).map(note => `- ${each.task.shape.name}: ${note}`))
  return [`## ${title}`, about, table, notes.join('\n')].filter(part => part !== '').join('\n\n')
}
