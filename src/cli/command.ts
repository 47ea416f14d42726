// What a command of the CLI is, and the terminal it is given. main.ts finds the command, makes the terminal and turns errors into one line.

import type { Writable } from 'node:stream'

export interface Command {
  name: string
  /** One line for the overview, without a full stop. */
  summary: string
  /** The whole text of `parquetry NAME --help`; docs/cli.md is checked against it. */
  usage: string
  /** Resolves to the exit code (exit-code.ts). Throws `UsageError` for wrong arguments, `Failure` for what went wrong. */
  run(args: string[], io: Terminal): Promise<number>
}

export interface Terminal {
  /** Results: what a pipe is meant to carry. */
  stdout: Writable
  /** Progress, warnings, errors. */
  stderr: Writable
  /** stdin's bytes, to be read once; a chunk is valid until the next one is asked for. The signal ends a reading that waits. */
  readStdin(signal: AbortSignal): AsyncIterator<Uint8Array>
  /** Whether somebody watches stderr: progress may be drawn and redrawn. */
  isInteractive: boolean
  /** Characters in a line; 80 where nobody knows. May change while a command runs. */
  readonly columns: number
  /** Whether ANSI colours may be used (NO_COLOR and FORCE_COLOR are honoured). */
  color: boolean
  /** Aborted by Ctrl-C, SIGTERM, or when the reader of stdout has left (`| head`): stop, leave nothing behind. */
  signal: AbortSignal
}
