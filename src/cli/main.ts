// The CLI's entry.

import { commands } from './commands.ts'
import { runProcess } from './run-process.ts'

void runProcess(commands)
