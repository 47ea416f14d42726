// Which input goes to which output, decided before anything is read: the plan that `convert` then carries out.

import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { parquetName } from '../../csv/csv-name.ts'
import type { ConversionOptions } from '../../schema/dataset.ts'
import { formatLocation, type Location, parseLocation } from '../location.ts'
import { UsageError } from '../usage-error.ts'
import type { Input } from './find-inputs.ts'

/**
 * `folder` is a path, or a key prefix that is empty or ends with `/`. `name` is the file's way from there, `2026/a.parquet`; partition
 * folders stand between the two, so that a partitioned table has one root and one depth (as in src/pipeline/route-key.ts).
 */
export type Output =
  | { kind: 'file'; folder: string; name: string }
  | { kind: 's3'; bucket: string; folder: string; name: string }
  | { kind: 'stream' }

/** What a dataset file says about outputs. */
export type PlannedDataset = Pick<ConversionOptions, 'partitionBy' | 'onBadRow'>

export interface Job {
  input: Input
  output: Output
}

/** For messages: where the output lies, `partition` being empty or a path that ends with `/`. */
export function formatOutput(output: Output, partition = '', name = output.kind === 'stream' ? '' : output.name): string {
  if (output.kind === 'stream') return 'stdout'
  if (output.kind === 's3') return `s3://${output.bucket}/${output.folder}${partition}${name}`
  return `${output.folder === '.' ? '' : `${output.folder}/`.replace('//', '/')}${partition}${name}`
}

/** Throws `UsageError` where the outputs cannot be as asked for: nothing is converted then. */
export async function planOutputs(inputs: readonly Input[], out: string | undefined, dataset: PlannedDataset | undefined): Promise<Job[]> {
  const partitioned = (dataset?.partitionBy.length ?? 0) > 0
  const place = out === undefined ? undefined : await parseOutput(out)
  const jobs = inputs.map(input => ({
    input,
    output: place === undefined ? besideInput(input) : outputIn(place, input, inputs, partitioned),
  }))
  if (partitioned) requireFolder(place)
  if (dataset?.onBadRow === 'reject') requireFiles(jobs)
  refuseCollisions(jobs)
  await refuseOverwrittenInputs(jobs)
  return jobs
}

type Place = { location: Location; isFolder: boolean; written: string }

async function parseOutput(out: string): Promise<Place> {
  const location = parseLocation(out)
  if (location.kind === 's3') return { location, isFolder: location.key === '' || location.key.endsWith('/'), written: out }
  if (location.kind === 'stream') return { location, isFolder: false, written: out }
  const found = await stat(location.path).catch(() => undefined)
  return { location, isFolder: out.endsWith('/') || found?.isDirectory() === true, written: out }
}

function besideInput({ location }: Input): Output {
  if (location.kind === 'stream') return { kind: 'stream' }
  if (location.kind === 'file') return { kind: 'file', folder: dirname(location.path), name: parquetName(basename(location.path)) }
  const folder = location.key.slice(0, location.key.length - basename(location.key).length)
  return { kind: 's3', bucket: location.bucket, folder, name: parquetName(basename(location.key)) }
}

function outputIn({ location, isFolder, written }: Place, input: Input, inputs: readonly Input[], partitioned: boolean): Output {
  if (!isFolder && (inputs.length > 1 || input.searched)) {
    if (location.kind === 'stream') throw new UsageError('only one input can go to stdout; give a folder with -o FOLDER/')
    throw new UsageError(`several inputs need a folder; write -o ${written}/ if ${written} is to be one`)
  }
  if (!isFolder && partitioned && location.kind !== 'stream') {
    throw new UsageError(`the dataset is partitioned and needs a folder; write -o ${written}/ if ${written} is to be one`)
  }
  if (location.kind === 'stream') return location
  const name = isFolder ? parquetName(input.below) : basename(location.kind === 'file' ? location.path : location.key)
  if (location.kind === 'file') return { kind: 'file', folder: isFolder ? location.path : dirname(location.path), name }
  const folder = isFolder ? location.key : location.key.slice(0, location.key.length - name.length)
  return { kind: 's3', bucket: location.bucket, folder, name }
}

function requireFolder(place: Place | undefined): void {
  if (!place?.isFolder) throw new UsageError('the dataset is partitioned and needs a folder; give one with -o FOLDER/')
}

function requireFiles(jobs: readonly Job[]): void {
  if (!jobs.some(job => job.output.kind === 'stream')) return
  throw new UsageError('rejected records (onBadRow: reject) have no place beside stdout; give a file with -o')
}

function refuseCollisions(jobs: readonly Job[]): void {
  const owners = new Map<string, Input>()
  for (const { input, output } of jobs) {
    const target = output.kind === 'file' ? resolve(output.folder, output.name) : formatOutput(output)
    const owner = owners.get(target)
    if (owner)
      throw new UsageError(`${owner.name} and ${input.name} would both become ${formatOutput(output)}; convert them to different folders`)
    owners.set(target, input)
  }
}

async function refuseOverwrittenInputs(jobs: readonly Job[]): Promise<void> {
  const inputs = new Map<string, Input>()
  for (const { input } of jobs) inputs.set(await identity(input.location), input)
  for (const { output } of jobs) {
    if (output.kind === 'stream') continue
    const location: Location =
      output.kind === 'file'
        ? { kind: 'file', path: resolve(output.folder, output.name) }
        : { kind: 's3', bucket: output.bucket, key: output.folder + output.name }
    const overwritten = inputs.get(await identity(location))
    if (overwritten)
      throw new UsageError(`the output ${formatOutput(output)} would replace the input ${overwritten.name}; choose another with -o`)
  }
}

/** One text for one file, whatever links lead to it. */
async function identity(location: Location): Promise<string> {
  if (location.kind !== 'file') return formatLocation(location)
  const path = await realpath(location.path).catch(() => resolve(location.path))
  const found = await stat(path, { bigint: true }).catch(() => undefined)
  return found ? `${found.dev}:${found.ino}` : path
}
