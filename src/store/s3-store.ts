// The object store over S3, or whatever speaks its protocol.

import { DeleteObjectCommand, HeadObjectCommand, type HeadObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3'
import { Failure } from '../failure/failure.ts'
import { awsFailure, hasStatus } from './aws-failure.ts'
import { bucketFields, objectUrl, type S3Bucket } from './s3-bucket.ts'
import { type CopyLimits, copyS3, defaultCopyLimits } from './s3-copy.ts'
import { listS3 } from './s3-list.ts'
import { defaultReadLimits, type ReadLimits, readS3 } from './s3-read.ts'
import { writeIdName } from './s3-write.ts'
import { defaultPartLimits, type PartLimits, S3Writer } from './s3-writer.ts'
import type { DeleteOptions, ObjectInfo, ObjectStore } from './store.ts'

export interface S3StoreOptions {
  client: S3Client
  bucket: string
  /** AWS account that must own the bucket; checked by S3 on every request. */
  expectedOwner?: string
  parts?: PartLimits
  copies?: CopyLimits
  reads?: ReadLimits
}

export function s3Store(options: S3StoreOptions): ObjectStore {
  const { parts = defaultPartLimits, copies = defaultCopyLimits, reads = defaultReadLimits, ...target } = options
  return {
    head: key => headS3(target, key),
    read: (key, readOptions) => readS3(target, key, readOptions, reads),
    writer: (key, writeOptions) => new S3Writer(target, key, writeOptions, parts),
    async put(key, bytes, { condition, ...writeOptions } = {}) {
      const writer = new S3Writer(target, key, writeOptions, { ...parts, partBytes: Number.POSITIVE_INFINITY })
      await writer.write(bytes)
      return await writer.commit(condition)
    },
    copy: (from, to, copyOptions) => copyS3(target, from, to, copyOptions ?? {}, copies),
    delete: (key, deleteOptions) => deleteS3(target, key, deleteOptions),
    list: (prefix, listOptions) => listS3(target, prefix, listOptions),
  }
}

async function headS3(target: S3Bucket, key: string): Promise<ObjectInfo | undefined> {
  try {
    return objectInfo(key, await target.client.send(new HeadObjectCommand({ ...bucketFields(target), Key: key, ChecksumMode: 'ENABLED' })))
  } catch (error) {
    if (hasStatus(error, 404)) return undefined
    throw awsFailure(error, 'read', objectUrl(target, key))
  }
}

function objectInfo(key: string, head: HeadObjectCommandOutput): ObjectInfo {
  const { [writeIdName]: writeId, ...metadata } = head.Metadata ?? {}
  return {
    key,
    size: head.ContentLength ?? 0,
    etag: head.ETag ?? '',
    ...(head.VersionId === undefined || head.VersionId === 'null' ? {} : { versionId: head.VersionId }),
    ...(writeId === undefined ? {} : { writeId }),
    ...checksumOf(head),
    lastModified: head.LastModified ?? new Date(0),
    metadata,
  }
}

/** A CRC-32 is too short to stand for the content, and a composite one depends on how it was uploaded. */
function checksumOf({ ChecksumType, ChecksumCRC64NVME, ChecksumSHA256 }: HeadObjectCommandOutput): { checksum?: string } {
  if (ChecksumType === 'COMPOSITE') return {}
  if (ChecksumCRC64NVME !== undefined) return { checksum: `CRC64NVME:${ChecksumCRC64NVME}` }
  return ChecksumSHA256 === undefined || ChecksumSHA256.includes('-') ? {} : { checksum: `SHA256:${ChecksumSHA256}` }
}

/** `ifMatch` is checked twice: by S3 with the request, and by a HEAD before it for the clones that do not know conditional deletes. */
async function deleteS3(target: S3Bucket, key: string, { ifMatch, ifWriteId }: DeleteOptions = {}): Promise<void> {
  if (ifMatch !== undefined || ifWriteId !== undefined) {
    const found = await headS3(target, key)
    if (found === undefined) return
    const isMeant = found.etag === (ifMatch ?? found.etag) && found.writeId === (ifWriteId ?? found.writeId)
    if (!isMeant) throw new Failure({ code: 'SOURCE_CHANGED', source: objectUrl(target, key) })
  }
  try {
    const condition = ifMatch === undefined ? {} : { IfMatch: ifMatch }
    await target.client.send(new DeleteObjectCommand({ ...bucketFields(target), Key: key, ...condition }))
  } catch (error) {
    if (hasStatus(error, 404)) return
    throw awsFailure(error, 'read', objectUrl(target, key))
  }
}
