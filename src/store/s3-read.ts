// Reading an object as a stream that either delivers every byte of one version or fails: a body that ends early without an error
// (proxies that drop Content-Length framing do that) or that stands still is a failure.

import type { Readable } from 'node:stream'
import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { Failure } from '../failure/failure.ts'
import { awsFailure } from './aws-failure.ts'
import { bucketFields, objectUrl, type S3Bucket } from './s3-bucket.ts'
import type { ReadOptions } from './store.ts'

/** The longest wait for the next bytes of a body, ms; counted only while somebody waits for them. */
export const defaultBodyIdleMs = 60_000

export async function* readS3(
  target: S3Bucket,
  key: string,
  options: ReadOptions = {},
  idleMs = defaultBodyIdleMs,
): AsyncIterable<Uint8Array> {
  if (options.end !== undefined && options.end <= (options.start ?? 0)) return
  const source = objectUrl(target, key)
  const { Body, ContentLength } = await getObject(target, key, options, source)
  const body = Body as Readable // in Node
  let received = 0
  const stop = () => body.destroy(new Failure({ code: 'TIMEOUT', source, detail: 'the time for it was up' }))
  options.signal?.addEventListener('abort', stop, { once: true })
  try {
    for await (const chunk of withIdleLimit(body, idleMs, source)) {
      received += chunk.byteLength
      yield chunk
    }
  } catch (error) {
    throw awsFailure(error, 'read', source)
  } finally {
    options.signal?.removeEventListener('abort', stop)
    body.destroy()
  }
  const expected = ContentLength ?? options.bytes
  if (expected !== undefined && received !== expected) throw cutOff(source, received, expected)
}

async function getObject(target: S3Bucket, key: string, options: ReadOptions, source: string): Promise<GetObjectCommandOutput> {
  const isWhole = options.start === undefined && options.end === undefined
  const request = new GetObjectCommand({
    ...bucketFields(target),
    Key: key,
    ...(isWhole
      ? { ChecksumMode: 'ENABLED' }
      : { Range: `bytes=${options.start ?? 0}-${options.end === undefined ? '' : options.end - 1}` }),
    ...(options.ifMatch === undefined ? {} : { IfMatch: options.ifMatch }),
    ...(options.versionId === undefined ? {} : { VersionId: options.versionId }),
  })
  try {
    return await target.client.send(request, options.signal === undefined ? {} : { abortSignal: options.signal })
  } catch (error) {
    throw awsFailure(error, 'read', source)
  }
}

/** The stream's chunks; destroys it with TIMEOUT when one takes longer than `idleMs` to come. */
async function* withIdleLimit(body: Readable, idleMs: number, source: string): AsyncIterable<Uint8Array> {
  const giveUp = () => body.destroy(new Failure({ code: 'TIMEOUT', source, detail: `no bytes for ${idleMs} ms` }))
  let timer = setTimeout(giveUp, idleMs)
  try {
    for await (const chunk of body) {
      clearTimeout(timer)
      yield chunk as Uint8Array
      timer = setTimeout(giveUp, idleMs)
    }
  } finally {
    clearTimeout(timer)
  }
}

function cutOff(source: string, received: number, expected: number): Failure {
  return new Failure({ code: 'STORE_UNAVAILABLE', source, detail: `the body ended after ${received} of ${expected} bytes` })
}
