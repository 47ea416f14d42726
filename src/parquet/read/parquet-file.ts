// A Parquet file to read from, wherever it lies.

import { Failure } from '../../failure/failure.ts'

/** Also what hyparquet calls an AsyncBuffer. */
export interface ParquetFile {
  byteLength: number
  /** The bytes of a half-open range that lies inside the file. */
  slice(start: number, end: number): Promise<ArrayBuffer>
}

export function invalidParquet(detail: string, cause?: unknown): Failure {
  return new Failure({ code: 'PARQUET_INVALID', detail }, { cause })
}

/**
 * Runs `read`; whatever it throws means that the file is not what it says it is, but for what `file.slice` itself throws: a store that
 * does not answer says nothing about the file.
 * @throws Failure PARQUET_INVALID, or what `slice` threw
 */
export async function distrusting<T>(file: ParquetFile, read: (file: ParquetFile) => Promise<T>): Promise<T> {
  const sliceErrors = new Set<unknown>()
  const guarded: ParquetFile = {
    byteLength: file.byteLength,
    slice: async (start, end) => {
      if (!(start >= 0 && start <= end && end <= file.byteLength)) throw invalidParquet(`bytes ${start} to ${end} lie outside the file`)
      try {
        return await file.slice(start, end)
      } catch (error) {
        sliceErrors.add(error)
        throw error
      }
    },
  }
  try {
    return await read(guarded)
  } catch (error) {
    if (error instanceof Failure || sliceErrors.has(error)) throw error
    throw invalidParquet(error instanceof Error ? error.message : String(error), error)
  }
}
