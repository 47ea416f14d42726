// What a worker thread does: encodes the spans that it is sent, one after another. The other side is span-thread.ts.

import { parentPort } from 'node:worker_threads'
import { Failure } from '../failure/failure.ts'
import { chunkBuffers } from '../parquet/column-chunk.ts'
import { SpanEncoder } from './span-encoder.ts'
import type { ThreadReply, ThreadRequest, ThreadSetup } from './span-thread.ts'

export function encodeSpans({ module, job, stopped }: ThreadSetup): void {
  const port = parentPort!
  const encoder = new SpanEncoder(module, job)
  const checkWanted = () => {
    if (Atomics.load(stopped, 0) !== 0) throw new Failure({ code: 'INTERNAL', detail: 'stopped' })
  }
  port.on('message', async (request: ThreadRequest) => {
    if ('stop' in request) return port.close()
    try {
      checkWanted()
      const result = await encoder.encode(request.pieces, checkWanted)
      const buffers = request.pieces.map(({ buffer }) => buffer)
      const made = [...result.rejects.map(({ buffer }) => buffer), ...result.rowGroup.chunks.flatMap(chunkBuffers)]
      port.postMessage({ result, buffers } satisfies ThreadReply, [...made, ...buffers])
    } catch (error) {
      const failure = error instanceof Failure ? error.data : { code: 'INTERNAL' as const, detail: String(error) }
      port.postMessage({ failure } satisfies ThreadReply)
    }
  })
}
