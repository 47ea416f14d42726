// A temporary file that no one else sees: opened in the system's temporary folder and unlinked at once, so that nothing is left of it
// however the process ends. Holds stdin that must be read twice, and output for stdout until it is complete.

import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const readBytes = 1 << 20 // a read's buffer

export class SpoolFile {
  #file: FileHandle
  #folder: string
  #size = 0 // bytes

  private constructor(file: FileHandle, folder: string) {
    this.#file = file
    this.#folder = folder
  }

  static async create(): Promise<SpoolFile> {
    const folder = await mkdtemp(join(tmpdir(), 'parquetry-'))
    const file = await open(join(folder, 'spool'), 'wx+', 0o600)
    const spool = new SpoolFile(file, folder)
    if (process.platform !== 'win32') await spool.#unlink() // Windows keeps open files; there `close` removes it
    return spool
  }

  get size(): number {
    return this.#size
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, at, bytes.length - at, this.#size)
      at += bytesWritten
      this.#size += bytesWritten
    }
  }

  /** All bytes written so far, as often as wanted. A chunk is valid until the next one is asked for. */
  async *read(): AsyncGenerator<Uint8Array> {
    const buffer = Buffer.allocUnsafeSlow(Math.min(readBytes, this.#size))
    for (let position = 0; position < this.#size; ) {
      const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, position)
      if (bytesRead === 0) throw new Error('the temporary file ends too early')
      position += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  }

  async close(): Promise<void> {
    await this.#file.close()
    await this.#unlink()
  }

  async #unlink(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }
}
