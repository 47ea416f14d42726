// The results page tells what was measured: ratios the right way round, the best engine found anew for each shape, nobody dropped silently.

import { contenders, parquetry, parquetryInferring, parquetryOnOneThread } from '../../bench/contenders/contenders.ts'
import type { Measurement } from '../../bench/measure/measure.ts'
import { parseOptions } from '../../bench/options.ts'
import { type Findings, report } from '../../bench/report/report.ts'
import type { Competition } from '../../bench/scenarios/compete.ts'
import { shapeNamed } from '../../bench/shapes/shapes.ts'

const megabyte = 1e6

function ran(name: string, walls: number[], figures: Partial<Measurement> = {}, inputBytes = 100 * megabyte) {
  const all = [...contenders, parquetryInferring, parquetryOnOneThread]
  const contender = all.find(each => each.name === name)
  if (!contender) throw new Error(`no contender ${name}`)
  const rest = { cpuSeconds: 1, peakBytes: 150 * megabyte, outputBytes: 20 * megabyte, ...figures }
  return { contender, inputBytes, runs: walls.map(wallSeconds => ({ wallSeconds, ...rest })), otherTypes: [] }
}

function competition(shape: string, results: Competition['results'], task: Partial<Competition['task']> = {}): Competition {
  const defaults = { size: 100 * megabyte, rounds: 3, threads: 1, codec: 'zstd' } as const
  return { task: { shape: shapeNamed(shape), ...defaults, ...task }, results, excluded: [] }
}

function page(findings: Partial<Findings>): string {
  const nothing = { throughput: [], smallFiles: [], parallel: [], snappy: [], inference: [], codec: [], memory: [], coldStart: undefined }
  const options = parseOptions([])
  if (options === 'help') throw new Error('help was not asked for')
  return report({ ...nothing, versions: new Map(), missing: new Map(), ...findings }, options, { command: 'npm run bench --', minutes: 1 })
}

/** The cells of the first row that begins with these. */
function row(text: string, ...beginning: string[]): string[] {
  const rows = text.split('\n').map(line =>
    line
      .split('|')
      .map(cell => cell.trim())
      .slice(1, -1),
  )
  return rows.find(cells => beginning.every((cell, index) => cells[index] === cell)) ?? []
}

describe('the first table', () => {
  const slow = ran('csv-parse + parquetjs-lite', [2], {}, 10 * megabyte)
  const text = page({
    throughput: [
      competition('taxi', [
        ran('duckdb', [3, 1, 2]),
        ran('parquetry', [0.5, 0.4, 9]),
        ran('pyarrow (PyPI)', [4], { outputBytes: 1e7 }),
        slow,
      ]),
      competition('ids', [ran('duckdb', [3]), ran('parquetry', [2], { cpuSeconds: 4 }), ran('pyarrow (PyPI)', [1], { cpuSeconds: 2 })]),
    ],
  })

  it('compares medians with the fastest engine of each shape', () => {
    expect(row(text, 'taxi', 'parsing')).toEqual([
      'taxi',
      'parsing',
      '100 MB',
      'duckdb',
      '200',
      '4.00 ×',
      '1.00 ×',
      '4.00 ×',
      '40 ×',
      '2.000 ×',
      '150',
    ])
    expect(row(text, 'ids', 'parsing').slice(3, 8)).toEqual(['pyarrow (PyPI)', '50', '0.50 ×', '0.25 ×', '1.50 ×'])
  })
  it('shows a dash for who was not there', () => expect(row(text, 'ids', 'parsing')[8]).toBe('–'))
})

it('a shape’s own table has the fastest first, and says what was shortened', () => {
  const slow = ran('csv-parse + parquetjs-lite', [2], {}, 10 * megabyte)
  const text = page({ throughput: [competition('wide', [slow, ran('parquetry', [1]), ran('duckdb', [2])])] })
  const order = ['parquetry', 'duckdb', 'csv-parse + parquetjs-lite'].map(name => text.indexOf(`\n| ${name} `))
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(row(text, 'csv-parse + parquetjs-lite')[2]).toBe('20.00 ×')
  expect(text).toContain('- csv-parse + parquetjs-lite: on the first 10 MB only; one thread at most; snappy, as it has no zstd')
})

it('small files have a line for each size, in milliseconds', () => {
  const run = (size: number, walls: number[]) => competition('ids', [ran('parquetry', walls), ran('duckdb', [0.2])], { size })
  const text = page({ smallFiles: [run(1e6, [0.11, 0.1]), run(1e7, [0.25])] })
  expect(row(text, 'ids', '1 MB').slice(2)).toEqual(['duckdb', '105', '200', '1.90 ×', '1.00 ×', '1.90 ×'])
  expect(row(text, 'ids', '10 MB').slice(2)).toEqual(['duckdb', '250', '200', '0.80 ×', '1.00 ×', '0.80 ×'])
})

it('two threads are compared with one, and with the engines on two', () => {
  const results = [ran('parquetry', [1]), ran('parquetry, one thread', [1.9]), ran('polars (PyPI)', [2.5])]
  expect(row(page({ parallel: [competition('quoted', results, { threads: 2 })] }), 'quoted').slice(4, 7)).toEqual([
    '1.90 ×',
    '40',
    '2.50 ×',
  ])
})

it('inference is compared with a dataset file', () => {
  const results = [ran(parquetry.name, [1]), ran(parquetryInferring.name, [1.5], { cpuSeconds: 1.25 })]
  expect(row(page({ inference: [competition('taxi', results)] }), 'taxi').slice(4)).toEqual(['1.50 ×', '1.25 ×'])
})

it('memory is flat if the largest peak is near the smallest', () => {
  const run = (size: number, peakBytes: number) => competition('taxi', [ran('parquetry', [1], { peakBytes }, size)], { size, rounds: 1 })
  expect(page({ memory: [run(1e8, 150e6), run(1e9, 165e6)] })).toContain('largest peak on taxi is 1.10 × its smallest')
})

it('the codec’s share is what is left beside the codec alone', () => {
  const codec = [{ shape: shapeNamed('events'), size: 1e8, conversion: 1.4, codecAlone: 1, pageBytes: 3e8 }]
  expect(row(page({ codec }), 'events')).toEqual(['events', '100 MB', '1.40', '1.00', '0.40', '40.0 %', '300', '300'])
})

it('who was not timed, or did not take part, is named with the reason', () => {
  const [duckdb, ...others] = contenders.filter(({ kind }) => kind === 'engine')
  const excluded = [{ contender: duckdb!, reason: 'its output differs:\nrows is 3 instead of 4' }]
  const text = page({
    throughput: [{ ...competition('taxi', [ran('parquetry', [1])]), excluded }],
    missing: new Map([[others[0]!, 'there is no python3 on this machine']]),
  })
  expect(text).toContain('- duckdb was not timed: its output differs: rows is 3 instead of 4')
  expect(text).toContain(`- ${others[0]!.name} did not take part: there is no python3 on this machine`)
})
