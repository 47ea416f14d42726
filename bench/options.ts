// The command line of the benchmark.

import { parseArgs } from 'node:util'
import type { Contender } from './contenders/contender.ts'
import { contenders } from './contenders/contenders.ts'
import type { Shape } from './shapes/shape.ts'
import { shapes } from './shapes/shapes.ts'

export const scenarios = ['throughput', 'small-files', 'parallel', 'snappy', 'inference', 'codec', 'memory', 'cold-start'] as const
export type Scenario = (typeof scenarios)[number]

export interface Options {
  scenarios: readonly Scenario[]
  /** undefined: each scenario takes its own choice. */
  shapes: readonly Shape[] | undefined
  contenders: readonly Contender[]
  /** Bytes of CSV a shape; undefined: each shape's, or the scenario's, own. */
  size: number | undefined
  /** Bytes of CSV for the memory scenario, one after the other. */
  memorySizes: readonly number[]
  rounds: number
  /** For the parallel scenario; all others are on one. */
  threads: number
  python: boolean
  /** Whether RESULTS.md is written. */
  write: boolean
}

export const usage = `npm run bench -- [options]

  --scenarios LIST    beginnings of names (default: all):
                        throughput  every shape, everybody, one thread
                        small-files 1, 10 and 100 MB (taxi, ids, quoted)
                        parallel    several threads (taxi, lineitem, quoted)
                        snappy      every shape, the engines, with snappy
                        inference   without a dataset file, and with one
                        codec       what the codec takes, and what the rest
                        memory      large files (taxi)
                        cold-start  the function as it is deployed
  --shapes LIST       taxi,lineitem,wide,ids,decimals,quoted,events
                      (default: what stands in parentheses above, else all)
  --contenders LIST   beginnings of names, as in parquetry,duckdb,csv-parse
                      (default: all that are installed)
  --size SIZE         CSV a shape, but for small-files and memory (default:
                      500MB, for parallel 1GB, for snappy, inference and codec
                      200MB; of wide 200MB and 80MB)
  --memory-size LIST  CSV for memory (default: 100MB,1GB; a CSV above 2 GB is
                      deleted after use)
  --rounds N          timed runs of each, after one that is verified; memory
                      has one (default: 3)
  --threads N         for parallel (default: 2)
  --no-python         without pyarrow and Polars from PyPI, which are installed
                      into bench/.venv otherwise, where there is a python3
  --no-write          prints only; bench/RESULTS.md stays as it is
  --help
`

/** Throws an Error that names the option. */
export function parseOptions(args: string[]): Options | 'help' {
  const { values } = parseArgs({
    args,
    allowNegative: true,
    options: {
      scenarios: { type: 'string', default: scenarios.join(',') },
      shapes: { type: 'string' },
      contenders: { type: 'string', default: '' },
      size: { type: 'string' },
      'memory-size': { type: 'string', default: '100MB,1GB' },
      rounds: { type: 'string', default: '3' },
      threads: { type: 'string', default: '2' },
      python: { type: 'boolean', default: true },
      write: { type: 'boolean', default: true },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  return {
    scenarios: chosen(
      '--scenarios',
      values.scenarios,
      scenarios.map(name => ({ name })),
    ).map(each => each.name),
    shapes: values.shapes === undefined ? undefined : chosen('--shapes', values.shapes, shapes),
    contenders: chosen('--contenders', values.contenders, contenders),
    size: values.size === undefined ? undefined : bytes('--size', values.size),
    memorySizes: values['memory-size'].split(',').map(size => bytes('--memory-size', size.trim())),
    rounds: count('--rounds', values.rounds),
    threads: count('--threads', values.threads),
    python: values.python,
    write: values.write,
  }
}

function chosen<T extends { name: string }>(option: string, list: string, all: readonly T[]): T[] {
  const beginnings = list.split(',').map(name => name.trim())
  const unknown = beginnings.find(beginning => !all.some(({ name }) => name.startsWith(beginning)))
  if (unknown) throw new Error(`${option}: no "${unknown}"; there are ${all.map(({ name }) => name).join(', ')}`)
  return all.filter(({ name }) => beginnings.some(beginning => name.startsWith(beginning)))
}

/** Decimal units, as in the results: 1 MB is 1,000,000 bytes. */
function bytes(option: string, text: string): number {
  const parts = /^(\d+(?:\.\d+)?)\s*([kMG]?)B?$/i.exec(text)
  const unit = { '': 1, k: 1e3, m: 1e6, g: 1e9 }[parts?.[2]?.toLowerCase() ?? '']
  if (!parts || unit === undefined) throw new Error(`${option}: "${text}" is not a size; write 200MB or 1GB`)
  return Math.round(Number(parts[1]) * unit)
}

function count(option: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${option}: "${text}" is not a count of 1 or more`)
  return Number(text)
}
