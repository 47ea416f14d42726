// The terminal of this process: its streams, and a signal that fires on Ctrl-C, SIGTERM, or when nobody reads stdout any longer.

import type { Terminal } from './command.ts'
import { EXIT_CODES } from './exit-code.ts'
import { readStdin } from './read-stdin.ts'

/** Why a command was stopped from outside: the signal's reason. */
export class Interruption extends Error {
  override readonly name = 'Interruption'
  readonly exitCode: number

  constructor(exitCode: number) {
    super('stopped')
    this.exitCode = exitCode
  }
}

const impatience = 500 // ms after which a second Ctrl-C ends at once; a terminal and a launcher may each deliver the first one

export function processTerminal(): Terminal {
  const controller = new AbortController()
  const { stdout, stderr, env } = process
  stopOnSignal('SIGINT', EXIT_CODES.interrupted.code, controller)
  stopOnSignal('SIGTERM', EXIT_CODES.terminated.code, controller)
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') controller.abort(new Interruption(EXIT_CODES.outputClosed.code))
  })
  stderr.on('error', () => {}) // nobody left to tell
  const capable = env.TERM !== 'dumb'
  return {
    stdout,
    stderr,
    readStdin,
    isInteractive: stderr.isTTY === true && capable,
    get columns() {
      return stdout.columns ?? stderr.columns ?? 80
    },
    color: wantsColor(env, capable && stdout.isTTY === true && stderr.isTTY === true),
    signal: controller.signal,
  }
}

/** https://no-color.org and https://force-color.org: set and not empty. */
function wantsColor(env: NodeJS.ProcessEnv, otherwise: boolean): boolean {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0'
  return otherwise
}

function stopOnSignal(name: 'SIGINT' | 'SIGTERM', exitCode: number, controller: AbortController): void {
  let first: number | undefined
  process.on(name, () => {
    first ??= performance.now()
    if (controller.signal.aborted && performance.now() - first > impatience) return endAtOnce(name)
    controller.abort(new Interruption(exitCode))
  })
}

/** As the signal does by itself. Not process.exit(): it terminates worker threads, and Node aborts when that meets a zlib stream in the making. */
function endAtOnce(signal: 'SIGINT' | 'SIGTERM'): void {
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}
