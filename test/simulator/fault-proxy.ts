// A way to the embedded S3 and SQS on which connections break: HTTP on loopback, every request handed on unless something happens to it.

import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { startOnLoopback, stopServer } from '../store/loopback-server.ts'

export type ProxyFault =
  | 'reset before' // connection broken, no effect
  | 'reset after' // the effect took place, the reply is lost
  | 'cut body' // half of the reply's body, then the connection breaks
  | '500' // no effect

export interface ProxiedRequest {
  method: string
  /** As it is sent, with the query. */
  path: string
  /** `ReceiveMessage`; empty for S3. */
  queueAction: string
  /** The same for all attempts of one call of the SDK. */
  call: string
  body: Buffer
}

export interface ProxyRules {
  /** Asked for every request. */
  fault: (request: ProxiedRequest) => ProxyFault | undefined
  /** Before a request is handed on. */
  before: (request: ProxiedRequest) => Promise<void>
  /** What was answered. */
  after: (request: ProxiedRequest, reply: Buffer) => void
}

export interface FaultProxy {
  endpoint: string
  close(): Promise<void>
}

export async function startFaultProxy(target: string, rules: ProxyRules): Promise<FaultProxy> {
  const server = createServer((incoming, response) => {
    carry(target, rules, incoming, response).catch(() => response.destroy())
  })
  return { endpoint: await startOnLoopback(server), close: () => stopServer(server) }
}

async function carry(target: string, rules: ProxyRules, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = await proxied(incoming)
  const fault = rules.fault(request)
  if (fault === 'reset before') return void incoming.socket.destroy()
  if (fault === '500') return void response.writeHead(500).end()
  await rules.before(request)
  const { reply, body } = await handOn(target, incoming, request)
  rules.after(request, body)
  if (fault === 'reset after') return void incoming.socket.destroy()
  response.writeHead(reply.statusCode ?? 502, reply.headers)
  if (fault !== 'cut body') return void response.end(body)
  response.write(body.subarray(0, body.byteLength >> 1), () => incoming.socket.destroy())
}

async function proxied(incoming: IncomingMessage): Promise<ProxiedRequest> {
  const { method = '', url = '', headers } = incoming
  const queueAction = String(headers['x-amz-target'] ?? '').replace('AmazonSQS.', '')
  return { method, path: url, queueAction, call: String(headers['amz-sdk-invocation-id']), body: await buffer(incoming) }
}

/** A client that goes away takes its request with it: a poll for messages must not receive some for nobody. */
async function handOn(target: string, incoming: IncomingMessage, { method, path, body }: ProxiedRequest) {
  const { hostname, port } = new URL(target)
  const outgoing = send({ hostname, port, method, path, headers: incoming.headers })
  const end = () => void outgoing.destroy()
  incoming.socket.once('close', end)
  try {
    const reply = await new Promise<IncomingMessage>((resolve, reject) =>
      outgoing.once('response', resolve).once('error', reject).end(body),
    )
    return { reply, body: await buffer(reply) }
  } finally {
    incoming.socket.off('close', end) // the connection carries many requests
  }
}
