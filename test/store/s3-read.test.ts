// Reading from S3 in the face of broken, short, foreign and corrupted bodies: one GET for a small object, parallel ranges for a large one.
// The names begin with the case of the project's list of faults that they settle.

import { randomBytes } from 'node:crypto'
import { Crc64Nvme } from '@aws-sdk/checksums/crc'
import { s3Client } from '../../src/store/s3-client.ts'
import { defaultReadLimits } from '../../src/store/s3-read.ts'
import { s3Store } from '../../src/store/s3-store.ts'
import type { ObjectStore, ReadOptions } from '../../src/store/store.ts'
import type { S3Request } from '../simulator/s3-answer.ts'
import { ConditionalS3, type Fault } from './conditional-s3.ts'

const access = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
const rangeBytes = 10_000
const small = randomBytes(2 * rangeBytes)
const large = randomBytes(7 * rangeBytes + 123)

const s3 = new ConditionalS3()
let store: ObjectStore
let unlimited: ObjectStore
const sound = s3.reply

beforeAll(async () => {
  const endpoint = await s3.start()
  const client = s3Client({
    ...access,
    endpoint,
    limits: { connectMs: 500, requestMs: 2000, idleMs: 2000, attempts: 2, throttledAttempts: 2 },
  })
  unlimited = s3Store({ client, bucket: 'test-bucket' })
  store = s3Store({ client, bucket: 'test-bucket', reads: { ...defaultReadLimits, idleMs: 300, rangeBytes, rangesAhead: 3 } })
})
afterAll(() => s3.stop())
beforeEach(() => {
  s3.store('small', small, {})
  s3.store('large', large, {})
  s3.requests.length = 0
  s3.fault = () => undefined
  s3.reply = sound
})

async function read(key: string, options?: ReadOptions): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of store.read(key, options)) chunks.push(new Uint8Array(chunk))
  return Buffer.concat(chunks)
}

/** Does `fault` to the requests whose numbers (from 0) are given, or to all. */
function faultAt(fault: Fault, ...numbers: number[]): void {
  let count = 0
  s3.fault = (_, operation) => {
    if (operation !== 'GetObject') return undefined
    const number = count++
    return numbers.length === 0 || numbers.includes(number) ? fault : undefined
  }
}

/** Answers with these headers instead of a checksum of the object. */
function replyWith(headers: Record<string, string>): void {
  s3.reply = request => {
    const answer = sound(request)
    delete answer.headers['x-amz-checksum-crc32']
    return { ...answer, headers: { ...answer.headers, ...headers } }
  }
}

const gets = () => s3.requests.filter(operation => operation === 'GetObject').length

it('reads a small object with one request, a large one in ranges, in order', async () => {
  expect((await read('small')).equals(small)).toBe(true)
  expect(gets()).toBe(1)
  expect((await read('large')).equals(large)).toBe(true)
  expect(gets()).toBe(1 + 8)
  expect((await read('large', { start: 5, end: 60_000 })).equals(large.subarray(5, 60_000))).toBe(true)
})

it('gives the memory of a chunk back when the next one is asked for', async () => {
  const bytes = randomBytes(2_000_000)
  s3.store('one-body', bytes, {})
  const kept: Uint8Array[] = []
  const copies: Buffer[] = []
  for await (const chunk of unlimited.read('one-body')) {
    kept.push(chunk)
    copies.push(Buffer.from(chunk))
  }
  expect(Buffer.concat(copies).equals(bytes)).toBe(true)
  expect(kept.filter(chunk => chunk.buffer.byteLength > 0).length).toBeLessThan(kept.length / 2) // the first one's buffer has the head too
})

it('every request after the first insists on the object of the first', async () => {
  const seen: S3Request[] = []
  s3.fault = request => {
    seen.push(request)
    return undefined
  }
  await read('large')
  expect(seen.slice(1).map(({ headers }) => headers['if-match'])).toEqual(Array(7).fill(s3.objects.get('large')!.etag))
})

it('holds no more ranges than it may, however slow the reader', async () => {
  for await (const chunk of store.read('large')) {
    expect(chunk.length).toBeGreaterThan(0)
    await new Promise(resolve => setTimeout(resolve, 50))
    expect(gets()).toBeLessThanOrEqual(1 + 3)
    break
  }
})

