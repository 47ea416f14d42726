// As much of S3 as a conversion needs, without keeping a byte: objects are made as they are read, what is written is checked against its
// checksum and let go. Enforces `If-Match` on reads; knows one upload at a time.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { crc32 } from 'node:zlib'
import { startOnLoopback, stopServer } from '../store/loopback-server.ts'
import type { BigBytes } from './big-csv.ts'

const etag = '"made-as-it-is-read"'

export class StreamingS3 {
  /** Bytes of parts that came with their own checksum. */
  received = 0
  /** Size that the completed upload was said to have. */
  completed: number | undefined
  readonly #object: BigBytes
  readonly #checksum: string
  readonly #server: Server

  constructor(object: BigBytes) {
    this.#object = object
    this.#checksum = base64(checksumOf(object))
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  start(): Promise<string> {
    return startOnLoopback(this.#server)
  }

  stop(): Promise<void> {
    return stopServer(this.#server)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { searchParams, pathname } = new URL(request.url ?? '', 'http://localhost')
    const isSource = pathname.endsWith('.csv')
    if (request.method === 'PUT') return await this.#receive(request, response)
    if (request.method === 'HEAD' && !isSource) return void response.writeHead(404).end()
    if (request.method === 'HEAD') return void response.writeHead(200, this.#headers(this.#object.size)).end()
    if (request.method === 'GET') return await this.#send(request, response)
    if (searchParams.has('uploads'))
      return xml(response, '<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>')
    this.completed = Number(request.headers['x-amz-mp-object-size'])
    request.resume()
    xml(response, `<CompleteMultipartUploadResult><ETag>${etag}</ETag></CompleteMultipartUploadResult>`)
  }

  #headers(length: number) {
    const checksum = { 'x-amz-checksum-crc32': this.#checksum, 'x-amz-checksum-type': 'FULL_OBJECT' }
    return { ...checksum, etag, 'content-length': length, 'last-modified': new Date(0).toUTCString() }
  }

  async #send({ headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    if ((headers['if-match'] ?? etag) !== etag) return void response.writeHead(412).end()
    const size = this.#object.size
    const [, from = '0', to = String(size - 1)] = /bytes=(\d+)-(\d+)?/.exec(headers.range ?? '') ?? []
    const [start, end] = [Number(from), Math.min(Number(to) + 1, size)]
    const range = headers.range === undefined ? {} : { 'content-range': `bytes ${start}-${end - 1}/${size}` }
    response.writeHead(headers.range === undefined ? 200 : 206, { ...this.#headers(end - start), ...range })
    for (const piece of this.#object.range(start, end)) {
      if (response.destroyed) return
      if (!response.write(piece)) await drained(response)
    }
    response.end()
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let crc = 0
    let bytes = 0
    for await (const chunk of request) {
      crc = crc32(chunk, crc)
      bytes += chunk.length
    }
    if (request.headers['x-amz-checksum-crc32'] !== base64(crc)) return void response.writeHead(400).end()
    this.received += bytes
    response.writeHead(200, { etag, 'x-amz-checksum-crc32': base64(crc) }).end()
  }
}

/** Resolves when more may be written, or nobody reads any longer. */
async function drained(response: ServerResponse): Promise<void> {
  await new Promise<void>(resolve => {
    const done = () => resolve(void response.off('drain', done).off('close', done))
    response.on('drain', done).on('close', done)
  })
}

function xml(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?>${body}`)
}

function checksumOf(object: BigBytes): number {
  let crc = 0
  for (const piece of object.range(0, object.size)) crc = crc32(piece, crc)
  return crc
}

function base64(crc: number): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc)
  return bytes.toString('base64')
}
