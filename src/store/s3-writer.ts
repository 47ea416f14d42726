// Writing an object of unknown size: a small one is a single PutObject, a larger one a multipart upload. Nothing is visible before
// `commit`. At most one part and those in flight are held in memory.

import { randomUUID } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { Failure } from '../failure/failure.ts'
import { PartBuffer } from './part-buffer.ts'
import { objectUrl, type S3Bucket } from './s3-bucket.ts'
import { S3Upload } from './s3-upload.ts'
import { checksumText, conditionFields, finishWrite, objectFields, type S3Write, sendIntact, sending } from './s3-write.ts'
import type { ObjectWriter, WriteCondition, WriteOptions } from './store.ts'

export interface PartLimits {
  /** Bytes of the first parts; at least 5 MiB on AWS. */
  partBytes: number
  /** After so many parts their size doubles: 10,000 parts (S3's limit) then hold 8 TiB of parts that S3 takes. */
  partsPerSize: number
  /** Parts on their way at a time, each held in memory. */
  partsInFlight: number
}

export const defaultPartLimits: PartLimits = { partBytes: 5 * 1024 * 1024, partsPerSize: 900, partsInFlight: 2 }

export class S3Writer implements ObjectWriter {
  readonly #write: S3Write
  readonly #limits: PartLimits
  readonly #part = new PartBuffer()
  #size = 0
  #upload: S3Upload | undefined
  #ended = false

  constructor(target: S3Bucket, key: string, options: WriteOptions = {}, limits: PartLimits = defaultPartLimits) {
    this.#write = { target, key, options, id: randomUUID() }
    this.#limits = limits
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#checkUsable()
    this.#size += bytes.byteLength
    for (let left = bytes; left.byteLength > 0; ) {
      left = left.subarray(this.#part.add(left, this.#nextPartBytes()))
      if (this.#part.length === this.#nextPartBytes()) await this.#send()
    }
  }

  async commit(condition?: WriteCondition): Promise<{ etag: string; size: number; writeId: string }> {
    this.#checkUsable()
    const etag = this.#upload === undefined ? await this.#put(condition) : await this.#complete(this.#upload, condition)
    this.#ended = true
    return { etag, size: this.#size, writeId: this.#write.id }
  }

  async abort(): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    await this.#upload?.abort()
  }

  async #put(condition: WriteCondition | undefined): Promise<string> {
    const Body = this.#part.take()
    const content = { Body, ContentLength: Body.byteLength, ChecksumCRC32: checksumText(crc32(Body)) }
    const fields = { ...objectFields(this.#write), ...conditionFields(condition), ...content }
    const send = () => this.#write.target.client.send(new PutObjectCommand(fields), sending(this.#write))
    return await finishWrite(this.#write, this.#size, () => sendIntact(content.ChecksumCRC32, send))
  }

  async #complete(upload: S3Upload, condition: WriteCondition | undefined): Promise<string> {
    if (this.#part.length > 0) await this.#send()
    return await upload.complete(condition)
  }

  async #send(): Promise<void> {
    this.#upload ??= await S3Upload.start(this.#write, this.#limits.partsInFlight)
    const part = this.#part.take()
    await this.#upload.send(part, () => this.#part.reuse(part))
  }

  #nextPartBytes(): number {
    const { partBytes, partsPerSize } = this.#limits
    return partBytes * 2 ** Math.floor((this.#upload?.partCount ?? 0) / partsPerSize)
  }

  #checkUsable(): void {
    if (!this.#ended) return
    throw new Failure({ code: 'INTERNAL', source: objectUrl(this.#write.target, this.#write.key), detail: 'the writer has ended' })
  }
}
