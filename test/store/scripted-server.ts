// A server on loopback that answers as a test says, request by request.

import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { startOnLoopback, stopServer } from './loopback-server.ts'

export interface ScriptedRequest {
  method: string
  /** With its query. */
  url: string
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface ScriptedAnswer {
  status?: number
  headers?: Record<string, string>
  body?: string | Uint8Array
}

export class ScriptedServer {
  readonly requests: ScriptedRequest[] = []
  /** @param index of the request, from 0 */
  answer: (request: ScriptedRequest, index: number) => ScriptedAnswer = () => ({})
  readonly #server: Server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const { method = '', url = '', headers } = incoming
    const request = { method, url, headers, body: Buffer.concat(chunks) }
    const { status = 200, headers: more = {}, body = '' } = this.answer(request, this.requests.push(request) - 1)
    const bytes = Buffer.from(body)
    response.writeHead(status, { 'content-length': String(bytes.byteLength), ...more }).end(method === 'HEAD' ? undefined : bytes)
  })

  start(): Promise<string> {
    return startOnLoopback(this.#server)
  }

  stop(): Promise<void> {
    return stopServer(this.#server)
  }
}

/** As S3 tells an error; without the XML for a HEAD. */
export function s3Error(status: number, code: string, message = code, more = ''): ScriptedAnswer {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`
  return { status, headers: { 'content-type': 'application/xml' }, body }
}
