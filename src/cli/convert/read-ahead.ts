// A file, read one buffer ahead. Two buffers take turns: what fresh memory for every read costs is a tenth of a conversion. And each read takes
// 0.1 ms to come round, whatever it brings.

import { read as readFile } from 'node:fs'
import { open } from 'node:fs/promises'
import { promisify } from 'node:util'

const bufferBytes = 2 << 20

/** The bytes of a regular file; each chunk is valid until the next one is asked for. */
export async function* readAhead(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const file = await open(path)
  try {
    yield* readDescriptor(file.fd, signal)
  } finally {
    await file.close()
  }
}

const readOnce = promisify(readFile)

/** The same of what is open already, a regular file: from where it stands. It stays open. */
export async function* readDescriptor(descriptor: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const buffers = [Buffer.allocUnsafeSlow(bufferBytes), Buffer.allocUnsafeSlow(bufferBytes)] as const
  const read = (turn: 0 | 1) => {
    const reading = readOnce(descriptor, buffers[turn], 0, bufferBytes, null)
    reading.catch(() => {}) // told when it is awaited
    return reading
  }
  let turn: 0 | 1 = 0
  let reading = read(turn)
  try {
    for (;;) {
      const { bytesRead } = await reading
      signal.throwIfAborted()
      if (bytesRead === 0) return
      const filled = buffers[turn].subarray(0, bytesRead)
      turn = turn === 0 ? 1 : 0
      reading = read(turn)
      yield filled
    }
  } finally {
    await reading.catch(() => {})
  }
}
