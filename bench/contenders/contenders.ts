// Who takes part. Everybody gets the same columns with the same types and is asked for the same codec.

import { fileURLToPath } from 'node:url'
import { datasetFilePath } from '../generate/dataset-file.ts'
import { pythonProgram } from '../python.ts'
import type { Command, Contender } from './contender.ts'
import type { Job } from './job.ts'

/** The CLI as it is published, made before every run: bin/bundle.js. */
const cli = '../../dist/cli.js'
const compileCache = fileURLToPath(new URL('../.compile-cache', import.meta.url))
const meter = new URL('../measure/meter.ts', import.meta.url).href
const slowInputBytes = 10_000_000

export const parquetry: Contender = {
  name: 'parquetry',
  kind: 'own',
  parts: [{ from: 'repository' }],
  command: job => metered(cli, ...convertArguments(job), '--schema', datasetFilePath(job.shape)),
}

/** Beside `parquetry` on several threads. */
export const parquetryOnOneThread: Contender = {
  ...parquetry,
  name: 'parquetry, one thread',
  command: job => parquetry.command({ ...job, threads: 1 }),
}

/** Without a dataset file: the types are found in the values. */
export const parquetryInferring: Contender = {
  ...parquetry,
  name: 'parquetry, types inferred',
  command: job => metered(cli, ...convertArguments(job)),
}

export const contenders: readonly Contender[] = [
  parquetry,
  {
    name: 'duckdb',
    kind: 'engine',
    parts: [{ from: 'npm', name: '@duckdb/node-api' }],
    command: job => metered('duckdb.ts', ...jobArguments(job)),
  },
  {
    name: 'polars (npm)',
    kind: 'engine',
    newerTwin: 'polars (PyPI)',
    parts: [{ from: 'npm', name: 'nodejs-polars' }],
    command: job => withPolarsThreads(metered('polars.ts', ...jobArguments(job)), job),
  },
  {
    name: 'polars (PyPI)',
    kind: 'engine',
    parts: [{ from: 'pypi', name: 'polars' }],
    command: job => withPolarsThreads(python('polars_csv.py', job), job),
  },
  {
    name: 'pyarrow (PyPI)',
    kind: 'engine',
    parts: [{ from: 'pypi', name: 'pyarrow' }],
    command: job => python('pyarrow_csv.py', job),
  },
  {
    name: 'csv-parse + hyparquet-writer',
    kind: 'pair',
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
    kind: 'pair',
    parts: [
      { from: 'npm', name: 'csv-parse' },
      { from: 'npm', name: 'parquetjs-lite' },
    ],
    command: job => metered('csv-parse-parquetjs.ts', ...jobArguments(job)),
    maxInputBytes: slowInputBytes,
    note: 'one thread at most; snappy, as it has no zstd',
  },
]

function metered(script: string, ...args: string[]): Command {
  return {
    program: process.execPath,
    args: ['--import', meter, path(script), ...args],
    env: { NODE_COMPILE_CACHE: compileCache }, // as the CLI does for itself: nobody strips types or compiles anew in every run
  }
}

function python(script: string, { input, output, shape, threads, codec }: Job): Command {
  return { program: pythonProgram, args: [path(script), input, output, JSON.stringify(shape.columns), String(threads), codec] }
}

function path(script: string): string {
  return fileURLToPath(new URL(script, import.meta.url))
}

function convertArguments({ input, output, threads, codec }: Job): string[] {
  return ['convert', input, '--output', output, '--codec', codec, '--threads', String(threads)]
}

function jobArguments({ input, output, shape, threads, codec }: Job): string[] {
  return [input, output, shape.name, String(threads), codec]
}

function withPolarsThreads(command: Command, job: Job): Command {
  return { ...command, env: { ...command.env, POLARS_MAX_THREADS: String(job.threads) } }
}
