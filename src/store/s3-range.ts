// A range of an object, read to its end: a body that breaks, ends early or stands still is asked for again from the byte that was
// reached, of the same version of the object.

import { Failure } from '../failure/failure.ts'
import { type ByteRange, getBody, type S3Body, type S3Reading, TooSlow } from './s3-body.ts'
import { objectUrl } from './s3-bucket.ts'

/** Bodies in a row that may break without a byte. Requests that are not answered are the SDK's business, which repeats them. */
const mostFruitlessBodies = 3

/**
 * @param opened a body that begins at `start`, if there is one already
 * @param etag of the object; undefined: unknown, nothing is compared
 * @throws Failure SOURCE_CHANGED when it is another object by now; STORE_UNAVAILABLE, TIMEOUT
 */
export async function* readRange(
  reading: S3Reading,
  { start, end }: Required<ByteRange>,
  etag: string | undefined,
  opened?: S3Body,
): AsyncGenerator<Uint8Array> {
  let next = opened
  let at = start
  for (let fruitless = 0; at < end; ) {
    const begin = at
    const body = next ?? (await openRange(reading, { start: at, end }, etag))
    next = undefined
    try {
      for await (const chunk of body.chunks) {
        const wanted = chunk.subarray(0, end - at) // the body may be that of the whole object
        at += wanted.length
        yield wanted
        if (at === end) return
      }
      throw cutOff(reading, at, end)
    } catch (error) {
      fruitless = at > begin ? 0 : fruitless + 1
      if (error instanceof TooSlow || !isTransient(error) || fruitless === mostFruitlessBodies || reading.signal.aborted) throw error
    }
  }
}

function isTransient(error: unknown): boolean {
  return error instanceof Failure && error.class === 'transient'
}

/** Servers that do not know conditional or ranged requests answer them with something else. */
async function openRange(reading: S3Reading, range: Required<ByteRange>, etag: string | undefined): Promise<S3Body> {
  const source = objectUrl(reading.target, reading.key)
  const body = await getBody(reading, range, etag)
  const { ETag, ContentRange } = body.answer
  const isSame = etag === undefined || ETag === undefined || ETag === etag
  const isRange = ContentRange?.startsWith(`bytes ${range.start}-`) ?? range.start === 0
  if (isSame && isRange) return body
  body.close()
  if (!isSame) throw new Failure({ code: 'SOURCE_CHANGED', source })
  const detail = `asked for bytes from ${range.start} on, it answered with ${ContentRange ?? 'the whole object'}`
  throw new Failure({ code: 'STORE_UNAVAILABLE', source, detail })
}

function cutOff({ target, key }: S3Reading, at: number, end: number): Failure {
  const detail = `the body ended at byte ${at} of ${end}`
  return new Failure({ code: 'STORE_UNAVAILABLE', source: objectUrl(target, key), detail })
}
