// A regular file, read one buffer ahead. Two buffers take turns: what fresh memory for every read costs is a tenth of a conversion.

import { open } from 'node:fs/promises'

const bufferBytes = 1 << 20

/** The file's bytes; each chunk is valid until the next one is asked for. */
export async function* readAhead(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const file = await open(path)
  const buffers = [Buffer.allocUnsafeSlow(bufferBytes), Buffer.allocUnsafeSlow(bufferBytes)] as const
  const read = (turn: 0 | 1) => {
    const reading = file.read(buffers[turn], 0, bufferBytes, null)
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
    await file.close()
  }
}
