// Writing an object of unknown size: a small one is a single PutObject, a larger one a multipart upload. Nothing is visible before
// `commit`; every part is a buffer, so that the SDK can send it again.
//
// A reply can get lost after S3 has done what it was asked. The repeated request then fails (412, NoSuchUpload) though the object is
// there. So each write carries an identity of its own in the metadata, and such an error is looked at: when the object has our identity,
// the write took place.

import { randomUUID } from 'node:crypto'
import { crc32 } from 'node:zlib'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { Failure } from '../failure/failure.ts'
import { awsFailure, hasName, hasStatus } from './aws-failure.ts'
import { bucketFields, objectUrl, type S3Bucket } from './s3-bucket.ts'
import type { ObjectWriter, WriteCondition, WriteOptions } from './store.ts'

/** Metadata name of a write's identity; hidden from readers of the port. */
export const writeIdName = 'parquetry-write'

export interface PartLimits {
  /** Bytes of the first parts; at least 5 MiB on AWS. */
  partBytes: number
  /** After so many parts their size doubles: 10,000 parts (S3's limit) then hold 5 TiB (its limit too) from 8 MiB on. */
  partsPerSize: number
  /** Parts on their way at a time, each held in memory. */
  partsInFlight: number
}

export const defaultPartLimits: PartLimits = { partBytes: 8 * 1024 * 1024, partsPerSize: 1000, partsInFlight: 3 }

interface Part {
  PartNumber: number
  ChecksumCRC32: string
  /** Known once it has been sent. */
  ETag?: string | undefined
}

export class S3Writer implements ObjectWriter {
  readonly #target: S3Bucket
  readonly #key: string
  readonly #options: WriteOptions
  readonly #limits: PartLimits
  readonly #writeId = randomUUID()

  #buffered: Uint8Array[] = []
  #bufferedBytes = 0
  #size = 0
  #crc = 0 // of the whole object
  #uploadId: string | undefined
  #parts: Part[] = []
  #inFlight = new Set<Promise<void>>()
  #failure: Failure | undefined
  #ended = false

