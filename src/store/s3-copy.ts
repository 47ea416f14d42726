// Server-side copies with metadata. One request copies up to 5 GiB; larger objects are copied in parts, which drops the metadata
// unless it is given anew.

import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { Failure } from '../failure/failure.ts'
import { awsFailure, hasStatus } from './aws-failure.ts'
import { bucketFields, objectUrl, type S3Bucket } from './s3-bucket.ts'
import type { CopyOptions } from './store.ts'

export interface CopyLimits {
  /** Bytes of the largest object that is copied in one request; 5 GiB at most on AWS. */
  singleCopyBytes: number
  partBytes: number
}

const gibibyte = 1024 ** 3
export const defaultCopyLimits: CopyLimits = { singleCopyBytes: 5 * gibibyte, partBytes: gibibyte }

/** Copies within the bucket. @throws Failure SOURCE_NOT_FOUND, SOURCE_CHANGED, OUTPUT_CHANGED */
export async function copyS3(target: S3Bucket, from: string, to: string, options: CopyOptions, limits: CopyLimits): Promise<void> {
  const { ifMatch, ifAbsent = false } = options
  try {
    const source = await target.client.send(new HeadObjectCommand({ ...bucketFields(target), Key: from }))
    // Checked here as well as with the copy itself: not every S3 clone knows conditional copies.
    if (ifMatch !== undefined && source.ETag !== ifMatch) throw new Failure({ code: 'SOURCE_CHANGED', source: objectUrl(target, from) })
    const size = source.ContentLength ?? 0
    const copySource = copySourceFields(target, from, ifMatch ?? source.ETag)
    const destination = { ...bucketFields(target), Key: to }
    const condition = ifAbsent ? { IfNoneMatch: '*' } : {}
    if (size > limits.singleCopyBytes)
      await copyInParts(target, destination, condition, source, copySource, partRanges(size, limits.partBytes))
    else await target.client.send(new CopyObjectCommand({ ...destination, ...condition, ...copySource }))
  } catch (error) {
    // 412 does not say whose precondition failed.
    if (ifAbsent && hasStatus(error, 412) && (await exists(target, to))) throw awsFailure(error, 'write', objectUrl(target, to))
    throw awsFailure(error, 'read', objectUrl(target, from))
  }
}

async function exists(target: S3Bucket, key: string): Promise<boolean> {
  const request = new HeadObjectCommand({ ...bucketFields(target), Key: key })
  return await target.client.send(request).then(
    () => true,
    () => false,
  )
}

type CopySource = ReturnType<typeof copySourceFields>

function copySourceFields({ bucket, expectedOwner }: S3Bucket, key: string, etag: string | undefined) {
  return {
    CopySource: `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`,
    ...(etag === undefined ? {} : { CopySourceIfMatch: etag }),
    ...(expectedOwner === undefined ? {} : { ExpectedSourceBucketOwner: expectedOwner }),
  }
}

async function copyInParts(
  target: S3Bucket,
  destination: { Bucket: string; Key: string },
  condition: { IfNoneMatch?: string },
  source: HeadObjectCommandOutput,
  copySource: CopySource,
  ranges: readonly string[],
): Promise<void> {
  const upload = { ...destination, UploadId: await createUpload(target, destination, source) }
  try {
    const Parts: CompletedPart[] = []
    for (const [index, CopySourceRange] of ranges.entries()) {
      const PartNumber = index + 1
      const { CopyPartResult } = await target.client.send(
        new UploadPartCopyCommand({ ...upload, ...copySource, PartNumber, CopySourceRange }),
      )
      Parts.push({ PartNumber, ETag: CopyPartResult?.ETag })
    }
    await target.client.send(new CompleteMultipartUploadCommand({ ...upload, ...condition, MultipartUpload: { Parts } }))
  } catch (error) {
    await target.client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined) // the lifecycle rule sweeps what is left
    throw error
  }
}

async function createUpload(
  target: S3Bucket,
  destination: { Bucket: string; Key: string },
  source: HeadObjectCommandOutput,
): Promise<string | undefined> {
  const { Metadata, ContentType, ContentEncoding, CacheControl, ContentDisposition, ContentLanguage } = source
  const headers = { Metadata, ContentType, ContentEncoding, CacheControl, ContentDisposition, ContentLanguage }
  const { UploadId } = await target.client.send(new CreateMultipartUploadCommand({ ...destination, ...headers }))
  return UploadId
}

function partRanges(size: number, partBytes: number): string[] {
  const ranges: string[] = []
  for (let start = 0; start < size; start += partBytes) ranges.push(`bytes=${start}-${Math.min(start + partBytes, size) - 1}`)
  return ranges
}
