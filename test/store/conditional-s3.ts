// A small S3 over HTTP, stricter than fauxqs where it matters here: conditional writes and deletes (412, 404), the bucket's owner,
// checksums and part numbers checked, and faults on demand: a request's `fault` is done to it instead of, or after, its effect.

import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { crc32 } from 'node:zlib'
import { compareKeys } from '../../src/store/store.ts'

export type Fault =
  | { status: number; code?: string } // answered instead of the effect
  | 'reset before' // connection broken, no effect
  | 'reset after' // the effect took place, the reply is lost
  | 'silence' // no answer
  | 'cut body' // half of the body, then the connection breaks
  | 'short body' // half of the body with a clean end, as a proxy without Content-Length does
  | 'stall body' // half of the body, then nothing
  | 'corrupt body' // one bit flipped on the way
  | 'error in 200' // the effect did not take place, told in the body of a 200

export interface S3Request {
  method: string
  key: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: Buffer
}

interface S3Object {
  body: Buffer
  etag: string
  headers: Record<string, string>
  lastModified: Date
}

export class ConditionalS3 {
  readonly objects = new Map<string, S3Object>()
  readonly uploads = new Map<string, { key: string; headers: Record<string, string>; parts: Map<number, Buffer> }>()
  readonly requests: string[] = []
  /** Asked before every request. */
  fault: (request: S3Request, operation: string) => Fault | undefined = () => undefined
  owner = '111122223333'
  pageSize = 3
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response))
  #etags = 0

  async start(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming)
    const operation = operationOf(request)
    this.requests.push(operation)
    const fault = this.fault(request, operation)
    if (fault === 'silence') return
    if (fault === 'reset before') return void incoming.socket.destroy()
    if (typeof fault === 'object') return send(response, errorAnswer(fault.status, fault.code ?? 'Injected'))
    const answer = fault === 'error in 200' ? { ...errorAnswer(500, 'InternalError'), status: 200 } : this.#answer(request, operation)
    if (fault === 'reset after') return void incoming.socket.destroy()
    if (fault === 'corrupt body') return send(response, { ...answer, body: withFlippedBit(answer.body) })
    if (fault === 'cut body' || fault === 'short body' || fault === 'stall body') return sendHalf(response, answer, fault)
    send(response, answer)
  }

  #answer(request: S3Request, operation: string): Answer {
    const expectedOwner = request.headers['x-amz-expected-bucket-owner']
    if (expectedOwner !== undefined && expectedOwner !== this.owner) return errorAnswer(403, 'AccessDenied')
    const refusal = this.#refusal(request, operation)
    if (refusal !== undefined) return refusal
    return operations[operation]!.call(this, request)
  }

  /** Conditions on the object itself. A DELETE of nothing succeeds; a conditional write to nothing is a 404. */
  #refusal({ key, headers }: S3Request, operation: string): Answer | undefined {
    const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers
    const found = this.objects.get(key)
    if (ifNoneMatch === '*' && found !== undefined) return errorAnswer(412, 'PreconditionFailed')
    if (ifMatch === undefined || operation === 'ListObjectsV2') return undefined
    if (found === undefined) return operation === 'DeleteObject' ? undefined : errorAnswer(404, 'NoSuchKey')
    return found.etag === ifMatch ? undefined : errorAnswer(412, 'PreconditionFailed')
  }

  store(key: string, body: Buffer, headers: Record<string, string>): Answer {
    const etag = `"${createHash('md5').update(body).digest('hex')}-${++this.#etags}"`
    this.objects.set(key, { body, etag, headers, lastModified: new Date() })
    return { status: 200, headers: { etag }, body: Buffer.alloc(0) }
  }
}

interface Answer {
  status: number
  headers: Record<string, string>
  body: Buffer
}

type Operation = (this: ConditionalS3, request: S3Request) => Answer

