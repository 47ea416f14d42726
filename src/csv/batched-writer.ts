// Small pieces → few writes.

import type { ObjectWriter } from '../store/store.ts'

const batchBytes = 64 * 1024

export interface BatchedWriter {
  /** Copies the bytes; passes them on when enough have come together. */
  write(bytes: Uint8Array): Promise<void>
  /** Passes on what is left and returns the bytes written in all. */
  flush(): Promise<number>
}

export function batchedWriter(writer: ObjectWriter): BatchedWriter {
  let batch: Uint8Array[] = []
  let held = 0
  let written = 0

  async function pass(): Promise<void> {
    if (held === 0) return
    const bytes = Buffer.concat(batch, held)
    batch = []
    written += held
    held = 0
    await writer.write(bytes)
  }

  return {
    async write(bytes) {
      batch.push(new Uint8Array(bytes))
      held += bytes.length
      if (held >= batchBytes) await pass()
    },
    async flush() {
      await pass()
      return written
    },
  }
}
