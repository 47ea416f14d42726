// Who takes part. Everybody gets the same columns with the same types and is asked for zstd level 1.

import { fileURLToPath } from 'node:url'
import { datasetFilePath } from '../generate/dataset-file.ts'
import { pythonProgram } from '../python.ts'
import type { Command, Contender } from './contender.ts'
import type { Job } from './job.ts'

const meter = new URL('../measure/meter.ts', import.meta.url).href
const slowInputBytes = 20_000_000

export const contenders: readonly Contender[] = [
  {
    name: 'parquetry',
    parts: [{ from: 'repository' }],
    command: job => metered('../../bin/parquetry.js', ...convertArguments(job)),
  },
  {
    name: 'duckdb',
    parts: [{ from: 'npm', name: '@duckdb/node-api' }],
    command: job => metered('duckdb.ts', ...jobArguments(job)),
  },
  {
    name: 'polars',
    parts: [{ from: 'npm', name: 'nodejs-polars' }],
    command: job => withPolarsThreads(metered('polars.ts', ...jobArguments(job)), job),
  },
  {
    name: 'csv-parse + hyparquet-writer',
    parts: [
      { from: 'npm', name: 'csv-parse' },
      { from: 'npm', name: 'hyparquet-writer' },
    ],
    command: job => metered('csv-parse-hyparquet-writer.ts', ...jobArguments(job)),
    maxInputBytes: slowInputBytes,
    note: 'one thread at most',
  },
  {
    name: 'csv-parse + parquetjs-lite',
    parts: [
      { from: 'npm', name: 'csv-parse' },
      { from: 'npm', name: 'parquetjs-lite' },
    ],
    command: job => metered('csv-parse-parquetjs.ts', ...jobArguments(job)),
    maxInputBytes: slowInputBytes,
    note: 'one thread at most; snappy, as it has no zstd',
  },
  {
    name: 'pyarrow (Python)',
    parts: [{ from: 'pypi', name: 'pyarrow' }],
    command: job => python('pyarrow_csv.py', job),
  },
  {
    name: 'polars (Python)',
    parts: [{ from: 'pypi', name: 'polars' }],
    command: job => withPolarsThreads(python('polars_csv.py', job), job),
  },
]

function metered(script: string, ...args: string[]): Command {
  return { program: process.execPath, args: ['--import', meter, path(script), ...args] }
}

function python(script: string, job: Job): Command {
  return { program: pythonProgram, args: [path(script), job.input, job.output, JSON.stringify(job.shape.columns), String(job.threads)] }
}

function path(script: string): string {
  return fileURLToPath(new URL(script, import.meta.url))
}

function convertArguments(job: Job): string[] {
  const options = { '--output': job.output, '--schema': datasetFilePath(job.shape), '--codec': 'zstd', '--threads': String(job.threads) }
  return ['convert', job.input, ...Object.entries(options).flat()]
}

function jobArguments(job: Job): string[] {
  return [job.input, job.output, job.shape.name, String(job.threads)]
}

function withPolarsThreads(command: Command, job: Job): Command {
  return { ...command, env: { POLARS_MAX_THREADS: String(job.threads) } }
}