const operations: Record<string, Operation> = {
  PutObject({ key, headers, body }) {
    return isIntact(headers, body) ? this.store(key, body, kept(headers)) : errorAnswer(400, 'BadDigest')
  },
  GetObject({ key, headers }) {
    const found = this.objects.get(key)
    if (found === undefined) return errorAnswer(404, 'NoSuchKey')
    const range = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '')
    const body = range ? found.body.subarray(Number(range[1]), range[2] ? Number(range[2]) + 1 : undefined) : found.body
    const checksum: Record<string, string> = headers['x-amz-checksum-mode'] && !range ? { 'x-amz-checksum-crc32': crcText(found.body) } : {}
    return { status: range ? 206 : 200, headers: { ...found.headers, ...checksum, ...objectHeaders(found) }, body }
  },
  HeadObject({ key }) {
    const found = this.objects.get(key)
    if (found === undefined) return { ...errorAnswer(404, 'NotFound'), body: Buffer.alloc(0) }
    return {
      status: 200,
      headers: { ...found.headers, ...objectHeaders(found), 'content-length': String(found.body.byteLength) },
      body: Buffer.alloc(0),
    }
  },
  DeleteObject({ key }) {
    this.objects.delete(key)
    return { status: 204, headers: {}, body: Buffer.alloc(0) }
  },
  CopyObject({ key, headers }) {
    const source = copySource(this, headers)
    if ('status' in source) return source
    const { headers: answered } = this.store(key, source.body, source.headers)
    return xml(`<CopyObjectResult><ETag>${answered.etag}</ETag></CopyObjectResult>`)
  },
  CreateMultipartUpload({ key, headers }) {
    const id = `upload-${this.requests.length}`
    this.uploads.set(id, { key, headers: kept(headers), parts: new Map() })
    return xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`)
  },
  UploadPart({ query, headers, body }) {
    const upload = this.uploads.get(query.get('uploadId')!)
    if (upload === undefined) return errorAnswer(404, 'NoSuchUpload')
    if (!isIntact(headers, body)) return errorAnswer(400, 'BadDigest')
    upload.parts.set(Number(query.get('partNumber')), body)
    return { status: 200, headers: { etag: `"part-${query.get('partNumber')}"` }, body: Buffer.alloc(0) }
  },
  UploadPartCopy({ query, headers }) {
    const source = copySource(this, headers)
    if ('status' in source) return source
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(String(headers['x-amz-copy-source-range']))!
    const partNumber = Number(query.get('partNumber'))
    this.uploads.get(query.get('uploadId')!)!.parts.set(partNumber, source.body.subarray(Number(start), Number(end) + 1))
    return xml(`<CopyPartResult><ETag>"part-${partNumber}"</ETag></CopyPartResult>`)
  },
  CompleteMultipartUpload({ key, query, headers, body }) {
    const upload = this.uploads.get(query.get('uploadId')!)
    if (upload === undefined) return errorAnswer(404, 'NoSuchUpload')
    const named = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(match => Number(match[1]))
    if (named.some((number, index) => number !== index + 1 || !upload.parts.has(number))) return errorAnswer(400, 'InvalidPart')
    const whole = Buffer.concat(named.map(number => upload.parts.get(number)!))
    if (headers['x-amz-checksum-crc32'] !== undefined && !isIntact(headers, whole)) return errorAnswer(400, 'BadDigest')
    this.uploads.delete(query.get('uploadId')!)
    const { headers: answered } = this.store(key, whole, upload.headers)
    return xml(`<CompleteMultipartUploadResult><ETag>${answered.etag}</ETag></CompleteMultipartUploadResult>`)
  },
  AbortMultipartUpload({ query }) {
    return this.uploads.delete(query.get('uploadId')!)
      ? { status: 204, headers: {}, body: Buffer.alloc(0) }
      : errorAnswer(404, 'NoSuchUpload')
  },
  ListObjectsV2({ query }) {
    const after = query.get('continuation-token') ?? query.get('start-after') ?? ''
    const matching = [...this.objects]
      .filter(([key]) => key.startsWith(query.get('prefix') ?? '') && compareKeys(key, after) > 0)
      .sort(([a], [b]) => compareKeys(a, b))
    const page = matching.slice(0, this.pageSize)
    const isCut = matching.length > page.length
    const contents = page.map(([key, { body, etag, lastModified }]) => {
      const encoded = encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/')
      return `<Contents><Key>${encoded}</Key><Size>${body.byteLength}</Size><ETag>${etag}</ETag><LastModified>${lastModified.toISOString()}</LastModified></Contents>`
    })
    const token = isCut ? `<NextContinuationToken>${escapeXml(page.at(-1)![0])}</NextContinuationToken>` : ''
    return xml(
      `<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>${isCut}</IsTruncated>${token}${contents.join('')}</ListBucketResult>`,
    )
  },
}

function operationOf({ method, key, query, headers }: S3Request): string {
  if (key === '') return 'ListObjectsV2'
  if (method === 'POST') return query.has('uploads') ? 'CreateMultipartUpload' : 'CompleteMultipartUpload'
  if (method === 'DELETE') return query.has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject'
  if (method === 'GET') return 'GetObject'
  if (method === 'HEAD') return 'HeadObject'
  const isCopy = headers['x-amz-copy-source'] !== undefined
  if (query.has('partNumber')) return isCopy ? 'UploadPartCopy' : 'UploadPart'
  return isCopy ? 'CopyObject' : 'PutObject'
}

async function readRequest(incoming: IncomingMessage): Promise<S3Request> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const [path = '', search = ''] = (incoming.url ?? '').split('?')
  const [, ...names] = path.slice(1).split('/')
  const key = names.map(decodeURIComponent).join('/')
  return { method: incoming.method ?? '', key, query: new URLSearchParams(search), headers: incoming.headers, body: Buffer.concat(chunks) }
}

function copySource(s3: ConditionalS3, headers: IncomingMessage['headers']): S3Object | Answer {
  const [, ...names] = String(headers['x-amz-copy-source']).split('/')
  const found = s3.objects.get(names.map(decodeURIComponent).join('/'))
  if (found === undefined) return errorAnswer(404, 'NoSuchKey')
  const ifMatch = headers['x-amz-copy-source-if-match']
  return ifMatch === undefined || ifMatch === found.etag ? found : errorAnswer(412, 'PreconditionFailed')
}

function isIntact(headers: IncomingMessage['headers'], body: Buffer): boolean {
  return headers['x-amz-checksum-crc32'] === crcText(body)
}

function crcText(body: Buffer): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(body))
  return bytes.toString('base64')
}

function kept(headers: IncomingMessage['headers']): Record<string, string> {
  const names = Object.keys(headers).filter(name => name.startsWith('x-amz-meta-') || name === 'content-type')
  return Object.fromEntries(names.map(name => [name, String(headers[name])]))
}

function objectHeaders({ etag, lastModified }: S3Object): Record<string, string> {
  return { etag, 'last-modified': lastModified.toUTCString() }
}

function xml(content: string): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${content}`),
  }
}

function errorAnswer(status: number, code: string): Answer {
  return { ...xml(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`), status }
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { 'content-length': String(body.byteLength), ...headers }).end(body)
}

function withFlippedBit(body: Buffer): Buffer {
  const flipped = Buffer.from(body)
  flipped[body.byteLength >> 1]! ^= 1
  return flipped
}

function sendHalf(response: ServerResponse, { status, headers, body }: Answer, fault: 'cut body' | 'short body' | 'stall body'): void {
  const half = body.subarray(0, body.byteLength / 2)
  if (fault === 'short body') return void response.writeHead(status, { ...headers, connection: 'close' }).end(half)
  response.writeHead(status, { ...headers, 'content-length': String(body.byteLength) }).write(half, () => {
    if (fault === 'cut body') response.socket?.destroy()
  })
}
