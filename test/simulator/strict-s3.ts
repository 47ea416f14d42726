// One bucket of S3, as strict as S3 is where correctness rests on it: conditional writes, copies and deletes (412, 404), multipart uploads
// with their parts' numbers, sizes and etags checked, checksums verified, versions, the owner, listings in pages and in key order.
// No clock and no chance of its own. What S3 stores it tells `onChange`, in order: notifications and checkers listen there.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html

import { createHash } from 'node:crypto'
import { type Answer, crcText, errorAnswer, operationOf, type S3Request } from './s3-answer.ts'
import { operations } from './s3-operations.ts'

export interface S3Object {
  body: Buffer
  etag: string
  /** Content type and user metadata. */
  headers: Record<string, string>
  lastModified: Date
  /** Only in a versioned bucket. */
  versionId?: string
  /** Of the whole object; undefined where S3 has only a checksum of checksums. */
  crc32?: string
}

export interface S3Upload {
  key: string
  headers: Record<string, string>
  parts: Map<number, Buffer>
  isFullObjectChecksum: boolean
}

export interface S3Change {
  key: string
  operation: string
  /** undefined: deleted. */
  object: S3Object | undefined
}

export interface StrictS3Options {
  owner: string
  /** Keys a page of a listing. */
  pageSize: number
  /** Smallest part but the last; 5 MiB on AWS. */
  minPartBytes: number
  isVersioned: boolean
  /** `opaque`: as with SSE-KMS, where an etag says nothing of the content, and equal content has another each time. */
  etags: 'md5' | 'opaque'
  /** How a conditional delete of what is not there ends; S3's documents do not say it in one voice. */
  absentDelete: 204 | 404 | 412
  clock: () => Date
}

const defaults: StrictS3Options = {
  owner: '111122223333',
  pageSize: 3,
  minPartBytes: 0,
  isVersioned: false,
  etags: 'md5',
  absentDelete: 404,
  clock: () => new Date(),
}

export class StrictS3 {
  readonly objects = new Map<string, S3Object>()
  /** Every version there was, by its id. */
  readonly versions = new Map<string, S3Object>()
  readonly uploads = new Map<string, S3Upload>()
  readonly options: StrictS3Options
  onChange: (change: S3Change) => void = () => undefined
  #count = 0

  constructor(options: Partial<StrictS3Options> = {}) {
    this.options = { ...defaults, ...options }
  }

  answer(request: S3Request): Answer {
    const operation = operationOf(request)
    const expectedOwner = request.headers['x-amz-expected-bucket-owner']
    if (expectedOwner !== undefined && expectedOwner !== this.options.owner) return errorAnswer(403, 'AccessDenied')
    return this.#refusal(request, operation) ?? operations[operation]!(this, request)
  }

  /** Stores an object, whatever lay there. */
  store(key: string, body: Buffer, headers: Record<string, string>, { operation = 'PutObject', etag = this.etagOf(body) } = {}): S3Object {
    const version = this.options.isVersioned ? { versionId: `version-${this.nextNumber()}` } : {}
    const checksum = operation === 'CompleteMultipartUpload' ? {} : { crc32: crcText(body) }
    const object: S3Object = { body, etag, headers, lastModified: this.options.clock(), ...version, ...checksum }
    this.objects.set(key, object)
    if (object.versionId !== undefined) this.versions.set(object.versionId, object)
    this.onChange({ key, operation, object })
    return object
  }

  remove(key: string): void {
    if (this.objects.delete(key)) this.onChange({ key, operation: 'DeleteObject', object: undefined })
  }

  nextNumber(): number {
    return ++this.#count
  }

  etagOf(body: Buffer): string {
    const content = this.options.etags === 'md5' ? body : `opaque ${this.nextNumber()}`
    return `"${createHash('md5').update(content).digest('hex')}"`
  }

  /** Conditions on the object that is written or read. */
  #refusal({ key, headers, query }: S3Request, operation: string): Answer | undefined {
    const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers
    const versionId = query.get('versionId')
    const found = versionId === null ? this.objects.get(key) : this.versions.get(versionId)
    if (ifNoneMatch === '*' && found !== undefined) return errorAnswer(412, 'PreconditionFailed')
    if (ifMatch === undefined || operation === 'ListObjectsV2') return undefined
    if (found === undefined) return operation === 'DeleteObject' ? this.#absentDelete() : errorAnswer(404, 'NoSuchKey')
    return found.etag === ifMatch ? undefined : errorAnswer(412, 'PreconditionFailed')
  }

  #absentDelete(): Answer | undefined {
    const { absentDelete } = this.options
    if (absentDelete === 204) return undefined
    return errorAnswer(absentDelete, absentDelete === 404 ? 'NoSuchKey' : 'PreconditionFailed')
  }
}
