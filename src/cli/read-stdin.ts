// stdin as chunks that are valid until the next one is asked for: a file is read ahead, a pipe into one buffer. process.stdin would make
// memory for every chunk, which is freed when the garbage collector comes by. What is neither, a terminal say, is read from process.stdin.

import { fstatSync } from 'node:fs'
import { Socket } from 'node:net'
import { addAbortSignal } from 'node:stream'
import { Failure } from '../failure/failure.ts'
import { readDescriptor } from './convert/read-ahead.ts'

const descriptor = 0
const pipeBytes = 64 * 1024 // what a pipe holds

/** @param signal ends a reading that waits for the next bytes */
export function readStdin(signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const found = fstatSync(descriptor)
  if (found.isFile()) return readDescriptor(descriptor, signal)
  if (found.isDirectory()) {
    throw new Failure({ code: 'SOURCE_NOT_CSV', source: 'stdin', detail: 'it is a folder', fix: 'name the folder instead of -' })
  }
  return found.isFIFO() || found.isSocket() ? readPipe(signal) : readStream(signal)
}

/** Reads when it is asked to: the socket is paused from one chunk to the next question. */
async function* readPipe(signal: AbortSignal): AsyncGenerator<Uint8Array> {
  let next = Promise.withResolvers<Uint8Array | undefined>()
  const tell = (bytes?: Uint8Array) => next.resolve(bytes)
  const callback = (length: number, buffer: Uint8Array): boolean => {
    tell(buffer.subarray(0, length))
    return false
  }
  const socket = new Socket({ fd: descriptor, writable: false, onread: { buffer: Buffer.allocUnsafeSlow(pipeBytes), callback } })
  addAbortSignal(signal, socket)
  socket.on('end', tell)
  socket.on('error', error => next.reject(error))
  try {
    for (;;) {
      socket.resume()
      const bytes = await next.promise
      if (bytes === undefined) return
      next = Promise.withResolvers()
      next.promise.catch(() => {}) // told when it is awaited
      yield bytes
    }
  } finally {
    socket.destroy()
  }
}

async function* readStream(signal: AbortSignal): AsyncGenerator<Uint8Array> {
  yield* addAbortSignal(signal, process.stdin)
}
