// Reading an object as a stream that either delivers every byte of one version or fails. A small object is one GET; a larger one is read
// in ranges, a few at a time and ahead of the reader, so that it is not bound to one connection.
//
//   GET, whole        [ range 0 ]×            its body is left where the first range ends
//   GET, If-Match               [ range 1 ]   ahead, in memory
//   GET, If-Match                          [ range 2 ]
//
// Ranges that break are read on from the byte they reached (s3-range.ts). The object's own checksum, where it has one, is compared at the
// end: by then every byte has been handed out, so nothing may be published before the iteration has ended.

import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { Failure } from '../failure/failure.ts'
import { awsFailure } from './aws-failure.ts'
import { prefetch } from './prefetch.ts'
import { getBody, type S3Body, type S3Reading } from './s3-body.ts'
import { bucketFields, objectUrl, type S3Bucket } from './s3-bucket.ts'
import { type ObjectChecksum, objectChecksum } from './s3-checksum.ts'
import { readRange } from './s3-range.ts'
import type { ReadOptions } from './store.ts'
import { BufferPool, bufferBytes } from './waiting-bytes.ts'

export interface ReadLimits {
  /** The longest wait for the next bytes of a body, ms; counted only while somebody waits for them. */
  idleMs: number
  /** What must come at least, on the average of so long a wait: a server that sends a byte a second is as good as silent. */
  leastBytesPerSecond: number
  /** Bytes of a range; an object of up to two of them is one GET. */
  rangeBytes: number
  /** Ranges on their way or waiting at a time, each held in memory. */
  rangesAhead: number
}

/** One connection to S3 gives 50 to 90 MB/s: four of them, and that of the range in hand, give what a thread converts. */
export const defaultReadLimits: ReadLimits = {
  idleMs: 60_000,
  leastBytesPerSecond: 1024,
  rangeBytes: 4 * 1024 * 1024,
  rangesAhead: 4,
}

export async function* readS3(
  target: S3Bucket,
  key: string,
  options: ReadOptions = {},
  limits: ReadLimits = defaultReadLimits,
): AsyncIterable<Uint8Array> {
  const { start = 0, end, ifMatch, versionId, signal } = options
  if (end !== undefined && end <= start) return
  const stopped = new AbortController()
  const reading: S3Reading = {
    target,
    key,
    ...(versionId === undefined ? {} : { versionId }),
    idleMs: limits.idleMs,
    leastBytesPerSecond: limits.leastBytesPerSecond,
    signal: signal === undefined ? stopped.signal : AbortSignal.any([signal, stopped.signal]),
  }
  const isWhole = options.start === undefined && end === undefined
  const body = await getBody(reading, isWhole ? undefined : { start, ...(end === undefined ? {} : { end }) }, ifMatch)
  try {
    const { ETag = ifMatch } = body.answer
    const bytes = body.answer.ContentLength ?? options.bytes ?? (end === undefined ? await sizeOf(reading, ETag) : end) - start
    const chunks = readRanges(reading, { start, end: start + bytes }, ETag, body, limits)
    yield* checked(chunks, isWhole ? objectChecksum(body.answer) : undefined, objectUrl(target, key))
  } finally {
    stopped.abort()
    body.close()
  }
}

/** In order, though several are read at a time. */
async function* readRanges(
  reading: S3Reading,
  { start, end }: { start: number; end: number },
  etag: string | undefined,
  first: S3Body,
  { rangeBytes, rangesAhead }: ReadLimits,
): AsyncGenerator<Uint8Array> {
  if (end - start <= 2 * rangeBytes) return yield* readRange(reading, { start, end }, etag, first)
  const ahead: AsyncGenerator<Uint8Array>[] = []
  const pool = new BufferPool((rangesAhead + 1) * Math.ceil(rangeBytes / bufferBytes))
  let next = start + rangeBytes
  const readAhead = () => {
    for (; ahead.length < rangesAhead && next < end; next += rangeBytes) {
      ahead.push(prefetch(readRange(reading, { start: next, end: Math.min(end, next + rangeBytes) }, etag), pool))
    }
  }
  readAhead()
  yield* readRange(reading, { start, end: start + rangeBytes }, etag, first)
  for (let range = ahead.shift(); range !== undefined; range = ahead.shift()) {
    readAhead()
    yield* range
  }
}

/** Where an answer does not say how long its body is (proxies that drop Content-Length), its end would prove nothing. */
async function sizeOf({ target, key, versionId, signal }: S3Reading, etag: string | undefined): Promise<number> {
  const source = objectUrl(target, key)
  const version = versionId === undefined ? {} : { VersionId: versionId }
  const request = new HeadObjectCommand({ ...bucketFields(target), Key: key, ...version })
  const head = await target.client.send(request, { abortSignal: signal }).catch(error => {
    throw awsFailure(error, 'read', source)
  })
  if (etag !== undefined && head.ETag !== etag) throw new Failure({ code: 'SOURCE_CHANGED', source })
  if (head.ContentLength !== undefined) return head.ContentLength
  throw new Failure({ code: 'STORE_UNAVAILABLE', source, detail: 'the size of the object is not told' })
}

async function* checked(
  chunks: AsyncGenerator<Uint8Array>,
  checksum: ObjectChecksum | undefined,
  source: string,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    checksum?.add(chunk)
    yield chunk
  }
  if (checksum === undefined || (await checksum.matches())) return
  throw new Failure({ code: 'STORE_UNAVAILABLE', source, detail: `what was read does not have the object's ${checksum.name}` })
}
