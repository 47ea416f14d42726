// The command as it is published (dist/, made before these tests), in a process of its own, and the most memory that it had resident.

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type Result, resultOf } from '../cli/run-parquetry.ts'

const published = join(import.meta.dirname, '../../dist/cli.js')

/**
 * Runs at the end of the process. Linux counts what the kernel calls VmHWM from the start of the program; elsewhere there is only what the
 * system says of the process, which may begin with the parent's own.
 */
const reporter = `
import { readFileSync, writeFileSync } from 'node:fs'
process.on('exit', () => {
  let kilobytes = process.resourceUsage().maxRSS
  try { kilobytes = Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) } catch {}
  writeFileSync(process.env.PEAK_FILE, String(kilobytes))
})`

export interface Measured extends Result {
  /** MB (10^6 bytes). */
  peak: number
}

/** @param input of stdin, through a pipe */
export async function runMeasured(
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
  input: Iterable<Uint8Array> = [],
): Promise<Measured> {
  const peakFile = join(cwd, 'peak')
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PARQUETRY_|AWS_|NODE_OPTIONS$)/.test(name))
  const child = spawn(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(reporter)}`, published, ...args], {
    cwd,
    env: { ...Object.fromEntries(inherited), PARQUETRY_INSTANCE: '/nonexistent/instance.json', PEAK_FILE: peakFile, ...env },
    stdio: 'pipe',
  })
  Readable.from(input).pipe(child.stdin)
  const result = await resultOf(child)
  return { ...result, peak: (Number(readFileSync(peakFile, 'utf8')) * 1024) / 1e6 }
}
