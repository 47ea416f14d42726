// An object of a store as a Parquet file to read from.

import type { ParquetFile } from '../parquet/read/parquet-file.ts'
import type { ObjectInfo, ObjectStore } from '../store/store.ts'

/** Reads fail with SOURCE_CHANGED when the object is replaced meanwhile. */
export function storedFile(store: ObjectStore, { key, size, etag }: ObjectInfo): ParquetFile {
  return {
    byteLength: size,
    async slice(start, end) {
      const bytes = new Uint8Array(end - start)
      let at = 0
      for await (const chunk of store.read(key, { start, end, bytes: end - start, ifMatch: etag })) {
        bytes.set(chunk, at)
        at += chunk.length
      }
      return bytes.buffer
    },
  }
}
