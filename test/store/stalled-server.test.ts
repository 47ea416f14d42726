// Servers that accept a connection and then stand still, or all but: every request to S3 and SQS ends in a TIMEOUT. The limits are
// short here; that the tests end at all is what they show.

import { createServer, type Server, type Socket } from 'node:net'
import { Failure } from '../../src/failure/failure.ts'
import { s3Client, sqsClient } from '../../src/store/s3-client.ts'
import { defaultReadLimits } from '../../src/store/s3-read.ts'
import { s3Store } from '../../src/store/s3-store.ts'
import { sqsQueue } from '../../src/store/sqs-queue.ts'
import type { ObjectStore } from '../../src/store/store.ts'
import { keys } from './object-store-contract.ts'

const open: { server: Server; sockets: Set<Socket> }[] = []
afterEach(async () => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy()
    await new Promise(resolve => server.close(resolve))
  }
})

/** @param answer called with each request's head; what it does not write never comes */
async function serve(answer: (socket: Socket, head: string) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', data => {
      const head = data.toString('latin1')
      if (/^(GET|PUT|POST|HEAD|DELETE) /.test(head)) answer(socket, head)
    })
  })
  open.push({ server, sockets })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

const limits = { connectMs: 500, requestMs: 150, idleMs: 400, wholeMs: 600, attempts: 2, throttledAttempts: 2 }
const account = { region: 'us-east-1', credentials: { accessKeyId: 'k', secretAccessKey: 's' }, limits }
const reads = { ...defaultReadLimits, idleMs: 150, leastBytesPerSecond: 2000 }
const parts = { partBytes: 64 * 1024, partsPerSize: 1000, partsInFlight: 2 }

const storeAt = (endpoint: string): ObjectStore => s3Store({ client: s3Client({ ...account, endpoint }), bucket: 'bucket', reads, parts })

async function readAll(store: ObjectStore, signal?: AbortSignal): Promise<number> {
  let bytes = 0
  for await (const chunk of store.read('key', signal === undefined ? {} : { signal })) bytes += chunk.byteLength
  return bytes
}

async function writeLarge(store: ObjectStore, signal?: AbortSignal): Promise<void> {
  const writer = store.writer('key', signal === undefined ? {} : { signal })
  try {
    for (let part = 0; part < 3; part++) await writer.write(new Uint8Array(parts.partBytes))
    await writer.commit()
  } catch (error) {
    await writer.abort()
    throw error
  }
}

async function failureOf(request: Promise<unknown>): Promise<Failure> {
  const error = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof Failure) return error
  throw new Error(`no failure, but ${error}`)
}

const silent = () => undefined
const headers = (length: number) => `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\nETag: "e"\r\n\r\n`
const xml = (text: string) => `HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: ${text.length}\r\n\r\n${text}`

/** A byte every few milliseconds, for ever: never idle, never done. */
function trickle(socket: Socket): void {
  const timer = setInterval(() => socket.write(' '), 20)
  socket.once('close', () => clearInterval(timer))
}

describe('T41: a server that never answers', () => {
  it.each<[string, (store: ObjectStore) => Promise<unknown>]>([
    ['HEAD', store => store.head('key')],
    ['GET', store => readAll(store)],
    ['PUT', store => store.put('key', new Uint8Array(300_000))],
    ['a conditional PUT', store => store.put('key', new Uint8Array(3), { condition: { ifAbsent: true } })],
    ['CreateMultipartUpload', store => writeLarge(store)],
    ['DELETE', store => store.delete('key')],
    ['COPY', store => store.copy('from', 'to')],
    ['LIST', async store => await keys(store, '')],
  ])('%s', async (_, request) => {
    expect(await failureOf(request(storeAt(await serve(silent))))).toMatchObject({ code: 'TIMEOUT', class: 'transient' })
  })

  it.each<[string, (queue: ReturnType<typeof sqsQueue>) => Promise<unknown>]>([
    ['send', queue => queue.send('body')],
    ['receive', queue => queue.receive({ visibilitySeconds: 1, waitSeconds: 0 })],
    ['changeVisibility', queue => queue.changeVisibility('receipt', 1)],
    ['delete', queue => queue.delete('receipt')],
    ['depth', queue => queue.depth()],
  ])('SQS: %s', async (_, request) => {
    const endpoint = await serve(silent)
    const queue = sqsQueue(sqsClient({ ...account, endpoint }), `${endpoint}/1/queue`)
    expect(await failureOf(request(queue))).toMatchObject({ code: 'TIMEOUT', class: 'transient' })
  })
})

