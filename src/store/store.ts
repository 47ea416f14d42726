// The port through which everything above reads and writes objects. Adapters: s3-store.ts, file-store.ts. Keys are plain strings, never encoded.

export interface ObjectInfo {
  key: string
  size: number // bytes
  /** Opaque identity of the content; changes whenever the object is replaced. */
  etag: string
  versionId?: string
  /**
   * Of the write that made it: two writes of the same bytes differ in it, where their etags may not. `head` knows it, if the store does and
   * the object was written through this port.
   */
  writeId?: string
  /** Of the whole content, one that different contents do not share; `head` knows it, if the store does: `CRC64NVME:…`. */
  checksum?: string
  lastModified: Date
  metadata: Readonly<Record<string, string>>
}

/** What must hold for a write to take place; otherwise it fails with OUTPUT_CHANGED. */
export type WriteCondition = { ifAbsent: true } | { ifMatch: string } // etag

export interface WriteOptions {
  contentType?: string
  /** Names in lower case, values in printable ASCII, 2 KB in all: what S3 can carry. */
  metadata?: Readonly<Record<string, string>>
  /** Ends the requests of the write, but not those of `abort`. */
  signal?: AbortSignal
}

export interface PutOptions extends WriteOptions {
  condition?: WriteCondition
}

export interface CopyOptions {
  ifMatch?: string
  ifAbsent?: boolean
}

export interface DeleteOptions {
  /** Only this content. */
  ifMatch?: string
  /** Only what this write made; looked at just before, since no store takes it as a condition. */
  ifWriteId?: string
}

export interface ReadOptions {
  /** Fail with SOURCE_CHANGED when the object is no longer this one. */
  ifMatch?: string
  versionId?: string
  /** How many bytes there must be, for stores whose answers may not say so: fewer are STORE_UNAVAILABLE. */
  bytes?: number
  /** Half-open byte range. */
  start?: number
  end?: number
  /** Ends the request, and the body wherever it is. */
  signal?: AbortSignal
}

export interface ListOptions {
  /** Begin behind this key, which need not exist. */
  startAfter?: string
}

/** Takes bytes in order. Nothing is visible to readers before `commit`; `abort` leaves nothing behind. Either ends it. */
export interface ObjectWriter {
  /** Resolves when more may be written (back-pressure); the bytes have been copied then, and their memory may be used again. */
  write(bytes: Uint8Array): Promise<void>
  commit(condition?: WriteCondition): Promise<{ etag: string; size: number; writeId?: string }>
  abort(): Promise<void>
}

/** Errors are `Failure`s: SOURCE_NOT_FOUND, SOURCE_CHANGED, OUTPUT_CHANGED, ACCESS_DENIED, KEY_UNAVAILABLE, STORE_UNAVAILABLE, TIMEOUT. */
export interface ObjectStore {
  head(key: string): Promise<ObjectInfo | undefined>
  /** A chunk is valid until the next one is asked for: whoever keeps it copies it. */
  read(key: string, options?: ReadOptions): AsyncIterable<Uint8Array>
  writer(key: string, options?: WriteOptions): ObjectWriter
  put(key: string, bytes: Uint8Array, options?: PutOptions): Promise<{ etag: string }>
  /** Server-side, metadata included; `ifMatch` is the source's etag; `ifAbsent`: OUTPUT_CHANGED when there is something at `to`. */
  copy(from: string, to: string, options?: CopyOptions): Promise<void>
  /** Deleting what is not there succeeds; what is there but is not as `options` say: SOURCE_CHANGED. */
  delete(key: string, options?: DeleteOptions): Promise<void>
  /** In the order of the keys' UTF-8 bytes, metadata empty. What is not consumed is not asked for. */
  list(prefix: string, options?: ListOptions): AsyncIterable<ObjectInfo>
}

/**
 * The order of listings: by UTF-8 bytes, which is that of code points. JavaScript's own order is by UTF-16 code units, where what lies
 * beyond U+FFFF (surrogates, from U+D800) comes before U+E000–U+FFFF.
 */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (left !== right) return isSurrogate(left) === isSurrogate(right) ? left - right : isSurrogate(left) ? 1 : -1
  }
  return a.length - b.length
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}
