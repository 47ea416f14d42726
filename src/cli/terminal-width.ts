// How wide a table may be on stdout: the terminal's width, or no limit where a pipe or a file takes it.

import type { Writable } from 'node:stream'
import type { Terminal } from './command.ts'

export function terminalWidth(io: Pick<Terminal, 'columns'>, stream: Writable): number | undefined {
  return isTerminal(stream) ? io.columns : undefined
}

export function isTerminal(stream: Writable): boolean {
  return 'isTTY' in stream && stream.isTTY === true
}
