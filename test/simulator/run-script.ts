// Runs a script of this folder in a Node of its own, as its npm script does.

import { execFile } from 'node:child_process'
import { join } from 'node:path'

/** @returns what it printed, and how it ended */
export function runScript(name: string, ...options: readonly string[]): Promise<{ output: string; exitCode: number }> {
  return new Promise(resolve => {
    execFile(process.execPath, [join(import.meta.dirname, name), ...options], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ output: stdout + stderr, exitCode: error === null ? 0 : Number(error.code ?? 1) })
    })
  })
}
