// The S3 adapter over HTTP: the contract against fauxqs and against a stricter S3 of our own (conditional-s3.ts), then what happens when
// requests, replies and bodies get lost.

import { randomBytes } from 'node:crypto'
import { type FauxqsServer, startFauxqs } from 'fauxqs'
import { s3Client } from '../../src/store/s3-client.ts'
import { defaultReadLimits } from '../../src/store/s3-read.ts'
import { type S3StoreOptions, s3Store } from '../../src/store/s3-store.ts'
import { defaultPartLimits } from '../../src/store/s3-writer.ts'
import type { ObjectStore } from '../../src/store/store.ts'
import { ConditionalS3, type Fault } from './conditional-s3.ts'
import { describeObjectStore, readAll, text } from './object-store-contract.ts'

const access = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
const mebibyte = 1024 * 1024

describe('over fauxqs', () => {
  let server: FauxqsServer
  let store: ObjectStore

  beforeAll(async () => {
    server = await startFauxqs({ port: 0, logger: false })
    server.createBucket('test-bucket')
    const client = s3Client({ ...access, endpoint: server.address })
    store = s3Store({ client, bucket: 'test-bucket', parts: { partBytes: 5 * mebibyte, partsPerSize: 1000, partsInFlight: 3 } })
  })
  afterAll(() => server.stop())

  describeObjectStore('the S3 store', () => ({
    store,
    keepsMetadata: true,
    enforcesConditions: false,
    keepsAnyKey: true,
    listsByBytes: false,
  }))
})

const s3 = new ConditionalS3()
let endpoint: string

beforeAll(async () => {
  endpoint = await s3.start()
})
afterAll(() => s3.stop())
beforeEach(() => {
  s3.fault = () => undefined
  s3.requests.length = 0
})

function storeOver(options: Partial<S3StoreOptions> = {}): ObjectStore {
  const client = s3Client({
    ...access,
    endpoint,
    limits: { connectMs: 500, requestMs: 500, idleMs: 1000, attempts: 2, throttledAttempts: 2 },
  })
  const parts = { partBytes: mebibyte, partsPerSize: 2, partsInFlight: 2 }
  return s3Store({
    client,
    bucket: 'test-bucket',
    expectedOwner: s3.owner,
    parts,
    reads: { ...defaultReadLimits, idleMs: 300 },
    ...options,
  })
}

/** Does `fault` to the first request of an operation, or to the first `times`. */
function faultAt(operation: string, fault: Fault, times = 1): void {
  let left = times
  s3.fault = (_, found) => (found === operation && left-- > 0 ? fault : undefined)
}

describe('over an S3 that enforces conditions', () => {
  const copies = { singleCopyBytes: 5_000_000, partBytes: 2_000_000 }
  describeObjectStore('the S3 store', () => ({
    store: storeOver({ copies }),
    keepsMetadata: true,
    enforcesConditions: true,
    keepsAnyKey: true,
    listsByBytes: true,
  }))

  it('copies large objects in parts, metadata and content type included', async () => {
    const store = storeOver({ copies })
    const body = randomBytes(7_000_001)
    await store.put('copy/large', body, { metadata: { a: 'b' }, contentType: 'text/csv' })
    await store.copy('copy/large', 'copy/large2')
    expect(s3.requests.filter(operation => operation === 'UploadPartCopy')).toHaveLength(4)
    expect(Buffer.compare(await readAll(store, 'copy/large2'), body)).toBe(0)
    expect((await store.head('copy/large2'))?.metadata).toEqual({ a: 'b' })
    expect(s3.objects.get('copy/large2')?.headers['content-type']).toBe('text/csv')
    const refused = store.copy('copy/large', 'copy/large2', { ifAbsent: true })
    await expect(refused).rejects.toMatchObject({ code: 'OUTPUT_CHANGED' })
    expect(s3.uploads.size).toBe(0)
  })

  it('S17: refuses a bucket of another owner', async () => {
    const store = storeOver({ expectedOwner: '999999999999' })
    await expect(store.head('a')).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
    await expect(store.put('a', text('x'))).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
    await expect(readAll(store, 'a')).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
    await expect(store.copy('a', 'b')).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
    await expect(store.delete('a')).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
  })

  it('T59: lets parts grow, so that few suffice', async () => {
    const writer = storeOver().writer('parts')
    for (let index = 0; index < 14; index++) await writer.write(randomBytes(mebibyte))
    await writer.commit()
    // 1 + 1, 2 + 2, 4 + 4 MiB
    expect(s3.requests.filter(operation => operation === 'UploadPart')).toHaveLength(6)
    expect(s3.objects.get('parts')?.body.byteLength).toBe(14 * mebibyte)
  })
})

