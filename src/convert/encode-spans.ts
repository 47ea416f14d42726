// What a worker thread does: encodes the spans that it is sent, one after another. The other side is span-thread.ts.

import { parentPort } from 'node:worker_threads'
import { SpanPieces } from '../csv/span-pieces.ts'
import { Failure } from '../failure/failure.ts'
import { chunkBuffers } from '../parquet/column-chunk.ts'
import { SpanEncoder } from './span-encoder.ts'
import type { ThreadReply, ThreadRequest, ThreadSetup } from './span-thread.ts'

export function encodeSpans({ module, job, memory, stopped }: ThreadSetup): void {
  const port = parentPort!
  const encoder = new SpanEncoder(module, job)
  const checkWanted = () => {
    if (Atomics.load(stopped, 0) !== 0) throw new Failure({ code: 'INTERNAL', detail: 'stopped' })
  }
  const tellRead = (slab: number) => port.postMessage({ read: slab } satisfies ThreadReply)
  const encode = async (pieces: SpanPieces) => {
    try {
      checkWanted()
      const result = await encoder.encode(pieces.read(memory, tellRead), pieces.isFirst, checkWanted)
      const made = [...result.rejects.map(({ buffer }) => buffer), ...result.rowGroup.chunks.flatMap(chunkBuffers)]
      port.postMessage({ result } satisfies ThreadReply, made)
    } catch (error) {
      const failure = error instanceof Failure ? error.data : { code: 'INTERNAL' as const, detail: String(error) }
      port.postMessage({ failure } satisfies ThreadReply)
    }
  }
  let pieces = new SpanPieces()
  port.on('message', (request: ThreadRequest) => {
    if (request === 'begin' || request === 'begin source') {
      pieces = new SpanPieces(request === 'begin source')
      void encode(pieces)
    } else if (request === 'end') pieces.end()
    else if (request === 'break') pieces.break()
    else if (request === 'stop') {
      pieces.break()
      port.close()
    } else pieces.push(request)
  })
}
