// A process that is one command: runs the one that the arguments name, waits until its output is read, and ends with its code.
//
// It ends by having nothing left to do. process.exit() would stop V8's threads while they still compile, and now and then waits for them
// for ever (https://github.com/nodejs/node/issues/54918); it is for what a command may have left open, an idle connection say.

import type { Commands } from './commands.ts'
import { processTerminal } from './process-terminal.ts'
import { runCommand } from './run-command.ts'
import { writeText } from './write-text.ts'

const mostIdleMs = 1000

export async function runProcess(commands: Commands): Promise<void> {
  const io = processTerminal()
  const code = await runCommand(process.argv.slice(2), io, commands)
  await Promise.allSettled([writeText(io.stdout, ''), writeText(io.stderr, '')])
  process.exitCode = code
  setTimeout(() => process.exit(), mostIdleMs).unref()
}
