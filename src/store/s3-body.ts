// One GET of an object, or of a range of it: the answer's facts and its body, which fails when it stands still, or all but.

import type { Readable } from 'node:stream'
import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { Failure } from '../failure/failure.ts'
import { awsFailure } from './aws-failure.ts'
import { bucketFields, objectUrl, type S3Bucket } from './s3-bucket.ts'

/** What is read, and how patiently. */
export interface S3Reading {
  target: S3Bucket
  key: string
  versionId?: string
  /** The longest wait for the next bytes of a body, ms; counted only while somebody waits for them. */
  idleMs: number
  /** On the average of `idleMs` of such waits. */
  leastBytesPerSecond: number
  signal: AbortSignal
}

export interface S3Body {
  answer: GetObjectCommandOutput
  chunks: AsyncGenerator<Uint8Array>
  /** Gives the connection up, if the body has not been read to its end. */
  close(): void
}

export interface ByteRange {
  start: number
  end?: number // exclusive
}

/** @param range undefined: the whole object, with its checksum if it has one @throws Failure SOURCE_NOT_FOUND, SOURCE_CHANGED, … */
export async function getBody(reading: S3Reading, range: ByteRange | undefined, ifMatch: string | undefined): Promise<S3Body> {
  const { target, key, versionId, signal } = reading
  const request = new GetObjectCommand({
    ...bucketFields(target),
    Key: key,
    ...(range && { Range: `bytes=${range.start}-${range.end === undefined ? '' : range.end - 1}` }),
    ...(ifMatch === undefined ? {} : { IfMatch: ifMatch }),
    ...(versionId === undefined ? {} : { VersionId: versionId }),
  })
  if (range === undefined) askForChecksum(request)
  try {
    const answer = await target.client.send(request, { abortSignal: signal })
    const body = answer.Body as Readable // in Node
    return { answer, chunks: chunksOf(body, reading), close: () => void body.destroy() }
  } catch (error) {
    throw awsFailure(error, 'read', objectUrl(target, key))
  }
}

/** By the header, not by the SDK's ChecksumMode: the SDK would compute it over this one body, which need not be all that is read. */
function askForChecksum(request: GetObjectCommand): void {
  request.middlewareStack.add(
    next => args => {
      const { headers } = args.request as { headers: Record<string, string> }
      headers['x-amz-checksum-mode'] = 'ENABLED'
      return next(args)
    },
    { step: 'build' },
  )
}

async function* chunksOf(body: Readable, reading: S3Reading): AsyncGenerator<Uint8Array> {
  const { target, key, idleMs, signal } = reading
  const source = objectUrl(target, key)
  const giveUp = (detail: string) => body.destroy(new Failure({ code: 'TIMEOUT', source, detail }))
  const stop = () => giveUp('the time for it was up')
  const wait = () => setTimeout(giveUp, idleMs, `no bytes for ${idleMs} ms`)
  const pace = new Pace(reading)
  signal.addEventListener('abort', stop, { once: true })
  let timer = wait()
  let since = performance.now()
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      clearTimeout(timer)
      const isTooSlow = pace.add(chunk.byteLength, performance.now() - since)
      yield chunk
      release(chunk)
      if (isTooSlow) throw new TooSlow({ code: 'TIMEOUT', source, detail: `fewer than ${reading.leastBytesPerSecond} bytes a second` })
      timer = wait()
      since = performance.now()
    }
  } catch (error) {
    throw awsFailure(error, 'read', source)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
    body.destroy()
  }
}

/** Unlike a body that breaks, one that is too slow is not worth another try: it would go on as slowly, and for ever. */
export class TooSlow extends Failure {}

/** Bytes against the time that somebody waited for them, a stretch of `idleMs` after the other. */
class Pace {
  readonly #limits: Pick<S3Reading, 'idleMs' | 'leastBytesPerSecond'>
  #waitedMs = 0
  #bytes = 0

  constructor(limits: Pick<S3Reading, 'idleMs' | 'leastBytesPerSecond'>) {
    this.#limits = limits
  }

  /** @returns whether they came too slowly */
  add(bytes: number, waitedMs: number): boolean {
    this.#bytes += bytes
    this.#waitedMs += waitedMs
    if (this.#waitedMs < this.#limits.idleMs) return false
    const isTooSlow = this.#bytes < (this.#waitedMs / 1000) * this.#limits.leastBytesPerSecond
    this.#bytes = this.#waitedMs = 0
    return isTooSlow
  }
}

/**
 * Gives a chunk's memory back at once: left to the garbage collector, tens of megabytes of what sockets read would wait. A view of a part of
 * a buffer is left: the rest may be another chunk's.
 */
function release({ buffer, byteLength }: Uint8Array): void {
  if (byteLength === buffer.byteLength && buffer instanceof ArrayBuffer) buffer.transfer(0)
}
