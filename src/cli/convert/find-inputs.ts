// From arguments to inputs: files, folders (searched), globs, `s3://` objects and prefixes, stdin. What is not there becomes a failure
// of its own, so that the other inputs are still converted.

import { lstat, glob as matchGlob, readdir, stat } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { Failure } from '../../failure/failure.ts'
import type { ObjectStore } from '../../store/store.ts'
import { looksLikeCsv } from '../file-names.ts'
import { formatLocation, type Location, parseLocation } from '../location.ts'
import { systemFailure } from '../system-failure.ts'
import { UsageError } from '../usage-error.ts'

export interface Input {
  location: Location
  /** For messages: `s3://bucket/key` or the path. */
  name: string
  /** Its path below the folder, glob or prefix that named it, with `/` between parts: what an output folder repeats. */
  below: string
  /** Found by a search rather than named, so that the output must be a folder. */
  searched: boolean
}

export interface Found {
  inputs: Input[]
  failures: Failure[]
}

/** In the order of the arguments, a search's results sorted by path; each location once. */
export async function findInputs(args: readonly string[], openBucket: (bucket: string) => Promise<ObjectStore>): Promise<Found> {
  const inputs = new Map<string, Input>()
  const failures: Failure[] = []
  for (const arg of args) {
    try {
      for (const input of await resolveArgument(parseLocation(arg), openBucket)) inputs.set(identity(input.location), input)
    } catch (error) {
      if (error instanceof UsageError) throw error
      failures.push(error instanceof Failure ? error : systemFailure(error, arg))
    }
  }
  return { inputs: [...inputs.values()], failures }
}

async function resolveArgument(location: Location, openBucket: (bucket: string) => Promise<ObjectStore>): Promise<Input[]> {
  if (location.kind === 'stream') return [{ location, name: 'stdin', below: 'stdin', searched: false }]
  if (location.kind === 'file') return resolvePath(location.path)
  if (location.key !== '' && !location.key.endsWith('/')) return [named(location, basename(location.key))]
  return searchPrefix(location.bucket, location.key, await openBucket(location.bucket))
}

async function resolvePath(path: string): Promise<Input[]> {
  const found = await stat(path).catch(error => notThere(path, error))
  if (found?.isDirectory()) return nonEmpty(await searchFolder(path), path)
  if (found) return [named({ kind: 'file', path }, basename(path))]
  return nonEmpty(await searchGlob(path), path)
}

/** Nothing for a glob that names no file as it stands; throws for a plain path. */
function notThere(path: string, error: unknown): undefined {
  if (globMagic.test(path)) return undefined
  throw systemFailure(error, path)
}

const globMagic = /[*?[\]{}]/

async function searchFolder(folder: string): Promise<Input[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => !entry.isDirectory() && looksLikeCsv(entry.name)).map(entry => join(entry.parentPath, entry.name))
  return searched(await onlyFiles(paths), folder)
}

async function searchGlob(pattern: string): Promise<Input[]> {
  const paths: string[] = []
  for await (const path of matchGlob(pattern)) paths.push(path)
  return searched(await onlyFiles(paths), globRoot(pattern))
}

/** The folder in front of a glob's first magic part: `data/2026` of `data/2026/*.csv`. */
function globRoot(pattern: string): string {
  const parts = pattern.split('/')
  return (
    parts
      .slice(
        0,
        Math.min(
          parts.length - 1,
          parts.findIndex(part => globMagic.test(part)),
        ),
      )
      .join('/') || (pattern.startsWith('/') ? '/' : '.')
  )
}

/** Without folders and dangling links. Hidden parts below the root are skipped where `looksLikeCsv` saw only the name. */
async function onlyFiles(paths: readonly string[]): Promise<string[]> {
  const kept: string[] = []
  for (const path of paths) {
    const found = await stat(path).catch(() => lstat(path))
    if (!found.isDirectory()) kept.push(path)
  }
  return kept
}

function searched(paths: readonly string[], root: string): Input[] {
  return [...paths].sort(byCodePoint).map(path => ({
    location: { kind: 'file', path },
    name: path,
    below: relative(root, path).split(/[\\/]/).join('/'),
    searched: true,
  }))
}

async function searchPrefix(bucket: string, prefix: string, store: ObjectStore): Promise<Input[]> {
  const inputs: Input[] = []
  for await (const { key } of store.list(prefix)) {
    if (!looksLikeCsv(basename(key))) continue
    inputs.push({ ...named({ kind: 's3', bucket, key }, key.slice(prefix.length)), searched: true })
  }
  return nonEmpty(inputs, `s3://${bucket}/${prefix}`)
}

function named(location: Location, below: string): Input {
  return { location, name: formatLocation(location), below, searched: false }
}

function nonEmpty(inputs: Input[], searchedIn: string): Input[] {
  if (inputs.length > 0) return inputs
  const detail = 'no .csv, .tsv or .txt file, plain or compressed (.gz, .zst), was found'
  throw new Failure({ code: 'SOURCE_NOT_FOUND', source: searchedIn, detail, fix: 'check the path, or name the files one by one' })
}

function identity(location: Location): string {
  return location.kind === 'file' ? resolve(location.path) : formatLocation(location)
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
