// Writing a file so that its name only ever shows a complete one: a temporary file in the same folder, synced, then renamed.
// The temporary name (temporary-files.ts) is refused if it exists.

import { type FileHandle, link, lstat, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '../failure/failure.ts'
import { fileEtag, fileFailure, systemCode } from './file-failure.ts'
import type { ObjectWriter, WriteCondition } from './store.ts'
import { removeOrphans, temporaryName } from './temporary-files.ts'
import { WaitingBytes } from './waiting-bytes.ts'

const maxWaitingBytes = 16 * 1024 * 1024 // handed over and not yet in the file: a row group is written while the next one is made
const syncedAtOnce = 4 * 1024 * 1024 // a smaller file is synced once, at the end

export interface FilePlace {
  /** Makes the folder and returns the final path; called at the first write. */
  make(): Promise<string>
  /** Removes the folders that were made for it, if nothing is in them. */
  leave(path: string): Promise<void>
}

export class FileWriter implements ObjectWriter {
  readonly #key: string
  readonly #place: FilePlace
  #file: Promise<{ path: string; temporary: string; handle: FileHandle }> | undefined
  readonly #waiting = new WaitingBytes()
  #writing: Promise<void> | undefined
  #unsyncedBytes = 0
  #syncing: Promise<void> | undefined
  #size = 0
  #ended = false

  constructor(place: FilePlace, key: string) {
    this.#place = place
    this.#key = key
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#checkUsable()
    this.#size += bytes.byteLength
    this.#waiting.add(bytes)
    if (this.#writing === undefined) {
      this.#writing = this.#writeWaiting()
      this.#writing.catch(() => {}) // told by the next write that has to wait, or by commit
    }
    if (this.#waiting.bytes > maxWaitingBytes) await this.#written()
  }

  /** Everything that was handed over is in the file. */
  async #written(): Promise<void> {
    try {
      await this.#writing
    } catch (error) {
      throw fileFailure(error, 'write', this.#key)
    }
  }

  /** Writes what waits, and what comes meanwhile, while the caller makes more. */
  async #writeWaiting(): Promise<void> {
    const { handle } = await this.#open()
    while (this.#waiting.bytes > 0) await this.#waiting.take(chunks => this.#writeAll(handle, chunks))
    this.#sync(handle)
    this.#writing = undefined
  }

  /**
   * Has what is written synced, so that little is left to wait for at the end. Nobody waits for it before; and one at a time, for each takes one of
   * the few threads that read and write as well.
   */
  #sync(handle: FileHandle): void {
    if (this.#unsyncedBytes < syncedAtOnce || this.#syncing !== undefined || this.#ended) return
    this.#unsyncedBytes = 0
    this.#syncing = handle.datasync().then(() => {
      this.#syncing = undefined
    })
    this.#syncing.catch(() => {}) // told by commit: the system tells it only once
  }

  async #writeAll(handle: FileHandle, chunks: Uint8Array[]): Promise<void> {
    for (let left = chunks; left.length > 0; ) {
      const { bytesWritten } = await handle.writev(left)
      this.#unsyncedBytes += bytesWritten
      left = behind(left, bytesWritten)
    }
  }

  async commit(condition?: WriteCondition): Promise<{ etag: string; size: number }> {
    this.#checkUsable()
    await this.#written()
    try {
      const { path, temporary, handle } = await this.#open()
      await this.#syncing
      await handle.sync()
      const etag = fileEtag(await handle.stat())
      await publish(temporary, path, condition, this.#key)
      this.#ended = true
      await handle.close()
      await syncFolder(dirname(path))
      return { etag, size: this.#size }
    } catch (error) {
      throw fileFailure(error, 'write', this.#key)
    }
  }

  async abort(): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    this.#waiting.clear()
    await this.#writing?.catch(() => undefined)
    await this.#syncing?.catch(() => undefined)
    const file = await this.#file?.catch(() => undefined)
    if (file === undefined) return
    await file.handle.close().catch(() => undefined)
    await rm(file.temporary, { force: true }).catch(() => undefined)
    await this.#place.leave(file.path)
  }

  #open() {
    this.#file ??= this.#place.make().then(async path => {
      await refuseDevice(path, this.#key)
      await removeOrphans(dirname(path))
      const temporary = join(dirname(path), temporaryName())
      return { path, temporary, handle: await openNew(temporary, this.#key) }
    })
    return this.#file
  }

  #checkUsable(): void {
    if (this.#ended) throw new Failure({ code: 'INTERNAL', source: this.#key, detail: 'the writer has ended' })
  }
}

/** Whoever reads the message knows the file by its final name only. */
async function openNew(temporary: string, key: string): Promise<FileHandle> {
  try {
    return await open(temporary, 'wx')
  } catch (error) {
    const reason = systemCode(error) === undefined ? String(error) : (error as Error).message.replace(/, open '.*'$/s, '')
    const detail = `no file can be made in its folder: ${reason}`
    throw new Failure({ code: 'OUTPUT_UNWRITABLE', source: key, detail }, { cause: error })
  }
}

/** What is left of the chunks when so many of their bytes are written. */
function behind(chunks: Uint8Array[], written: number): Uint8Array[] {
  let first = 0
  while (first < chunks.length && written >= chunks[first]!.byteLength) written -= chunks[first++]!.byteLength
  const [partly, ...rest] = chunks.slice(first)
  return partly === undefined ? [] : [partly.subarray(written), ...rest]
}

/** A finished file takes the place of what has its name: not that of /dev/null, or of a pipe that somebody reads. */
async function refuseDevice(path: string, key: string): Promise<void> {
  const found = await stat(path).catch(() => undefined) // a link to one, such as /dev/stdout, is one
  if (found === undefined || found.isFile() || found.isDirectory()) return
  const detail = 'it is a device, a pipe or a socket, whose place a finished file would take'
  throw new Failure({
    code: 'OUTPUT_UNWRITABLE',
    source: key,
    detail,
    fix: 'name a file, or write to the standard output and redirect that',
  })
}

async function publish(temporary: string, path: string, condition: WriteCondition | undefined, key: string): Promise<void> {
  if (condition === undefined) return await rename(temporary, path)
  if ('ifAbsent' in condition) {
    return await renameIfAbsent(temporary, path, key)
  }
  // Not atomic: files know no compare-and-swap. It serves one process at a time.
  const found = await lstat(path).catch(() => undefined)
  if (found === undefined || fileEtag(found) !== condition.ifMatch) throw new Failure({ code: 'OUTPUT_CHANGED', source: key })
  await rename(temporary, path)
}

async function renameIfAbsent(temporary: string, path: string, key: string): Promise<void> {
  try {
    await link(temporary, path) // unlike rename it never replaces
    await rm(temporary)
  } catch (error) {
    const hasNoLinks = ['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes(systemCode(error) ?? '')
    if (!hasNoLinks) throw error
    // FAT and some network file systems: looking first is the best there is.
    if (await lstat(path).catch(() => undefined)) throw new Failure({ code: 'OUTPUT_CHANGED', source: key })
    await rename(temporary, path)
  }
}

/** Makes the new name durable; where folders cannot be synced (Windows) there is nothing to do. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
