// One job of the plan: converts it and publishes. Whatever goes wrong, an output that was there stays as it was.

import type { convert as convertSource, Progress } from '../../convert/convert.ts'
import type { ConversionReport, WrittenOutput } from '../../convert/report.ts'
import { Failure } from '../../failure/failure.ts'
import { configHash } from '../../schema/config-hash.ts'
import type { Column, ConversionOptions } from '../../schema/dataset.ts'
import type { Dialect } from '../../schema/dialect.ts'
import type { ObjectWriter } from '../../store/store.ts'
import type { Terminal } from '../command.ts'
import { type OpenedSource, openSource } from './open-source.ts'
import { openTarget, type Stores, type Target } from './open-target.ts'
import type { Job } from './plan-outputs.ts'

export interface ConvertSettings {
  options: ConversionOptions
  /** The declared columns; undefined: inferred. */
  columns: readonly Column[] | undefined
  /** The dialect is sniffed, but for these marks; undefined: it is declared. */
  sniff: Partial<Dialect> | undefined
  threads: number
  /** Replace what is there. */
  force: boolean
}

export interface ConvertDependencies {
  convert: typeof convertSource
  stores: Stores
  io: Pick<Terminal, 'readStdin' | 'stdout' | 'signal'>
  onProgress: (progress: Progress, size: number | undefined) => void
}

export interface JobReport {
  report: ConversionReport
  outputs: { name: string; output: WrittenOutput }[]
  rejectFiles: { rows: string; reasons: string } | undefined
}

/** Throws a `Failure`; nothing new is visible then, unless it happened while several outputs were being published. */
export async function convertJob({ input, output }: Job, settings: ConvertSettings, dependencies: ConvertDependencies): Promise<JobReport> {
  const { stores, io } = dependencies
  const target = await openTarget(output, settings.options.partitionBy.length > 0, stores, io.stdout)
  const before = await target.existing()
  if (before.length > 0 && !settings.force) throw alreadyThere(target, before)
  const readTwice = settings.columns === undefined
  const source = await openSource(input, { readTwice, io, openBucket: stores.openBucket })
  try {
    const report = await runConversion(source, target, settings, dependencies)
    await publish(report, settings.force)
    await removeStale(target, before, report)
    return named(report, target)
  } catch (error) {
    throw nameOutput(error, target)
  } finally {
    await source.close()
  }
}

/** A store knows its keys only; the message names the output as it was asked for. */
function nameOutput(error: unknown, target: Target): unknown {
  if (!(error instanceof Failure) || !error.code.startsWith('OUTPUT_')) return error
  return new Failure({ ...error.data, source: target.dataName('') }, { cause: error })
}

function alreadyThere(target: Target, partitions: readonly string[]): Failure {
  const detail = partitions.length > 1 ? `and ${partitions.length - 1} more` : undefined
  return new Failure({ code: 'OUTPUT_EXISTS', source: target.dataName(partitions[0] ?? ''), ...(detail ? { detail } : {}) })
}

function runConversion(
  source: OpenedSource,
  target: Target,
  settings: ConvertSettings,
  { convert, io, onProgress }: ConvertDependencies,
): Promise<ConversionReport> {
  return convert({
    ...settings.options,
    source,
    destination: target.destination,
    ...(settings.columns ? { columns: settings.columns } : { sniff: settings.sniff }),
    keyValueMetadata: { ...source.provenance, 'parquetry.config': configHash(settings.options, settings.columns) },
    threads: threadsFor(source, settings),
    onProgress: progress => onProgress(progress, source.size),
    signal: io.signal,
  })
}

/** Starting threads for less than a row group takes longer than the work; compressed CSV is seldom more than 20 times as large. */
function threadsFor({ size }: OpenedSource, { threads, options }: ConvertSettings): number {
  return size !== undefined && size * 20 <= options.rowGroupBytes ? 1 : threads
}

/** Rejects first: rows that are not in the data are then never without a trace. */
async function publish(report: ConversionReport, force: boolean): Promise<void> {
  const waiting = writersOf(report)
  try {
    for (let writer = waiting[0]; writer; writer = waiting[0]) {
      await writer.commit(force ? undefined : { ifAbsent: true })
      waiting.shift()
    }
  } catch (error) {
    await abortAll(waiting)
    throw error
  }
}

function writersOf({ outputs, rejectFiles }: ConversionReport): ObjectWriter[] {
  const rejects = rejectFiles ? [rejectFiles.rows.writer, rejectFiles.reasons.writer] : []
  return [...rejects, ...outputs.map(output => output.writer)]
}

async function abortAll(writers: readonly ObjectWriter[]): Promise<void> {
  await Promise.allSettled(writers.map(writer => writer.abort()))
}

/** Partitions of the earlier conversion that got no rows this time: their rows would otherwise count twice. */
async function removeStale(target: Target, before: readonly string[], report: ConversionReport): Promise<void> {
  const written = new Set(report.outputs.map(output => output.partition))
  for (const partition of before) if (!written.has(partition)) await target.remove(partition)
}

function named(report: ConversionReport, target: Target): JobReport {
  return {
    report,
    outputs: report.outputs.map(output => ({ name: target.dataName(output.partition), output })),
    rejectFiles: report.rejectFiles && { rows: target.rejectRowsName, reasons: target.rejectReasonsName },
  }
}
