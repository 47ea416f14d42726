// An input as a source that can be read as often as the conversion needs. A file is read again; what can be read only once (stdin, a
// named pipe) is kept in a spool file on the first reading when there will be a second.

import { createReadStream, type Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Source } from '../../convert/convert.ts'
import { Failure } from '../../failure/failure.ts'
import type { ObjectStore } from '../../store/store.ts'
import type { Terminal } from '../command.ts'
import { systemFailure } from '../system-failure.ts'
import type { Input } from './find-inputs.ts'
import { readAhead } from './read-ahead.ts'
import { SpoolFile } from './spool-file.ts'

export interface OpenedSource extends Source {
  /** Into the footer: where the rows come from. */
  provenance: Readonly<Record<string, string>>
  close(): Promise<void>
}

export interface SourceOptions {
  /** Whether `open` will be called twice. */
  readTwice: boolean
  /** `signal` ends a reading that waits for stdin or a pipe. */
  io: Pick<Terminal, 'readStdin' | 'signal'>
  openBucket: (bucket: string) => Promise<ObjectStore>
}

/** Fails with SOURCE_NOT_FOUND, ACCESS_DENIED and what the store says. */
export async function openSource(input: Input, { io, readTwice, openBucket }: SourceOptions): Promise<OpenedSource> {
  const { location, name } = input
  if (location.kind === 's3') return objectSource(name, location.key, await openBucket(location.bucket))
  if (location.kind === 'stream') return onceSource(name, io.readStdin(io.signal), readTwice)
  const found = await stat(location.path).catch(error => {
    throw systemFailure(error, name)
  })
  if (found.isFile()) return fileSource(name, location.path, found, io.signal)
  if (found.isFIFO() || found.isCharacterDevice()) return onceSource(name, readPipe(name, location.path, io.signal), readTwice)
  throw new Failure({ code: 'SOURCE_NOT_CSV', source: name, detail: 'it is neither a file nor a pipe', fix: 'name a file' })
}

const readBytes = 1 << 20 // a read's buffer

type FileState = Pick<Stats, 'size' | 'mtimeMs' | 'ino'>

function fileSource(name: string, path: string, state: FileState, signal: AbortSignal): OpenedSource {
  const provenance = { 'parquetry.source': basename(path) }
  return { name, size: state.size, provenance, open: () => readUnchanged(name, path, state, signal), close: async () => {} }
}

/** The file's bytes; SOURCE_CHANGED at the end if they may not be those of the first look. */
async function* readUnchanged(name: string, path: string, state: FileState, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    yield* readAhead(path, signal)
  } catch (error) {
    throw systemFailure(error, name)
  }
  const now = await stat(path).catch(() => undefined)
  if (now?.size === state.size && now.mtimeMs === state.mtimeMs && now.ino === state.ino) return
  throw new Failure({ code: 'SOURCE_CHANGED', source: name, fix: 'convert it again when nothing writes to it any longer' })
}

/** A named pipe: nobody knows when its next bytes come. */
async function* readPipe(name: string, path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: readBytes, signal })
  } catch (error) {
    throw systemFailure(error, name)
  }
}

async function onceSource(name: string, live: AsyncIterator<Uint8Array>, readTwice: boolean): Promise<OpenedSource> {
  const spool = readTwice ? await SpoolFile.create() : undefined
  return {
    name,
    provenance: {},
    open: () => (spool ? readAgain(spool, live) : { [Symbol.asyncIterator]: () => live }),
    close: async () => {
      await live.return?.()
      await spool?.close()
    },
  }
}

/** What was read before, then what comes now; the latter is kept. */
async function* readAgain(spool: SpoolFile, live: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* spool.read()
  for (let next = await live.next(); !next.done; next = await live.next()) {
    await spool.write(next.value)
    yield next.value
  }
}

async function objectSource(name: string, key: string, store: ObjectStore): Promise<OpenedSource> {
  const found = await store.head(key)
  if (!found) throw new Failure({ code: 'SOURCE_NOT_FOUND', source: name, fix: 'check bucket and key' })
  const { etag, versionId, size } = found
  const identity = { ifMatch: etag, ...(versionId === undefined ? {} : { versionId }) }
  const provenance = {
    'parquetry.source': name,
    'parquetry.etag': etag,
    ...(versionId === undefined ? {} : { 'parquetry.version': versionId }),
  }
  return { name, size, provenance, open: () => store.read(key, { ...identity, bytes: size }), close: async () => {} }
}
