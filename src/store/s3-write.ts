// What single and multipart writes have in common: their fields, conditions and checksums, and the last request, the one that makes the
// object visible.
//
// A reply can get lost after S3 has done what it was asked. The repeated request then fails (412, NoSuchUpload) though the object is
// there. So each write carries an identity of its own in the metadata, and such an error is looked at: when the object has our identity,
// the write took place.

import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { Failure } from '../failure/failure.ts'
import { awsFailure, hasName, hasStatus } from './aws-failure.ts'
import { bucketFields, objectUrl, type S3Bucket } from './s3-bucket.ts'
import type { WriteCondition, WriteOptions } from './store.ts'

/** Metadata name of a write's identity; hidden from readers of the port. */
export const writeIdName = 'parquetry-write'

export interface S3Write {
  target: S3Bucket
  key: string
  options: WriteOptions
  /** Different for every write. */
  id: string
}

/** How the requests of a write are sent. */
export function sending({ options: { signal } }: S3Write): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal }
}

/** Of the requests that begin an object: PutObject, CreateMultipartUpload. */
export function objectFields({ target, key, options: { contentType, metadata }, id }: S3Write) {
  return {
    ...bucketFields(target),
    Key: key,
    ...(contentType === undefined ? {} : { ContentType: contentType }),
    Metadata: { ...metadata, [writeIdName]: id },
  }
}

export function conditionFields(condition: WriteCondition | undefined) {
  if (condition === undefined) return {}
  return 'ifAbsent' in condition ? { IfNoneMatch: '*' } : { IfMatch: condition.ifMatch }
}

/** A CRC-32 as S3 wants it: big-endian, base64. */
export function checksumText(crc: number): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc)
  return bytes.toString('base64')
}

interface Stored {
  ETag?: string | undefined
  ChecksumCRC32?: string | undefined
}

const mostSends = 3 // of the same bytes, when they arrive as others

/**
 * Sends bytes, again when they were corrupted on the way: refused as BadDigest, or confirmed with another checksum than ours.
 *
 * @param checksum CRC-32 of the bytes (checksumText)
 * @throws what `send` throws
 */
export async function sendIntact<Answer extends Stored>(checksum: string, send: () => Promise<Answer>): Promise<Answer> {
  for (let left = mostSends - 1; ; left--) {
    try {
      const answer = await send()
      if (answer.ChecksumCRC32 === undefined || answer.ChecksumCRC32 === checksum) return answer
      if (left === 0) throw new Error(`stored with checksum ${answer.ChecksumCRC32} instead of ${checksum}`)
    } catch (error) {
      if (left === 0 || !hasName(error, 'BadDigest')) throw error
    }
  }
}

/**
 * Sends the request that makes the object visible.
 *
 * @param size of the whole object, bytes
 * @returns its etag
 * @throws Failure OUTPUT_CHANGED when the condition does not hold; STORE_UNAVAILABLE, TIMEOUT when it is unknown what happened
 */
export async function finishWrite(write: S3Write, size: number, send: () => Promise<Stored>): Promise<string> {
  try {
    const { ETag = '' } = await send()
    return ETag
  } catch (error) {
    const isDoubtful = hasStatus(error, 412) || hasName(error, 'NoSuchUpload')
    const etag = isDoubtful ? await etagOfOwnWrite(write, size) : undefined
    if (etag !== undefined) return etag
    throw finishFailure(write, error)
  }
}

async function etagOfOwnWrite({ target, key, id }: S3Write, size: number): Promise<string | undefined> {
  try {
    const head = await target.client.send(new HeadObjectCommand({ ...bucketFields(target), Key: key }))
    return head.Metadata?.[writeIdName] === id && head.ContentLength === size ? head.ETag : undefined
  } catch (error) {
    if (hasStatus(error, 404)) return undefined
    throw awsFailure(error, 'write', objectUrl(target, key)) // unknown whether it took place: tried again later
  }
}

function finishFailure({ target, key }: S3Write, error: unknown): Failure {
  const source = objectUrl(target, key)
  if (hasName(error, 'NoSuchUpload')) return new Failure({ code: 'STORE_UNAVAILABLE', source, detail: String(error) }, { cause: error })
  // What a conditional write should replace has been deleted.
  const isGone = hasStatus(error, 404) && !hasName(error, 'NoSuchBucket')
  return isGone ? new Failure({ code: 'OUTPUT_CHANGED', source }, { cause: error }) : awsFailure(error, 'write', source)
}
