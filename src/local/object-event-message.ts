// The message that S3 sends when an object was created or deleted: one record, the key form-encoded.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html

/** What happened to an object. */
export type ObjectChange = ObjectCreated | ObjectRemoved

export interface ObjectCreated {
  /** Without `s3:`, as it stands in the message. */
  eventName: 'ObjectCreated:Put' | 'ObjectCreated:Post' | 'ObjectCreated:Copy' | 'ObjectCreated:CompleteMultipartUpload'
  bucket: string
  key: string
  size: number // bytes
  /** Quoted or not. */
  etag: string
}

export interface ObjectRemoved {
  eventName: 'ObjectRemoved:Delete'
  bucket: string
  key: string
}

export interface EventCircumstances {
  region: string
  time: Date
  /** Orders the events of one key: hexadecimal, of one length (see `createSequencer`). */
  sequencer: string
}

export function objectEventMessage(change: ObjectChange, { region, time, sequencer }: EventCircumstances): string {
  const content = 'etag' in change ? { size: change.size, eTag: change.etag.replaceAll('"', '') } : {}
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: time.toISOString(),
    eventName: change.eventName,
    userIdentity: { principalId: 'LOCAL' },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': sequencer, 'x-amz-id-2': 'local' },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'parquetry-input',
      bucket: { name: change.bucket, ownerIdentity: { principalId: 'LOCAL' }, arn: `arn:aws:s3:::${change.bucket}` },
      object: { key: encodeEventKey(change.key), ...content, sequencer },
    },
  }
  return JSON.stringify({ Records: [record] })
}

/** The key as events carry it: application/x-www-form-urlencoded (a space is `+`), slashes left as they are. */
export function encodeEventKey(key: string): string {
  return new URLSearchParams([['', key]]).toString().slice(1).replaceAll('%2F', '/')
}

/** Numbers that only grow, within a run and, as long as the clock is not set back, from one run to the next: 16 hexadecimal digits. */
export function createSequencer(clock: () => Date): () => string {
  let last = 0
  return () => {
    last = Math.max(last + 1, clock().getTime() * 1000)
    return last.toString(16).toUpperCase().padStart(16, '0')
  }
}
