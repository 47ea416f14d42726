// Listing keys. They are asked for URL-encoded, since XML cannot carry every character that a key may hold.

import { ListObjectsV2Command, type ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'
import { awsFailure } from './aws-failure.ts'
import { bucketFields, objectUrl, type S3Bucket } from './s3-bucket.ts'
import type { ListOptions, ObjectInfo } from './store.ts'

export async function* listS3(target: S3Bucket, prefix: string, { startAfter }: ListOptions = {}): AsyncIterable<ObjectInfo> {
  let token: string | undefined
  do {
    const page = await listPage(target, prefix, token === undefined ? { StartAfter: startAfter } : { ContinuationToken: token })
    const isEncoded = page.EncodingType === 'url' // a clone may not know it, and then sends keys as they are
    for (const { Key = '', Size = 0, ETag = '', LastModified = new Date(0) } of page.Contents ?? []) {
      yield { key: isEncoded ? decodeKey(Key) : Key, size: Size, etag: ETag, lastModified: LastModified, metadata: {} }
    }
    token = page.IsTruncated ? page.NextContinuationToken : undefined
  } while (token !== undefined)
}

async function listPage(
  target: S3Bucket,
  prefix: string,
  from: { StartAfter: string | undefined } | { ContinuationToken: string },
): Promise<ListObjectsV2CommandOutput> {
  const request = new ListObjectsV2Command({ ...bucketFields(target), Prefix: prefix, EncodingType: 'url', ...from })
  try {
    return await target.client.send(request)
  } catch (error) {
    throw awsFailure(error, 'read', objectUrl(target, prefix))
  }
}

/** S3 writes a space as `+` here. */
function decodeKey(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll('+', ' '))
}
