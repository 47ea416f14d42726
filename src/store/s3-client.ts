// S3 and SQS clients with a limit on every wait: the SDK's defaults wait for a silent server for ever.

import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import { type RetryLimits, retryCalls } from './retry-calls.ts'
import { checkEndpoint, guardHandler } from './safe-endpoint.ts'

export interface ClientOptions {
  region?: string
  /** Another endpoint than AWS, as safe-endpoint.ts allows it. S3 is then addressed path-style. */
  endpoint?: string
  /** Default: the SDK's chain (environment, profile, role). */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
  limits?: Partial<ClientLimits>
  /** Carries the requests instead of sockets, and has to keep to limits of its own: for tests without a network. */
  requestHandler?: RequestHandler
}

export type RequestHandler = NonNullable<S3ClientConfig['requestHandler']>

export interface ClientLimits extends RetryLimits {
  connectMs: number
  /** From the first byte sent to the answer's headers: a part of 5 MiB at 1 Mbit/s takes 42 s. */
  requestMs: number
  /** Without a byte in either direction. A reader under back-pressure is idle too, so this is long; s3-read.ts watches bodies closer. */
  idleMs: number
  /** One request in all, its answer read to the end; object bodies, which may be long, are watched by s3-read.ts instead. */
  wholeMs: number
}

export const defaultClientLimits: ClientLimits = {
  connectMs: 5_000,
  requestMs: 120_000,
  idleMs: 300_000,
  wholeMs: 600_000, // S3 takes minutes to put a large upload together, and keeps the connection alive with blanks
  attempts: 4, // more patience is the queue's business
  throttledAttempts: 8, // half a minute or so; where every second request is refused, one call in 256 fails
}

export function s3Client(options: ClientOptions = {}): S3Client {
  const client = new S3Client({
    ...clientConfig(options),
    forcePathStyle: options.endpoint !== undefined,
    // Asked for by s3-read.ts where a whole object is read: some S3 clones send the whole object's checksum with a range.
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  if (options.requestHandler === undefined) limitWhole(client.config.requestHandler, options)
  guardHandler(client.config.requestHandler)
  return client
}

export function sqsClient(options: ClientOptions = {}): SQSClient {
  const client = new SQSClient({ ...clientConfig(options), useQueueUrlAsEndpoint: options.endpoint === undefined })
  if (options.requestHandler === undefined) limitWhole(client.config.requestHandler, options)
  guardHandler(client.config.requestHandler)
  return client
}

/** What the clients of all services have in common. */
export function clientConfig(options: ClientOptions) {
  const limits = { ...defaultClientLimits, ...options.limits }
  return {
    ...(options.region === undefined ? {} : { region: options.region }),
    ...(options.endpoint === undefined ? {} : { endpoint: checkEndpoint(options.endpoint) }),
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    retryStrategy: retryCalls(limits),
    requestHandler: options.requestHandler ?? {
      connectionTimeout: limits.connectMs,
      requestTimeout: limits.requestMs,
      throwOnRequestTimeout: true,
      socketTimeout: limits.idleMs,
    },
  }
}

/** The SDK's limits are for the headers and for silence: an answer that comes a byte a second would never end. */
function limitWhole(handler: S3Client['config']['requestHandler'], { limits }: ClientOptions): void {
  const { wholeMs } = { ...defaultClientLimits, ...limits }
  const handle = handler.handle.bind(handler)
  handler.handle = (request, options: { abortSignal?: unknown } = {}) => {
    if (request.query?.['x-id'] === 'GetObject') return handle(request, options)
    const own = AbortSignal.timeout(wholeMs)
    const { abortSignal } = options
    return handle(request, { ...options, abortSignal: abortSignal instanceof AbortSignal ? AbortSignal.any([abortSignal, own]) : own })
  }
}