  constructor(target: S3Bucket, key: string, options: WriteOptions = {}, limits: PartLimits = defaultPartLimits) {
    this.#target = target
    this.#key = key
    this.#options = options
    this.#limits = limits
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#checkUsable()
    this.#buffered.push(bytes)
    this.#bufferedBytes += bytes.byteLength
    this.#size += bytes.byteLength
    while (this.#bufferedBytes >= this.#nextPartBytes()) await this.#startPart(this.#take(this.#nextPartBytes()))
  }

  async commit(condition?: WriteCondition): Promise<{ etag: string; size: number }> {
    this.#checkUsable()
    const etag = this.#uploadId === undefined ? await this.#put(condition) : await this.#complete(this.#uploadId, condition)
    this.#ended = true
    return { etag, size: this.#size }
  }

  /** What a failing store keeps in spite of it is invisible; the bucket's lifecycle rule for unfinished uploads sweeps it. */
  async abort(): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    this.#buffered = []
    await Promise.all(this.#inFlight) // a part that arrives after the abort would be stranded
    if (this.#uploadId === undefined) return
    const request = new AbortMultipartUploadCommand({ ...this.#fields(), UploadId: this.#uploadId })
    await this.#target.client.send(request).catch(() => undefined)
  }

  async #put(condition: WriteCondition | undefined): Promise<string> {
    const Body = this.#take(this.#bufferedBytes)
    const request = new PutObjectCommand({
      ...this.#objectFields(),
      ...conditionFields(condition),
      Body,
      ContentLength: Body.byteLength,
      ChecksumCRC32: checksum(crc32(Body)),
    })
    return await this.#finish(() => this.#target.client.send(request))
  }

  async #complete(UploadId: string, condition: WriteCondition | undefined): Promise<string> {
    if (this.#bufferedBytes > 0) await this.#startPart(this.#take(this.#bufferedBytes))
    await Promise.all(this.#inFlight)
    this.#checkUsable()
    const request = new CompleteMultipartUploadCommand({
      ...this.#fields(),
      ...conditionFields(condition),
      UploadId,
      MultipartUpload: { Parts: this.#parts },
      ChecksumType: 'FULL_OBJECT',
      ChecksumCRC32: checksum(this.#crc),
      MpuObjectSize: this.#size,
    })
    return await this.#finish(() => this.#target.client.send(request))
  }

  /** Sends what makes the object visible. */
  async #finish(send: () => Promise<{ ETag?: string | undefined }>): Promise<string> {
    try {
      const { ETag } = await send()
      return ETag ?? ''
    } catch (error) {
      const isDoubtful = hasStatus(error, 412) || hasName(error, 'NoSuchUpload')
      const etag = isDoubtful ? await this.#etagOfOwnWrite() : undefined
      if (etag !== undefined) return etag
      if (hasName(error, 'NoSuchUpload')) throw this.#failed('STORE_UNAVAILABLE', error)
      // A conditional write whose object was deleted meanwhile answers 404.
      if (hasStatus(error, 404) && !hasName(error, 'NoSuchBucket')) throw this.#failed('OUTPUT_CHANGED', error)
      throw awsFailure(error, 'write', this.#source())
    }
  }

  async #etagOfOwnWrite(): Promise<string | undefined> {
    try {
      const head = await this.#target.client.send(new HeadObjectCommand(this.#fields()))
      return head.Metadata?.[writeIdName] === this.#writeId && head.ContentLength === this.#size ? head.ETag : undefined
    } catch (error) {
      if (hasStatus(error, 404)) return undefined
      throw awsFailure(error, 'write', this.#source()) // unknown whether it took place: tried again later
    }
  }

  /** Sends a part; resolves once there is room for another. Its failure shows at the next call. */
  async #startPart(body: Buffer): Promise<void> {
    this.#uploadId ??= await this.#createUpload()
    this.#crc = crc32(body, this.#crc)
    const part = { PartNumber: this.#parts.length + 1, ChecksumCRC32: checksum(crc32(body)) }
    this.#parts.push(part)
    const sent = this.#sendPart(this.#uploadId, part, body).catch((error: unknown) => {
      this.#failure ??= awsFailure(error, 'write', this.#source())
    })
    const tracked = sent.finally(() => this.#inFlight.delete(tracked))
    this.#inFlight.add(tracked)
    if (this.#inFlight.size >= this.#limits.partsInFlight) await Promise.race(this.#inFlight)
  }

  async #sendPart(UploadId: string, part: Part, Body: Buffer): Promise<void> {
    const { PartNumber, ChecksumCRC32 } = part
    const fields = { ...this.#fields(), UploadId, PartNumber, ChecksumCRC32 }
    const request = new UploadPartCommand({ ...fields, Body, ContentLength: Body.byteLength })
    const { ETag } = await this.#target.client.send(request)
    part.ETag = ETag
  }

  async #createUpload(): Promise<string> {
    const request = new CreateMultipartUploadCommand({ ...this.#objectFields(), ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' })
    try {
      const { UploadId } = await this.#target.client.send(request)
      if (UploadId === undefined) throw this.#failed('STORE_UNAVAILABLE', new Error('no upload id in the answer'))
      return UploadId
    } catch (error) {
      throw awsFailure(error, 'write', this.#source())
    }
  }

  #nextPartBytes(): number {
    return this.#limits.partBytes * 2 ** Math.floor(this.#parts.length / this.#limits.partsPerSize)
  }

  /** The first so many buffered bytes in one piece. */
  #take(bytes: number): Buffer {
    const taken = Buffer.allocUnsafe(bytes)
    let filled = 0
    while (filled < bytes) {
      const chunk = this.#buffered[0]!
      const used = Math.min(chunk.byteLength, bytes - filled)
      taken.set(chunk.subarray(0, used), filled)
      filled += used
      if (used === chunk.byteLength) this.#buffered.shift()
      else this.#buffered[0] = chunk.subarray(used)
    }
    this.#bufferedBytes -= bytes
    return taken
  }

  #checkUsable(): void {
    if (this.#failure) throw this.#failure
    if (this.#ended) throw new Failure({ code: 'INTERNAL', source: this.#source(), detail: 'the writer has ended' })
  }

  #fields() {
    return { ...bucketFields(this.#target), Key: this.#key }
  }

  #objectFields() {
    const { contentType, metadata } = this.#options
    return {
      ...this.#fields(),
      ...(contentType === undefined ? {} : { ContentType: contentType }),
      Metadata: { ...metadata, [writeIdName]: this.#writeId },
    }
  }

  #source(): string {
    return objectUrl(this.#target, this.#key)
  }

  #failed(code: 'STORE_UNAVAILABLE' | 'OUTPUT_CHANGED', cause: unknown): Failure {
    return new Failure({ code, source: this.#source(), detail: String(cause) }, { cause })
  }
}

function conditionFields(condition: WriteCondition | undefined) {
  if (condition === undefined) return {}
  return 'ifAbsent' in condition ? { IfNoneMatch: '*' } : { IfMatch: condition.ifMatch }
}

/** As S3 wants it: big-endian, base64. */
function checksum(crc: number): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc)
  return bytes.toString('base64')
}
