// A terminal whose output is kept, for tests that run commands in this process.

import { Writable } from 'node:stream'
import type { Terminal } from '../../src/cli/command.ts'

export interface FakeTerminal extends Terminal {
  written: { stdout: string; stderr: string }
  /** Raw bytes of stdout. */
  stdoutBytes(): Buffer
  controller: AbortController
}

export function fakeTerminal(
  settings: Partial<Pick<Terminal, 'isInteractive' | 'columns' | 'color'>> & { input?: Uint8Array } = {},
): FakeTerminal {
  const written = { stdout: '', stderr: '' }
  const chunks: Buffer[] = []
  const controller = new AbortController()
  return {
    written,
    controller,
    stdoutBytes: () => Buffer.concat(chunks),
    stdout: keeping(bytes => {
      chunks.push(bytes)
      written.stdout += bytes.toString()
    }),
    stderr: keeping(bytes => {
      written.stderr += bytes.toString()
    }),
    async *readStdin() {
      if (settings.input) yield Buffer.from(settings.input)
    },
    isInteractive: settings.isInteractive ?? false,
    columns: settings.columns ?? 80,
    color: settings.color ?? false,
    signal: controller.signal,
  }
}

function keeping(keep: (bytes: Buffer) => void): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      keep(Buffer.from(chunk))
      done()
    },
  })
}