describe('T41: a server that stands still', () => {
  it('in the middle of a body', async () => {
    const endpoint = await serve((socket, head) => {
      if (!/^range:/im.test(head)) socket.write(`${headers(1000)}${'x'.repeat(500)}`)
    })
    expect(await failureOf(readAll(storeAt(endpoint)))).toMatchObject({ code: 'TIMEOUT' })
  })

  it('over a part of an upload', async () => {
    const upload = '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>'
    const heads: string[] = []
    const endpoint = await serve((socket, head) => {
      heads.push(head.split(' HTTP')[0]!)
      if (head.startsWith('POST') && head.includes('uploads')) socket.write(xml(upload))
    })
    expect(await failureOf(writeLarge(storeAt(endpoint)))).toMatchObject({ code: 'TIMEOUT' })
    expect(heads.some(head => head.startsWith('DELETE') && head.includes('uploadId=u'))).toBe(true) // taken back, as far as it goes
  })
})

describe('T41: a server that all but stands still', () => {
  it('sends a body more slowly than it may', async () => {
    const endpoint = await serve(socket => {
      socket.write(headers(100_000))
      trickle(socket)
    })
    const { code, message } = await failureOf(readAll(storeAt(endpoint)))
    expect(code).toBe('TIMEOUT')
    expect(message).toContain('fewer than 2000 bytes a second')
  })

  it.each<[string, (store: ObjectStore) => Promise<unknown>]>([
    ['of a LIST', async store => await keys(store, '')],
    ['of a COPY', store => store.copy('from', 'to')],
  ])('never comes to the end of the answer %s', async (_, request) => {
    const endpoint = await serve((socket, head) => {
      if (head.startsWith('HEAD')) return void socket.write(headers(5))
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 100000\r\n\r\n<?xml version="1.0"?>')
      trickle(socket)
    })
    expect(await failureOf(request(storeAt(endpoint)))).toMatchObject({ class: 'transient' })
  })
})

describe('a signal ends what would wait much longer', () => {
  const patient = { ...account, limits: { ...limits, requestMs: 60_000, idleMs: 60_000, wholeMs: 60_000 } }
  const patientStore = (endpoint: string) => s3Store({ client: s3Client({ ...patient, endpoint }), bucket: 'bucket', parts })

  it('a GET before its headers, and in its body', async () => {
    const mute = patientStore(await serve(silent))
    expect(await failureOf(readAll(mute, AbortSignal.timeout(50)))).toMatchObject({ code: 'TIMEOUT' })
    const halting = patientStore(await serve(socket => void socket.write(`${headers(1000)}${'x'.repeat(500)}`)))
    expect(await failureOf(readAll(halting, AbortSignal.timeout(50)))).toMatchObject({ code: 'TIMEOUT' })
  })

  it('an upload, which is then aborted all the same', async () => {
    const upload = '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>'
    let aborted = 0
    const endpoint = await serve((socket, head) => {
      if (head.startsWith('POST') && head.includes('uploads')) socket.write(xml(upload))
      if (head.startsWith('DELETE')) {
        aborted++
        socket.write('HTTP/1.1 204 No Content\r\n\r\n')
      }
    })
    expect(await failureOf(writeLarge(patientStore(endpoint), AbortSignal.timeout(50)))).toMatchObject({ code: 'TIMEOUT' })
    expect(aborted).toBeGreaterThan(0)
  })
})

it('a slow reader is no slow server', async () => {
  const endpoint = await serve(socket => void socket.write(`${headers(300_000)}${'x'.repeat(300_000)}`))
  let bytes = 0
  for await (const chunk of storeAt(endpoint).read('key')) {
    bytes += chunk.byteLength
    if (bytes < 150_000) await new Promise(resolve => setTimeout(resolve, 2 * reads.idleMs))
  }
  expect(bytes).toBe(300_000)
})

it.each([
  ['x-amz-checksum-crc64nvme: AAAAAAAAAAA=\r\nx-amz-checksum-type: FULL_OBJECT', 'CRC64NVME:AAAAAAAAAAA='],
  ['x-amz-checksum-sha256: c2hh', 'SHA256:c2hh'],
  ['x-amz-checksum-sha256: c2hh-3\r\nx-amz-checksum-type: COMPOSITE', undefined],
  ['x-amz-checksum-crc32: AAAAAA==\r\nx-amz-checksum-type: FULL_OBJECT', undefined],
])('of the checksums that S3 sends, only whole and long ones stand for the content: %s', async (header, checksum) => {
  const endpoint = await serve(socket => void socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: "e"\r\n${header}\r\n\r\n`))
  expect((await storeAt(endpoint).head('key'))?.checksum).toBe(checksum)
})
