// What is wrong with a Parquet object whose bytes are not those that were written: its footer, or which page.

import { Failure } from '../../failure/failure.ts'
import { checkChecksums, chunkPlaces } from '../../parquet/read/checked-pages.ts'
import { readMetadata } from '../../parquet/read/read-metadata.ts'
import type { ObjectInfo, ObjectStore } from '../../store/store.ts'
import { storedFile } from '../stored-file.ts'

/** A sentence; undefined if every page is as it was written. Holds one column chunk. */
export async function damagedPage(store: ObjectStore, found: ObjectInfo): Promise<string | undefined> {
  const file = storedFile(store, found)
  try {
    for (const chunk of chunkPlaces(await readMetadata(file)))
      checkChecksums(new Uint8Array(await file.slice(chunk.start, chunk.end)), chunk)
    return undefined
  } catch (error) {
    if (error instanceof Failure && error.code === 'PARQUET_INVALID') return `it is no sound Parquet file: ${error.data.detail}`
    throw error
  }
}
