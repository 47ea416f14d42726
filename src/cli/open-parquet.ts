// A Parquet file to look into, wherever its location says it lies.

import { open } from 'node:fs/promises'
import { Failure } from '../failure/failure.ts'
import type { ParquetFile } from '../parquet/read/parquet-file.ts'
import { parseLocation } from './location.ts'
import { openBucket } from './open-store.ts'
import { openStored } from './open-stored.ts'
import { systemFailure } from './system-failure.ts'
import { UsageError } from './usage-error.ts'

/** Opens the file, lets `use` look into it, closes it. What goes wrong names the file. */
export async function withParquetFile<T>(name: string, use: (file: ParquetFile) => Promise<T>): Promise<T> {
  try {
    return await openAndUse(name, use)
  } catch (error) {
    throw error instanceof Failure ? error.at({ source: name }) : error
  }
}

async function openAndUse<T>(name: string, use: (file: ParquetFile) => Promise<T>): Promise<T> {
  const location = parseLocation(name)
  if (location.kind === 'stream') throw new UsageError('Parquet is read from its end, so it cannot come from stdin; name a file')
  if (location.kind === 's3') return use(await openStored(await openBucket(location.bucket), location.key))
  const handle = await open(location.path).catch(error => {
    throw systemFailure(error, name)
  })
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) throw new Failure({ code: 'PARQUET_INVALID', source: name, detail: 'it is no file', fix: 'name a file' })
    return await use({
      byteLength: stats.size,
      async slice(start, end) {
        const bytes = new Uint8Array(end - start)
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, start)
        if (bytesRead < bytes.length) throw new Failure({ code: 'SOURCE_CHANGED', source: name, fix: 'try again' })
        return bytes.buffer
      },
    })
  } finally {
    await handle.close()
  }
}
