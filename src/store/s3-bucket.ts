// One bucket as the adapter's parts see it.

import type { S3Client } from '@aws-sdk/client-s3'

export interface S3Bucket {
  client: S3Client
  bucket: string
  /** Account that must own the bucket; every request names it, so that a bucket registered anew by a stranger is refused. */
  expectedOwner?: string
}

/** The fields that every request carries. */
export function bucketFields({ bucket, expectedOwner }: S3Bucket) {
  return { Bucket: bucket, ...(expectedOwner === undefined ? {} : { ExpectedBucketOwner: expectedOwner }) }
}

/** For messages. */
export function objectUrl({ bucket }: S3Bucket, key: string): string {
  return `s3://${bucket}/${key}`
}
