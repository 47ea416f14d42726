// The simulator's strict S3 over HTTP, with faults on demand: a request's `fault` is done to it instead of, or after, its effect. fauxqs
// is laxer where it matters here (conditional writes and deletes, the owner, checksums).

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type Answer, errorAnswer, operationOf, type S3Request, withFlippedBit } from '../simulator/s3-answer.ts'
import { StrictS3 } from '../simulator/strict-s3.ts'
import { startOnLoopback, stopServer } from './loopback-server.ts'

export type Fault =
  | { status: number; code?: string } // answered instead of the effect
  | 'reset before' // connection broken, no effect
  | 'reset after' // the effect took place, the reply is lost
  | 'silence' // no answer
  | 'cut body' // half of the body, then the connection breaks
  | 'short body' // half of the body with a clean end, as a proxy without Content-Length does
  | 'stall body' // half of the body, then nothing
  | 'corrupt body' // one bit flipped on the way
  | { bytes: number; ending: 'break' | 'end' } // so many bytes of the body, then the connection breaks, or a clean end without a length
  | 'wrong checksum' // the body as it is, its checksum another
  | 'error in 200' // the effect did not take place, told in the body of a 200

export class ConditionalS3 extends StrictS3 {
  readonly requests: string[] = []
  /** Asked before every request. */
  fault: (request: S3Request, operation: string) => Fault | undefined = () => undefined
  /** What a sound server answers; replaced for those that are known to answer otherwise. */
  reply: (request: S3Request) => Answer = request => this.answer(request)
  readonly #server: Server = createServer((request, response) => {
    this.#serve(request, response).catch(() => response.destroy()) // the client went away in the middle of its request
  })

  get owner(): string {
    return this.options.owner
  }

  start(): Promise<string> {
    return startOnLoopback(this.#server)
  }

  stop(): Promise<void> {
    return stopServer(this.#server)
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming)
    const operation = operationOf(request)
    this.requests.push(operation)
    const fault = this.fault(request, operation)
    if (fault === 'silence') return
    if (fault === 'reset before') return void incoming.socket.destroy()
    if (typeof fault === 'object' && 'status' in fault) return send(response, errorAnswer(fault.status, fault.code ?? 'Injected'))
    const answer = fault === 'error in 200' ? { ...errorAnswer(500, 'InternalError'), status: 200 } : this.reply(request)
    if (fault === 'reset after') return void incoming.socket.destroy()
    if (typeof fault === 'object') return sendBeginning(response, answer, fault.bytes, fault.ending)
    if (fault === 'wrong checksum') return send(response, { ...answer, headers: { ...answer.headers, 'x-amz-checksum-crc32': 'AAAAAA==' } })
    if (fault === 'corrupt body') return send(response, { ...answer, body: withFlippedBit(answer.body) })
    if (fault === 'cut body' || fault === 'short body' || fault === 'stall body') return sendHalf(response, answer, fault)
    send(response, answer)
  }
}

async function readRequest(incoming: IncomingMessage): Promise<S3Request> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const [path = '', search = ''] = (incoming.url ?? '').split('?')
  const [, ...names] = path.slice(1).split('/')
  const key = names.map(decodeURIComponent).join('/')
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, value && String(value)]))
  return { method: incoming.method ?? '', key, query: new URLSearchParams(search), headers, body: Buffer.concat(chunks) }
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { 'content-length': String(body.byteLength), ...headers }).end(body)
}

function sendBeginning(response: ServerResponse, { status, headers, body }: Answer, bytes: number, ending: 'break' | 'end'): void {
  const beginning = body.subarray(0, bytes)
  if (ending === 'end') return void response.writeHead(status, { ...headers, connection: 'close' }).end(beginning)
  response.writeHead(status, { ...headers, 'content-length': String(body.byteLength) }).flushHeaders()
  response.write(beginning, () => response.socket?.destroySoon())
}

function sendHalf(response: ServerResponse, { status, headers, body }: Answer, fault: 'cut body' | 'short body' | 'stall body'): void {
  const half = body.subarray(0, body.byteLength / 2)
  if (fault === 'short body') return void response.writeHead(status, { ...headers, connection: 'close' }).end(half)
  response.writeHead(status, { ...headers, 'content-length': String(body.byteLength) }).write(half, () => {
    if (fault === 'cut body') response.socket?.destroy()
  })
}
