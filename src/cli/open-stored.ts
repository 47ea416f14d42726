// An object of a store, by its key, as a Parquet file to read from.

import { Failure } from '../failure/failure.ts'
import type { ParquetFile } from '../parquet/read/parquet-file.ts'
import { storedFile } from '../pipeline/stored-file.ts'
import type { ObjectStore } from '../store/store.ts'

/** @throws Failure SOURCE_NOT_FOUND; reads fail with SOURCE_CHANGED when the object is replaced meanwhile */
export async function openStored(store: ObjectStore, key: string): Promise<ParquetFile> {
  const found = await store.head(key)
  if (!found) throw new Failure({ code: 'SOURCE_NOT_FOUND', fix: 'check bucket and key' })
  return storedFile(store, found)
}
