// What lies in a bucket of S3: its objects, their versions, uploads that are under way. No clock and no chance of its own. What is stored it
// tells `onChange`, in order: notifications and checkers listen there.

import { createHash } from 'node:crypto'
import { crcText } from './s3-answer.ts'

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

export interface S3Options {
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

const defaults: S3Options = {
  owner: '111122223333',
  pageSize: 3,
  minPartBytes: 0,
  isVersioned: false,
  etags: 'md5',
  absentDelete: 404,
  clock: () => new Date(),
}

export class S3Objects {
  readonly objects = new Map<string, S3Object>()
  /** Every version there was, by its id. */
  readonly versions = new Map<string, S3Object>()
  readonly uploads = new Map<string, S3Upload>()
  readonly options: S3Options
  onChange: (change: S3Change) => void = () => undefined
  #count = 0

  constructor(options: Partial<S3Options> = {}) {
    this.options = { ...defaults, ...options }
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
}