describe('reading', () => {
  const body = randomBytes(300_000)
  beforeAll(async () => {
    await storeOver().put('read', body)
  })

  it.each<[Fault, string]>([
    ['cut body', 'STORE_UNAVAILABLE'],
    ['short body', 'STORE_UNAVAILABLE'],
    ['stall body', 'TIMEOUT'],
    ['corrupt body', 'STORE_UNAVAILABLE'],
  ])('fails when the server keeps doing this: %s', async (fault, code) => {
    faultAt('GetObject', fault, 99)
    await expect(readAll(storeOver(), 'read')).rejects.toMatchObject({ code })
  })

  it('T02: counts the bytes when neither a length nor a checksum comes with them', async () => {
    s3.store('unchecked', body, {}, { operation: 'CompleteMultipartUpload' })
    const whole = { bytes: body.byteLength }
    faultAt('GetObject', { bytes: 0, ending: 'end' }, 99)
    await expect(readAll(storeOver(), 'unchecked', whole)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    faultAt('GetObject', 'short body') // read on from there
    expect(Buffer.compare(await readAll(storeOver(), 'unchecked', whole), body)).toBe(0)
  })

  it('does not wait for ever for a silent server', async () => {
    faultAt('GetObject', 'silence', 9)
    await expect(readAll(storeOver(), 'read')).rejects.toMatchObject({ code: 'TIMEOUT' })
  })

  it('tries again when the connection breaks before an answer, or the server is busy', async () => {
    faultAt('GetObject', 'reset before')
    expect(Buffer.compare(await readAll(storeOver(), 'read'), body)).toBe(0)
    faultAt('GetObject', { status: 503, code: 'SlowDown' })
    expect(Buffer.compare(await readAll(storeOver(), 'read'), body)).toBe(0)
  })

  it('does not take a slow reader for a slow server', async () => {
    let received = 0
    for await (const chunk of storeOver().read('read')) {
      received += chunk.byteLength
      await new Promise(resolve => setTimeout(resolve, 350))
      if (received > 200_000) break
    }
    expect(received).toBeGreaterThan(200_000)
  })
})

describe('writing', () => {
  const small = [text('small')]
  const large = [randomBytes(mebibyte), randomBytes(mebibyte), randomBytes(1000)]
  let count = 0
  let key: string
  beforeEach(() => {
    key = `write/${++count}`
  })

  async function write(chunks: readonly Buffer[], condition?: { ifAbsent: true } | { ifMatch: string }): Promise<{ etag: string }> {
    const writer = storeOver().writer(key, { metadata: { a: 'b' } })
    try {
      for (const chunk of chunks) await writer.write(chunk)
      return await writer.commit(condition)
    } catch (error) {
      await writer.abort()
      throw error
    }
  }

  /** Not toEqual: it compares megabytes one by one. */
  function expectBody(expected: Buffer): void {
    expect(s3.objects.get(key)?.body.equals(expected)).toBe(true)
  }

  const finishing = [
    ['PutObject', small],
    ['CompleteMultipartUpload', large],
  ] as const

  describe.each(finishing)('when the reply of %s gets lost', (operation, chunks) => {
    it('T06, T07: recognises its own write', async () => {
      faultAt(operation, 'reset after')
      const { etag } = await write(chunks, { ifAbsent: true })
      expect(s3.objects.get(key)?.etag).toBe(etag)
      expectBody(Buffer.concat(chunks))
      expect((await storeOver().head(key))?.metadata).toEqual({ a: 'b' })
      expect(s3.uploads.size).toBe(0)
    })

    it('recognises its own write without a condition too', async () => {
      faultAt(operation, 'reset after')
      const { etag } = await write(chunks)
      expect(s3.objects.get(key)?.etag).toBe(etag)
    })

    it('T09: neither deletes nor overwrites what another wrote meanwhile', async () => {
      const other = Buffer.alloc(Buffer.concat(chunks).byteLength, 'o')
      let attempts = 0
      s3.fault = (_, found) => {
        if (found !== operation) return undefined
        if (++attempts === 1) return 'reset after'
        s3.store(key, other, {})
        return undefined
      }
      await expect(write(chunks, { ifAbsent: true })).rejects.toMatchObject({ class: 'transient' })
      expectBody(other)
    })

    it('T08: says that the outcome is unknown when it cannot look, and removes nothing', async () => {
      s3.fault = (_, found) => (found === operation ? 'reset after' : found === 'HeadObject' ? { status: 500 } : undefined)
      await expect(write(chunks, { ifAbsent: true })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
      expectBody(Buffer.concat(chunks))
    })
  })

  it.each(finishing)('T57: leaves nothing when %s keeps failing', async (operation, chunks) => {
    for (const fault of [{ status: 503, code: 'SlowDown' }, 'reset before', 'silence', { status: 403, code: 'AccessDenied' }] as const) {
      faultAt(operation, fault, 9)
      await expect(write(chunks)).rejects.toMatchObject({ name: 'Failure' })
      expect(s3.objects.has(key)).toBe(false)
      expect(s3.uploads.size).toBe(0)
    }
  })

  it.each([
    ['PutObject', small],
    ['CreateMultipartUpload', large],
    ['UploadPart', large],
    ['CompleteMultipartUpload', large],
  ] as const)('T33: gets over a passing fault at %s', async (operation, chunks) => {
    for (const fault of [{ status: 503, code: 'SlowDown' }, 'reset before', 'reset after', 'silence'] as const) {
      faultAt(operation, fault)
      await write(chunks)
      expectBody(Buffer.concat(chunks))
      s3.objects.delete(key)
    }
    s3.uploads.clear() // a lost answer of CreateMultipartUpload strands one: the lifecycle rule's business
  })

  it('T10: does not take a 200 with an error inside for success', async () => {
    faultAt('CompleteMultipartUpload', 'error in 200', 9)
    await expect(write(large)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    expect(s3.objects.has(key)).toBe(false)
    faultAt('CompleteMultipartUpload', 'error in 200')
    await write(large)
    expect(s3.objects.has(key)).toBe(true)
  })

  it.each([
    ['PutObject', small],
    ['UploadPart', large],
  ] as const)('T36: sends again what was corrupted on the way to %s', async (operation, chunks) => {
    faultAt(operation, { status: 400, code: 'BadDigest' }, 2)
    await write(chunks)
    expectBody(Buffer.concat(chunks))
    faultAt(operation, 'wrong checksum', 2) // stored, and confirmed with another checksum
    await write(chunks)
    expectBody(Buffer.concat(chunks))
    for (const fault of [{ status: 400, code: 'BadDigest' }, 'wrong checksum'] as const) {
      s3.objects.delete(key)
      faultAt(operation, fault, 9)
      await expect(write(chunks)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
      expect(s3.uploads.size).toBe(0)
    }
  })

  it('T58: aborts again until no part that came late is left', async () => {
    let aborts = 0
    s3.fault = (_, operation) => {
      if (operation === 'CompleteMultipartUpload') return { status: 403, code: 'AccessDenied' }
      if (operation === 'AbortMultipartUpload' && ++aborts === 1) return { status: 204 } // and yet something is left
      return undefined
    }
    await expect(write(large)).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
    expect(s3.uploads.size).toBe(0)
    expect(aborts).toBe(3)
  })

  it('T59: parts grow with their number, so that 10,000 of them hold the largest object', () => {
    const { partBytes, partsPerSize } = defaultPartLimits
    let bytes = 0
    for (let part = 0; part < 10_000; part++) bytes += partBytes * 2 ** Math.floor(part / partsPerSize)
    expect(bytes).toBeGreaterThanOrEqual(5 * 1024 ** 4)
  })

  it('T34: tells a failing part at the next call, and strands nothing', async () => {
    faultAt('UploadPart', { status: 403, code: 'AccessDenied' }, 9)
    await expect(write(large)).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
    expect(s3.uploads.size).toBe(0)
  })

  it.each(finishing)('T38: tells a race of two conditional writes (409) at %s as a changed output', async (operation, chunks) => {
    faultAt(operation, { status: 409, code: 'ConditionalRequestConflict' })
    await expect(write(chunks, { ifAbsent: true })).rejects.toMatchObject({ code: 'OUTPUT_CHANGED' })
  })

  it('deletes only what the write named made, though the same bytes have the same etag', async () => {
    const store = storeOver()
    await store.put(key, Buffer.from('same'))
    const seen = (await store.head(key))!
    await store.put(key, Buffer.from('same'))
    const now = (await store.head(key))!
    expect(seen.writeId).toMatch(/^[0-9a-f-]{36}$/)
    expect(now.writeId).not.toBe(seen.writeId)
    const stale = { ifMatch: now.etag, ifWriteId: seen.writeId! }
    await expect(store.delete(key, stale)).rejects.toMatchObject({ code: 'SOURCE_CHANGED' })
    await store.delete(key, { ifMatch: now.etag, ifWriteId: now.writeId! })
    expect(await store.head(key)).toBeUndefined()
  })

  it('repeats a listing that was cut, and never takes it for a short one', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await storeOver().put(`listed/${name}`, text(name))
    faultAt('ListObjectsV2', 'cut body')
    const found: string[] = []
    for await (const { key } of storeOver().list('listed/')) found.push(key)
    expect(found).toHaveLength(7)
  })
})
