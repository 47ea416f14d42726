// `parquetry convert`: CSV in, Parquet out.

import { convert as convertSource } from '../convert/convert.ts'
import { Failure } from '../failure/failure.ts'
import type { Command, Terminal } from './command.ts'
import { convertJob } from './convert/convert-job.ts'
import { dialectOptions, dialectUsage } from './convert/dialect-options.ts'
import { findInputs } from './convert/find-inputs.ts'
import { type Job, planOutputs } from './convert/plan-outputs.ts'
import { conversionOptions, readSettings, type Settings, sniffedMarks } from './convert/read-settings.ts'
import { Reporter } from './convert/reporter.ts'
import { exitFailed, exitOk } from './exit-code.ts'
import { now } from './now.ts'
import { openBucket, openFolder } from './open-store.ts'
import { parseOptions } from './parse-options.ts'
import { keepYoungGenerationSmall } from './steady-heap.ts'
import { systemFailure } from './system-failure.ts'
import { isTerminal } from './terminal-width.ts'
import { UsageError } from './usage-error.ts'

const usage = `Convert CSV to Parquet

Usage
  parquetry convert IN… [-o OUT] [OPTION…]

IN is a file, a folder (searched for .csv, .tsv and .txt, also compressed), a
glob in quotes, s3://BUCKET/KEY, s3://BUCKET/PREFIX/, or - for stdin. Gzip and
zstd are recognised by content.

Options
  -o, --output OUT           a file for one input, a folder (existing, or ending
                             in /) for several, s3://…, or - for stdout; by
                             default beside the input, .parquet for .csv
  -s, --schema FILE          dataset file: types, dialect, rejects, partitions
                             (docs/dataset-files.md); without it the types are
                             inferred from the whole file
${dialectUsage}
  -c, --codec CODEC          zstd (default), snappy, gzip, brotli, lz4_raw or
                             none; with a level if need be: zstd-9, brotli-11
      --encodings PROFILE    compatible (default): every reader knows them;
                             smallest: deltas and byte streams too, for current
                             readers
  -t, --threads N            worker threads, by default one for each processor;
                             the output does not depend on it
      --row-group-size SIZE  CSV that goes into one row group, 64KiB to 2GiB;
                             default 48MiB
  -f, --force                replace an output that is there already
      --json                 one report object a line, instead of the summary

Examples
  parquetry convert sales.csv                  writes sales.parquet
  parquetry convert 'data/**/*.csv' -o lake/   folders below data are kept
  parquetry convert in/ -o lake/ -s sales.yaml typed, partitioned as declared
  curl -s https://… | parquetry convert - > a.parquet
  parquetry convert s3://in/2026/a.csv -o s3://out/

An output appears when it is complete, not before; one that was there survives
a failure. When an input fails, the others are still converted and the exit
code is 1. Rejected records (onBadRow: reject) go to NAME.rejects.csv, their
reasons to NAME.rejects.ndjson, beside the output.
`

const options = {
  output: { type: 'string', short: 'o' },
  schema: { type: 'string', short: 's' },
  ...dialectOptions,
  codec: { type: 'string', short: 'c' },
  encodings: { type: 'string' },
  threads: { type: 'string', short: 't' },
  'row-group-size': { type: 'string' },
  force: { type: 'boolean', short: 'f', default: false },
  json: { type: 'boolean', default: false },
} as const

export const convert: Command = {
  name: 'convert',
  summary: 'CSV files, folders, globs, stdin or s3:// objects to Parquet',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, options)
    if (positionals.length === 0) throw new UsageError('name at least one input')
    keepYoungGenerationSmall()
    const settings = await readSettings(values)
    const { inputs, failures } = await findInputs(positionals, openBucket)
    const jobs = await planOutputs(inputs, values.output, settings.dataset)
    const toStdout = jobs.some(job => job.output.kind === 'stream')
    if (toStdout) refuseStdout(io, values.json)

    const begin = now()
    const reporter = new Reporter(io, { json: values.json, toStdout, total: jobs.length })
    for (const failure of failures) await reporter.failed(failure.data.source ?? '', failure, 0)
    for (const job of jobs) await runJob(job, settings, values.force, io, reporter).finally(() => reporter.clear())
    await reporter.finish((now() - begin) / 1000)
    return reporter.anyFailed ? exitFailed : exitOk
  },
}

function refuseStdout(io: Terminal, json: boolean): void {
  if (json) throw new UsageError('--json and the Parquet file would both go to stdout; give a file with -o')
  if (isTerminal(io.stdout)) throw new UsageError('Parquet is not for a terminal; redirect stdout, or give a file with -o')
}

async function runJob(job: Job, settings: Settings, force: boolean, io: Terminal, reporter: Reporter): Promise<void> {
  const { input } = job
  const begin = now()
  const seconds = () => (now() - begin) / 1000
  try {
    const done = await convertJob(
      job,
      {
        options: conversionOptions(settings, input.name),
        columns: settings.dataset?.columns,
        sniff: sniffedMarks(settings, input.name),
        threads: settings.threads,
        force,
      },
      { convert: convertSource, stores: { openBucket, openFolder }, io, onProgress: reporter.progressOf(input.name) },
    )
    await reporter.converted(input.name, done, seconds())
  } catch (error) {
    if (io.signal.aborted) throw error
    await reporter.failed(input.name, asFailure(error, input.name), seconds())
  }
}

function asFailure(error: unknown, source: string): Failure {
  return error instanceof Failure ? error.at({ source }) : systemFailure(error, source)
}
