// The CLI's entry: runs the command that the arguments name, waits until its output is read, and exits with its code.

import { processTerminal } from './process-terminal.ts'
import { runCommand } from './run-command.ts'
import { writeText } from './write-text.ts'

const io = processTerminal()
const code = await runCommand(process.argv.slice(2), io)
await Promise.allSettled([writeText(io.stdout, ''), writeText(io.stderr, '')])
process.exit(code)
