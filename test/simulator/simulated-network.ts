// The way between a process and S3 and SQS: an HTTP handler for the SDK's clients that needs no socket. Every request takes its time, in
// an order that the seed decides; on its way, a fault may happen to it. A process that is killed sends nothing more and hears nothing more.

import { Readable } from 'node:stream'
import type { Random } from '../oracle/random.ts'
import { canHappen, type Fault } from './faults.ts'
import { type Answer, errorAnswer, operationOf, type S3Request, withFlippedBit } from './s3-answer.ts'
import { answerSqs, type SimulatedQueue } from './simulated-sqs.ts'
import type { StrictS3 } from './strict-s3.ts'
import type { VirtualTime } from './virtual-time.ts'

/** Something that sends requests and can die: a Lambda sandbox, a command. */
export class SimulatedProcess {
  readonly name: string
  isDead = false
  inFlight = 0
  onDeath: () => void = () => undefined

  constructor(name: string) {
    this.name = name
  }

  kill(): void {
    if (this.isDead) return
    this.isDead = true
    this.onDeath()
  }
}

/** A request as faults are chosen for it. */
export interface NetworkRequest {
  process: SimulatedProcess
  operation: string
  key: string
  /** The same for all attempts of one call of the SDK. */
  call: string
  /** Whether that fault can happen to it. */
  canSuffer: (fault: Fault) => boolean
}

export interface NetworkOptions {
  time: VirtualTime
  random: Random
  s3: StrictS3
  queues: ReadonlyMap<string, SimulatedQueue>
  /** Asked for every request, when it reaches the server. */
  chooseFault: (request: NetworkRequest) => Fault | undefined
  /** Asked for every request when it is sent: how much longer than usual it takes to reach the server, ms. */
  chooseDelay: () => number
}

/** What the SDK hands to its request handler. */
interface HttpRequest {
  method: string
  path: string
  query?: Record<string, string | string[] | null>
  headers: Record<string, string>
  body?: unknown
}

/** src/store/s3-client.ts gives sockets this limit. */
const requestLimitMs = 120_000
const mostLatencyMs = 30

export class SimulatedNetwork {
  readonly #options: NetworkOptions
  requests = 0

  constructor(options: NetworkOptions) {
    this.#options = options
  }

  /** A request handler for the SDK's clients of one process. */
  handlerFor(process: SimulatedProcess) {
    return {
      metadata: { handlerProtocol: 'http/1.1' },
      handle: (request: HttpRequest, options?: { abortSignal?: AbortSignal }) => this.#carry(process, request, options?.abortSignal),
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
      destroy: () => undefined,
    }
  }

  #carry(process: SimulatedProcess, sent: HttpRequest, signal?: AbortSignal): Promise<{ response: object }> {
    const { time } = this.#options
    const request = { ...sent, body: Buffer.from(bytesOf(sent.body)) } // as it is now: the product uses its buffers again
    this.requests++
    process.inFlight++
    // What is under way is the network's: it goes on without the process.
    const after = (ms: number, work: () => void) => time.owners.exit(() => time.after(ms, () => time.owners.run(process, work)))
    return new Promise((resolve, reject) => {
      let isHeard = false
      const hear = (reply: () => void) => {
        if (isHeard) return
        isHeard = true
        process.inFlight--
        time.activity++
        if (!process.isDead) reply()
      }
      const abort = () => hear(() => reject(aborted()))
      if (signal?.aborted) return abort()
      signal?.addEventListener('abort', abort)
      const reach = () => {
        if (process.isDead && !this.#arrivesAnyway()) return
        const { answer, error, delayMs = this.#latency(), body = whole } = this.#atServer(process, request)
        after(delayMs, () => hear(() => (answer === undefined ? reject(error) : resolve({ response: response(answer, body) }))))
      }
      if (!process.isDead) after(this.#latency() + this.#options.chooseDelay(), reach)
    })
  }

  /** What was sent before its process died may reach the server all the same. */
  #arrivesAnyway(): boolean {
    return this.#options.random.once(2)
  }

  #latency(): number {
    return 1 + this.#options.random.below(mostLatencyMs)
  }

  #atServer(process: SimulatedProcess, request: HttpRequest): Outcome {
    const s3Request = request.headers['x-amz-target'] === undefined ? toS3Request(request) : undefined
    const operation = s3Request === undefined ? request.headers['x-amz-target']!.replace('AmazonSQS.', '') : operationOf(s3Request)
    const fault = this.#options.chooseFault({
      process,
      operation,
      key: s3Request?.key ?? '',
      call: request.headers['amz-sdk-invocation-id'] ?? '',
      canSuffer: fault => canHappen(fault, operation, s3Request),
    })
    const effect = (body?: Buffer) => this.#effect(request, s3Request, body)
    return outcomeOf(fault, process, effect, s3Request)
  }

  #effect(request: HttpRequest, s3Request: S3Request | undefined, body?: Buffer): Answer {
    const { s3, queues } = this.#options
    if (s3Request === undefined) return answerSqs(queues, request.headers['x-amz-target']!, bytesOf(request.body).toString())
    return s3.answer(body === undefined ? s3Request : { ...s3Request, body })
  }
}

