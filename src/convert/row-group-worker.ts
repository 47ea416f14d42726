// A worker thread that encodes one row group after another: the thread's side. The other is row-group-thread.ts.

import { parentPort, workerData } from 'node:worker_threads'
import { configureKernel } from '../csv/configure-kernel.ts'
import { Failure } from '../failure/failure.ts'
import { Kernel } from '../kernel/kernel.ts'
import { kernelModule } from '../kernel/kernel-file.ts'
import { chunkBuffers } from '../parquet/column-chunk.ts'
import { BlockParser } from './block-parser.ts'
import { createKernelColumns } from './kernel-column.ts'
import { packRejects } from './packed-rejects.ts'
import { RowGroupEncoder } from './row-group-encoder.ts'
import type { ThreadReply, ThreadRequest, ThreadSetup } from './row-group-thread.ts'

const { job, stopped } = workerData as ThreadSetup
const { mapping, mostRejects } = job
const port = parentPort!
const kernel = new Kernel(kernelModule())
configureKernel(kernel, job)
const columns = createKernelColumns(kernel, mapping, job.nullTokens)
const parser = new BlockParser(kernel, columns, mapping, job.dialect)
const encoder = new RowGroupEncoder(kernel, columns, job.codec)
let records = 0
let rejectCount = 0
let rejects: Uint8Array<ArrayBuffer>[] = []

port.on('message', (request: ThreadRequest) => {
  if ('stop' in request) return port.close()
  if (Atomics.load(stopped, 0) !== 0) return
  try {
    if ('end' in request) finish()
    else encode(request)
  } catch (error) {
    const failure = error instanceof Failure ? error.data : { code: 'INTERNAL' as const, detail: String(error) }
    port.postMessage({ failure } satisfies ThreadReply)
  }
})

function encode({ bytes, byteOffset, line }: Extract<ThreadRequest, { bytes: Uint8Array }>): void {
  if (rejectCount >= mostRejects) return // the source has failed
  kernel.input.reserve(bytes.length)
  kernel.input.view(0, bytes.length).set(bytes)
  kernel.exports.scan(0, bytes.length, 1)
  const parsed = parser.parse({ start: 0, end: bytes.length, byteOffset, line, endsRowGroup: false }, records)
  records += parsed.records
  rejectCount += parsed.rejects.length
  if (parsed.rejects.length > 0) rejects.push(packRejects(parsed.rejects))
  encoder.append(parsed.rows)
}

function finish(): void {
  const result = { records, rejects, rowGroup: encoder.finish() }
  const buffers = [...rejects.map(({ buffer }) => buffer), ...result.rowGroup.chunks.flatMap(chunkBuffers)]
  port.postMessage({ result } satisfies ThreadReply, buffers)
  records = 0
  rejectCount = 0
  rejects = []
}
