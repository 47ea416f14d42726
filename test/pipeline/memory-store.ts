// A strict object store in memory: conditions enforced, nothing visible before commit, reads of exactly one version, writers that are
// used after their end refused. `unfinished` tells writers that were neither committed nor aborted.

import { createHash } from 'node:crypto'
import { Failure } from '../../src/failure/failure.ts'
import {
  compareKeys,
  type DeleteOptions,
  type ListOptions,
  type ObjectInfo,
  type ObjectStore,
  type ObjectWriter,
  type ReadOptions,
  type WriteCondition,
  type WriteOptions,
} from '../../src/store/store.ts'

export interface StoredObject {
  bytes: Uint8Array
  etag: string
  lastModified: Date
  metadata: Readonly<Record<string, string>>
  contentType: string | undefined
  writeId?: string
}

export class MemoryStore implements ObjectStore {
  readonly objects = new Map<string, StoredObject>()
  unfinished = 0
  /** As S3's are without KMS: the same bytes have the same etag, and only the write's own identity tells them apart. */
  hasContentEtags = false
  #writes = 0

  /** Of objects, copies included, so far. */
  get writes(): number {
    return this.#writes
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    const found = this.objects.get(key)
    return found && objectInfo(key, found)
  }

  async *read(key: string, { ifMatch, start = 0, end }: ReadOptions = {}): AsyncIterable<Uint8Array> {
    const found = this.objects.get(key)
    if (found === undefined) throw new Failure({ code: 'SOURCE_NOT_FOUND', source: key })
    if (ifMatch !== undefined && found.etag !== ifMatch) throw new Failure({ code: 'SOURCE_CHANGED', source: key })
    const bytes = found.bytes.subarray(start, end)
    for (let at = 0; at < bytes.byteLength; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
  }

  writer(key: string, options: WriteOptions = {}): ObjectWriter {
    const chunks: Uint8Array[] = []
    let ended = false
    this.unfinished++
    const end = () => {
      if (!ended) this.unfinished--
      ended = true
    }
    return {
      write: async bytes => {
        if (ended) throw new Failure({ code: 'INTERNAL', source: key, detail: 'the writer has ended' })
        chunks.push(new Uint8Array(bytes))
      },
      commit: async condition => {
        if (ended) throw new Failure({ code: 'INTERNAL', source: key, detail: 'the writer has ended' })
        const bytes = Buffer.concat(chunks)
        const { etag, writeId } = await this.put(key, bytes, { ...options, ...(condition === undefined ? {} : { condition }) })
        end()
        return { etag, size: bytes.byteLength, ...(writeId === undefined ? {} : { writeId }) }
      },
      abort: async () => end(),
    }
  }

  async put(
    key: string,
    bytes: Uint8Array,
    options: WriteOptions & { condition?: WriteCondition } = {},
  ): Promise<{ etag: string; writeId?: string }> {
    this.#check(key, options.condition)
    const writeId = String(++this.#writes)
    const etag = this.hasContentEtags ? createHash('md5').update(bytes).digest('hex') : `"${writeId}"`
    const { metadata = {}, contentType } = options
    this.objects.set(key, { bytes: bytes.slice(), etag, lastModified: new Date(this.#writes * 1000), metadata, contentType, writeId })
    return { etag, writeId }
  }

  async copy(from: string, to: string, { ifMatch, ifAbsent = false }: { ifMatch?: string; ifAbsent?: boolean } = {}): Promise<void> {
    const found = this.objects.get(from)
    if (found === undefined) throw new Failure({ code: 'SOURCE_NOT_FOUND', source: from })
    if (ifMatch !== undefined && found.etag !== ifMatch) throw new Failure({ code: 'SOURCE_CHANGED', source: from })
    if (ifAbsent) this.#check(to, { ifAbsent })
    const writeId = String(++this.#writes)
    const etag = this.hasContentEtags ? found.etag : `"${writeId}"`
    this.objects.set(to, { ...found, etag, writeId, lastModified: new Date(this.#writes * 1000) })
  }

  async delete(key: string, { ifMatch, ifWriteId }: DeleteOptions = {}): Promise<void> {
    const found = this.objects.get(key)
    const isMeant = (ifMatch ?? found?.etag) === found?.etag && (ifWriteId ?? found?.writeId) === found?.writeId
    if (found !== undefined && !isMeant) throw new Failure({ code: 'SOURCE_CHANGED', source: key })
    this.objects.delete(key)
  }

  async *list(prefix: string, { startAfter = '' }: ListOptions = {}): AsyncIterable<ObjectInfo> {
    const found = [...this.objects]
      .filter(([key]) => key.startsWith(prefix) && compareKeys(key, startAfter) > 0)
      .sort(([a], [b]) => compareKeys(a, b))
    for (const [key, object] of found) yield { ...objectInfo(key, object), metadata: {} }
  }

  #check(key: string, condition: WriteCondition | undefined): void {
    const etag = this.objects.get(key)?.etag
    const holds = condition === undefined || ('ifAbsent' in condition ? etag === undefined : etag === condition.ifMatch)
    if (!holds) throw new Failure({ code: 'OUTPUT_CHANGED', source: key })
  }
}

const chunkBytes = 1000

function objectInfo(key: string, { bytes, etag, writeId, lastModified, metadata }: StoredObject): ObjectInfo {
  return { key, size: bytes.byteLength, etag, ...(writeId === undefined ? {} : { writeId }), lastModified, metadata }
}