interface Outcome {
  /** undefined: `error` instead. */
  answer?: Answer
  error?: Error
  /** Until it is heard of; default: the network's latency. */
  delayMs?: number
  body?: (bytes: Buffer) => Readable
}

function outcomeOf(
  fault: Fault | undefined,
  process: SimulatedProcess,
  effect: (body?: Buffer) => Answer,
  request: S3Request | undefined,
): Outcome {
  switch (fault) {
    case undefined:
      return { answer: effect() }
    case 'reset before':
      return { error: reset() }
    case 'reset after':
      effect()
      return { error: reset() }
    case '500':
      return { answer: errorOf(request, 500, 'InternalError') }
    case '500 after':
      effect()
      return { answer: errorOf(request, 500, 'InternalError') }
    case '503':
      return { answer: errorOf(request, 503, request === undefined ? 'ServiceUnavailable' : 'SlowDown') }
    case '403':
      return { answer: errorOf(request, 403, 'AccessDenied') }
    case 'expired token':
      return { answer: errorOf(request, request === undefined ? 403 : 400, 'ExpiredToken') }
    case '409':
      return { answer: errorOf(request, 409, 'ConditionalRequestConflict') }
    case 'error in 200':
      return { answer: { ...errorAnswer(500, 'InternalError'), status: 200 } }
    case 'stall':
      return { error: timedOut(), delayMs: requestLimitMs }
    case 'stall after':
      effect()
      return { error: timedOut(), delayMs: requestLimitMs }
    case 'cut body':
      return { answer: effect(), body: half(body => body.destroy(reset())) }
    case 'short body':
      return { answer: withoutLength(effect()), body: half(body => body.push(null)) }
    case 'stall body':
      return { answer: effect(), body: half(() => undefined) }
    case 'corrupt body': {
      const answer = effect()
      return { answer: { ...answer, body: withFlippedBit(answer.body) } }
    }
    case 'corrupt upload':
      return { answer: effect(withFlippedBit(request?.body ?? Buffer.alloc(0))) }
    case 'kill before':
      process.kill()
      return { error: reset() }
    case 'kill after':
      effect()
      process.kill()
      return { error: reset() }
  }
}

function errorOf(request: S3Request | undefined, status: number, code: string): Answer {
  if (request?.method === 'HEAD') return { status, headers: {}, body: Buffer.alloc(0) } // S3 has no body to tell the code in
  if (request !== undefined) return errorAnswer(status, code)
  const body = Buffer.from(JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message: code }))
  return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body }
}

function reset(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
}

/** As the SDK's own handler says it. */
function timedOut(): Error {
  return Object.assign(new Error(`no answer within ${requestLimitMs} ms`), { name: 'TimeoutError' })
}

function aborted(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError' })
}

/** A proxy that closes the connection early says no length. */
function withoutLength(answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, 'content-length': '' } }
}

const whole = (bytes: Buffer): Readable => Readable.from(bytes.byteLength === 0 ? [] : [bytes])

const half =
  (end: (body: Readable) => void) =>
  (bytes: Buffer): Readable => {
    let isSent = false
    return new Readable({
      read() {
        if (isSent) return end(this) as undefined
        isSent = true
        this.push(bytes.subarray(0, bytes.byteLength >> 1))
      },
    })
  }

function response({ status, headers, body }: Answer, stream: (bytes: Buffer) => Readable) {
  const { 'content-length': length = String(body.byteLength), ...others } = headers
  return { statusCode: status, headers: length === '' ? others : { ...others, 'content-length': length }, body: stream(body) }
}

/** Path-style: /bucket/key. */
function toS3Request({ method, path, query = {}, headers, body }: HttpRequest): S3Request {
  const [, ...names] = path.slice(1).split('/')
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) search.set(name, value === null ? '' : String(value))
  const lowerCase = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return { method, key: names.map(decodeURIComponent).join('/'), query: search, headers: lowerCase, body: bytesOf(body) }
}

function bytesOf(body: unknown): Buffer {
  if (body === undefined || body === null) return Buffer.alloc(0)
  if (typeof body === 'string') return Buffer.from(body)
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  throw new TypeError('a request of the product has a body that cannot be sent again')
}
