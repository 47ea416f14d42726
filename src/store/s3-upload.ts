// A multipart upload: parts in order, a few on their way at a time, each a buffer so that the SDK can send it again.

import { crc32 } from 'node:zlib'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { Failure } from '../failure/failure.ts'
import { awsFailure } from './aws-failure.ts'
import { bucketFields, objectUrl } from './s3-bucket.ts'
import { checksumText, conditionFields, finishWrite, objectFields, type S3Write, sendIntact, sending } from './s3-write.ts'
import type { WriteCondition } from './store.ts'

interface Part {
  PartNumber: number
  ChecksumCRC32: string
  /** Known once it has been sent. */
  ETag?: string | undefined
}

const mostAborts = 3

export class S3Upload {
  readonly #write: S3Write
  readonly #uploadId: string
  readonly #maxInFlight: number
  readonly #parts: Part[] = []
  readonly #inFlight = new Set<Promise<void>>()
  #size = 0
  #crc = 0 // of the whole object
  #failure: Failure | undefined

  /** @throws Failure of CreateMultipartUpload */
  static async start(write: S3Write, maxInFlight: number): Promise<S3Upload> {
    const request = new CreateMultipartUploadCommand({ ...objectFields(write), ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' })
    const source = objectUrl(write.target, write.key)
    const { UploadId } = await write.target.client.send(request, sending(write)).catch(error => {
      throw awsFailure(error, 'write', source)
    })
    if (UploadId === undefined) throw new Failure({ code: 'STORE_UNAVAILABLE', source, detail: 'no upload id in the answer' })
    return new S3Upload(write, UploadId, maxInFlight)
  }

  private constructor(write: S3Write, uploadId: string, maxInFlight: number) {
    this.#write = write
    this.#uploadId = uploadId
    this.#maxInFlight = maxInFlight
  }

  get partCount(): number {
    return this.#parts.length
  }

  /**
   * Sends a part; resolves once there is room for another.
   * @param onSent the body is not needed any more
   * @throws Failure of an earlier part
   */
  async send(body: Buffer, onSent: () => void): Promise<void> {
    if (this.#failure) throw this.#failure
    this.#size += body.byteLength
    this.#crc = crc32(body, this.#crc)
    const part = { PartNumber: this.#parts.length + 1, ChecksumCRC32: checksumText(crc32(body)) }
    this.#parts.push(part)
    const sent: Promise<void> = this.#sendPart(part, body).finally(() => {
      this.#inFlight.delete(sent)
      onSent()
    })
    this.#inFlight.add(sent)
    if (this.#inFlight.size >= this.#maxInFlight) await Promise.race(this.#inFlight)
  }

  async complete(condition: WriteCondition | undefined): Promise<string> {
    await Promise.all(this.#inFlight)
    if (this.#failure) throw this.#failure
    const request = new CompleteMultipartUploadCommand({
      ...this.#fields(),
      ...conditionFields(condition),
      MultipartUpload: { Parts: this.#parts },
      ChecksumType: 'FULL_OBJECT',
      ChecksumCRC32: checksumText(this.#crc),
      MpuObjectSize: this.#size,
    })
    return await finishWrite(this.#write, this.#size, () => this.#write.target.client.send(request, sending(this.#write)))
  }

  /** What a failing store keeps in spite of it is invisible; the bucket's lifecycle rule for unfinished uploads sweeps it. */
  async abort(): Promise<void> {
    await Promise.all(this.#inFlight) // a part that arrives after the abort would be stranded
    // One that we have given up on may still be on its way: S3 wants the abort repeated until there is nothing left to abort.
    for (let times = 0; times < mostAborts && (await this.#abortOnce()); times++);
  }

  /** Never rejects: a failure shows at the next call. */
  async #sendPart(part: Part, Body: Buffer): Promise<void> {
    const { target, key } = this.#write
    const { PartNumber, ChecksumCRC32 } = part
    const fields = { ...this.#fields(), PartNumber, ChecksumCRC32 }
    try {
      const request = () => new UploadPartCommand({ ...fields, Body, ContentLength: Body.byteLength })
      const { ETag } = await sendIntact(ChecksumCRC32, () => target.client.send(request(), sending(this.#write)))
      part.ETag = ETag
    } catch (error) {
      this.#failure ??= awsFailure(error, 'write', objectUrl(target, key))
    }
  }

  /** Whether there was something to abort. */
  async #abortOnce(): Promise<boolean> {
    const request = new AbortMultipartUploadCommand(this.#fields())
    return await this.#write.target.client.send(request).then(
      () => true,
      () => false,
    )
  }

  #fields() {
    const { target, key } = this.#write
    return { ...bucketFields(target), Key: key, UploadId: this.#uploadId }
  }
}
