// The object store over a folder of this machine, for the CLI. A key is a path below the root, written with `/`; it never leaves the root,
// neither by `..` nor by a symbolic link. Metadata is not kept: the files themselves carry what matters (Parquet's key-value metadata).

import { createReadStream, type Stats } from 'node:fs'
import { lstat, mkdir, readdir, realpath, rm, rmdir } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { Failure } from '../failure/failure.ts'
import { fileEtag, fileFailure, systemCode } from './file-failure.ts'
import { FileWriter } from './file-writer.ts'
import { makeFolders } from './make-folders.ts'
import { type CopyOptions, compareKeys, type ListOptions, type ObjectInfo, type ObjectStore, type ReadOptions } from './store.ts'
import { temporaryPrefix } from './temporary-files.ts'

export function fileStore(root: string): ObjectStore {
  return {
    head: key => headFile(root, key),
    read: (key, options) => readFile(root, key, options),
    writer: key => fileWriter(root, key),
    async put(key, bytes, { condition } = {}) {
      const writer = fileWriter(root, key)
      try {
        await writer.write(bytes)
        return await writer.commit(condition)
      } catch (error) {
        await writer.abort()
        throw error
      }
    },
    copy: (from, to, options) => copy(root, from, to, options),
    delete: (key, options) => deleteFile(root, key, options?.ifMatch),
    list: (prefix, options) => listFiles(root, prefix, options),
  }
}

function fileWriter(root: string, key: string): FileWriter {
  return new FileWriter({ make: () => pathToWrite(root, key), leave: path => removeMadeFolders(dirname(path)) }, key)
}

/** Folders that this process made. */
const madeFolders = new Set<string>()

/** From the innermost on; one that is not empty stays, and with it those above. */
async function removeMadeFolders(folder: string): Promise<void> {
  for (let path = folder; madeFolders.has(path); path = dirname(path)) {
    try {
      await rmdir(path)
    } catch {
      return
    }
    madeFolders.delete(path)
  }
}

async function headFile(root: string, key: string): Promise<ObjectInfo | undefined> {
  const path = await pathToRead(root, key)
  if (path === undefined) return undefined
  const stats = await lstat(path)
  return stats.isFile() ? objectInfo(key, stats) : undefined
}

async function* readFile(root: string, key: string, { ifMatch, start, end }: ReadOptions = {}): AsyncIterable<Uint8Array> {
  const path = await pathToRead(root, key)
  if (path === undefined) throw new Failure({ code: 'SOURCE_NOT_FOUND', source: key })
  if (ifMatch !== undefined && fileEtag(await lstat(path)) !== ifMatch) throw new Failure({ code: 'SOURCE_CHANGED', source: key })
  if (end !== undefined && end <= (start ?? 0)) return
  const range = { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end: end - 1 }) }
  try {
    yield* createReadStream(path, { ...range, highWaterMark: readBytes }) as AsyncIterable<Uint8Array>
  } catch (error) {
    throw fileFailure(error, 'read', key)
  }
  // What was replaced is still read to its end from the old file; what was written into is noticed here.
  if (ifMatch !== undefined && (await headFile(root, key))?.etag !== ifMatch) throw new Failure({ code: 'SOURCE_CHANGED', source: key })
}

const readBytes = 1024 * 1024

async function copy(root: string, from: string, to: string, { ifMatch, ifAbsent }: CopyOptions = {}): Promise<void> {
  const writer = fileWriter(root, to)
  try {
    for await (const chunk of readFile(root, from, ifMatch === undefined ? {} : { ifMatch })) await writer.write(chunk)
    await writer.commit(ifAbsent ? { ifAbsent } : undefined)
  } catch (error) {
    await writer.abort()
    throw error
  }
}

async function deleteFile(root: string, key: string, ifMatch: string | undefined): Promise<void> {
  const found = await headFile(root, key)
  if (found === undefined) return
  if (ifMatch !== undefined && found.etag !== ifMatch) throw new Failure({ code: 'SOURCE_CHANGED', source: key })
  await rm(pathOf(root, key), { force: true }).catch(error => {
    throw fileFailure(error, 'write', key)
  })
}

/** Symbolic links and unfinished files are left out. */
async function* listFiles(root: string, prefix: string, { startAfter = '' }: ListOptions = {}): AsyncIterable<ObjectInfo> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(error => {
    if (error.code === 'ENOENT') return []
    throw fileFailure(error, 'read', prefix)
  })
  const keys = entries
    .filter(entry => entry.isFile() && !entry.name.startsWith(temporaryPrefix))
    .map(entry => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
  for (const key of keys.filter(key => key.startsWith(prefix) && compareKeys(key, startAfter) > 0).sort(compareKeys)) {
    const found = await headFile(root, key)
    if (found !== undefined) yield found
  }
}

function objectInfo(key: string, stats: Stats): ObjectInfo {
  return { key, size: stats.size, etag: fileEtag(stats), lastModified: stats.mtime, metadata: {} }
}

/** The real path of an existing file below the root; undefined if there is none. */
async function pathToRead(root: string, key: string): Promise<string | undefined> {
  try {
    const path = await realpath(pathOf(root, key))
    await checkInside(root, path, key)
    return path
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return undefined
    throw fileFailure(error, 'read', key)
  }
}

/** The path to write to, its folder made. A link at the path itself is replaced, not followed. */
async function pathToWrite(root: string, key: string): Promise<string> {
  const path = pathOf(root, key)
  try {
    await makeFolder(root, dirname(path), key)
    return path
  } catch (error) {
    throw fileFailure(error, 'write', key)
  }
}

/** Makes the folders one by one, so that none is made behind a link that leads out of the root. */
async function makeFolder(root: string, folder: string, key: string): Promise<void> {
  if (!(await lstat(root).catch(() => undefined))) madeFolders.add(root)
  await makeFolders(root)
  let path = root
  for (const name of relative(root, folder).split(sep)) {
    path = join(path, name)
    await mkdir(path).then(
      () => madeFolders.add(path),
      error => {
        if (error.code !== 'EEXIST') throw error
      },
    )
    await checkInside(root, await realpath(path), key)
  }
}

async function checkInside(root: string, path: string, key: string): Promise<void> {
  const way = relative(await realpath(root), path)
  if (way === '..' || way.startsWith(`..${sep}`)) throw outside(key)
}

function pathOf(root: string, key: string): string {
  const names = key.split('/')
  const isUnsafe = names.some(
    name => name === '' || name === '.' || name === '..' || name.includes('\0') || (sep === '\\' && /[\\:]/.test(name)),
  )
  if (isUnsafe) throw outside(key)
  return join(root, ...names)
}

function outside(key: string): Failure {
  return new Failure({ code: 'OUTPUT_UNWRITABLE', source: key, detail: 'the path leads out of its folder, or is no path at all' })
}