describe.each(['break', 'end'] as const)('T01, T02: when bodies %s early', ending => {
  it.each(['small', 'large'])('%s: reads on from the byte it reached, wherever that is', async key => {
    const body = key === 'small' ? small : large
    for (let bytes = 0; bytes < body.length; bytes += Math.ceil(body.length / 50)) {
      faultAt({ bytes: bytes % rangeBytes, ending }, 0, 2, 3)
      expect({ bytes, equal: (await read(key)).equals(body) }).toEqual({ bytes, equal: true })
    }
  })

  it('gives up when no body brings a byte', async () => {
    faultAt({ bytes: 0, ending })
    await expect(read('large')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    faultAt({ bytes: 0, ending })
    await expect(read('small')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  })
})

it('reads on when a body stands still', async () => {
  faultAt('stall body', 1)
  expect((await read('large')).equals(large)).toBe(true)
})

it.each([true, false])(
  'T12, S24: fails when the object is overwritten between two ranges (conditions known: %s)',
  async knowsConditions => {
    let count = 0
    if (!knowsConditions) s3.reply = request => sound({ ...request, headers: { ...request.headers, 'if-match': undefined } })
    s3.fault = () => {
      if (++count === 4) s3.store('large', randomBytes(large.length), {})
      return undefined
    }
    await expect(read('large')).rejects.toMatchObject({ code: 'SOURCE_CHANGED' })
  },
)

it('T12: fails when the object is overwritten before a broken body is read on', async () => {
  let isFirst = true
  s3.fault = ({ key }, operation) => {
    if (operation !== 'GetObject' || key !== 'small' || !isFirst) return undefined
    isFirst = false
    queueMicrotask(() => s3.store('small', randomBytes(small.length), {}))
    return { bytes: 100, ending: 'end' }
  }
  await expect(read('small')).rejects.toMatchObject({ code: 'SOURCE_CHANGED' })
})

describe('T35: checksums of the whole object', () => {
  it.each(['small', 'large'])('%s: another one than that of what was read fails', async key => {
    faultAt('wrong checksum', 0)
    await expect(read(key)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    faultAt('corrupt body', key === 'small' ? 0 : 3)
    await expect(read(key)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  })

  it.each(['small', 'large'])('%s: hold over several requests', async key => {
    faultAt({ bytes: 5000, ending: 'break' }, 0, 1)
    expect((await read(key)).length).toBeGreaterThan(0)
  })

  it('CRC64NVME and SHA-256 are known, composite ones are left out', async () => {
    const crc64 = new Crc64Nvme()
    crc64.update(large)
    const text = Buffer.from(await crc64.digest()).toString('base64')
    replyWith({ 'x-amz-checksum-crc64nvme': text, 'x-amz-checksum-type': 'FULL_OBJECT' })
    expect((await read('large')).equals(large)).toBe(true)
    await expect(read('small')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    replyWith({ 'x-amz-checksum-sha256': 'x'.repeat(43), 'x-amz-checksum-type': 'FULL_OBJECT' })
    await expect(read('small')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    replyWith({ 'x-amz-checksum-crc32': 'AAAAAA==-3', 'x-amz-checksum-type': 'COMPOSITE' })
    expect((await read('small')).equals(small)).toBe(true)
  })

  it('that a clone sends with every range do no harm', async () => {
    replyWith({ 'x-amz-checksum-crc32': s3.objects.get('large')!.crc32! })
    expect((await read('large')).equals(large)).toBe(true)
    expect((await read('large', { start: 10, end: 20 })).equals(large.subarray(10, 20))).toBe(true)
  })
})

it('refuses a server that answers a range with the whole object', async () => {
  s3.reply = request => sound({ ...request, headers: { ...request.headers, range: undefined } })
  await expect(read('large')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
})

it('ends all requests when the reader leaves, or its time is up', async () => {
  faultAt('stall body', 1, 2, 3)
  for await (const _ of store.read('large')) break
  faultAt('stall body')
  const up = AbortSignal.timeout(50)
  await expect(read('large', { signal: up })).rejects.toMatchObject({ code: 'TIMEOUT' })
})
