// Writing to stdout and stderr with back-pressure. When the reader has left, the terminal's signal says so and the write rejects.

import type { Writable } from 'node:stream'

export function writeText(stream: Writable, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, error => (error ? reject(error) : resolve()))
  })
}
