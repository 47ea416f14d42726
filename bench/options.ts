// The command line of the benchmark.

import { parseArgs } from 'node:util'
import type { Contender } from './contenders/contender.ts'
import { contenders } from './contenders/contenders.ts'
import type { Shape } from './shapes/shape.ts'
import { shapes } from './shapes/shapes.ts'

const scenarios = ['throughput', 'memory'] as const
export type Scenario = (typeof scenarios)[number]

export interface Options {
  scenarios: readonly Scenario[]
  shapes: readonly Shape[]
  contenders: readonly Contender[]
  /** Bytes of CSV a shape, for throughput. */
  size: number
  /** Bytes of CSV for the memory scenario. */
  memorySize: number
  rounds: number
  threads: number
  python: boolean
  /** Whether RESULTS.md is written. */
  write: boolean
}

export const usage = `npm run bench -- [options]

  --scenarios LIST    throughput,memory (default: both)
  --shapes LIST       taxi,lineitem,quoted (default: all), for throughput; memory always takes taxi
  --contenders LIST   beginnings of names, as in parquetry,duckdb,csv-parse (default: all that are installed)
  --size SIZE         CSV a shape, for throughput (default: 200MB)
  --memory-size SIZE  CSV for memory (default: 1GB)
  --rounds N          timed runs of each, after one that is verified (default: 5)
  --threads N         (default: 1)
  --python            with pyarrow and Polars from PyPI, installed into bench/.venv
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
      shapes: { type: 'string', default: shapes.map(shape => shape.name).join(',') },
      contenders: { type: 'string', default: '' },
      size: { type: 'string', default: '200MB' },
      'memory-size': { type: 'string', default: '1GB' },
      rounds: { type: 'string', default: '5' },
      threads: { type: 'string', default: '1' },
      python: { type: 'boolean', default: false },
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
    shapes: chosen('--shapes', values.shapes, shapes),
    contenders: chosen('--contenders', values.contenders, contenders),
    size: bytes('--size', values.size),
    memorySize: bytes('--memory-size', values['memory-size']),
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
