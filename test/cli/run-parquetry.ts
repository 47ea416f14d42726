// Runs the real binary in a process of its own, as a shell would.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const binary = join(import.meta.dirname, '../../bin/parquetry.js')

export interface Result {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stdoutBytes: Buffer
  stderr: string
}

export interface RunOptions {
  cwd?: string
  /** Written to stdin, which is then ended; without it stdin is empty. */
  input?: string | Uint8Array
  env?: Record<string, string>
  /** What runs it; default: this Node. */
  node?: string
}

export function runParquetry(args: readonly string[], options: RunOptions = {}): Promise<Result> {
  const child = startParquetry(args, options)
  child.stdin?.end(options.input ?? '')
  return resultOf(child)
}

/** A line of shell in which `parquetry` is the real binary. */
export function runShell(line: string, { cwd, env, input }: RunOptions = {}): Promise<Result> {
  const definition = 'parquetry() { "$NODE" "$BINARY" "$@"; }'
  const child = spawn('sh', ['-c', `${definition}; ${line}`], {
    cwd,
    env: { ...cleanEnvironment(env), NODE: process.execPath, BINARY: binary },
    stdio: 'pipe',
  })
  child.stdin.on('error', () => {})
  child.stdin.end(input ?? '')
  return resultOf(child)
}

/** stdin stays open. */
export function startParquetry(args: readonly string[], { cwd, env, node }: RunOptions = {}): ChildProcess {
  const child = spawn(node ?? process.execPath, [binary, ...args], { cwd, env: cleanEnvironment(env), stdio: 'pipe' })
  child.stdin.on('error', () => {}) // it may end before it has read all
  return child
}

export function resultOf(child: ChildProcess): Promise<Result> {
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout?.on('data', chunk => out.push(chunk))
  child.stderr?.on('data', chunk => err.push(chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const stdoutBytes = Buffer.concat(out)
      resolve({ code, signal, stdout: stdoutBytes.toString(), stdoutBytes, stderr: Buffer.concat(err).toString() })
    })
  })
}

/** Without what a developer's shell may have set. */
function cleanEnvironment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PARQUETRY_|AWS_|NO_COLOR$|FORCE_COLOR$|NODE_OPTIONS$)/.test(name))
  return { ...Object.fromEntries(inherited), PARQUETRY_INSTANCE: '/nonexistent/instance.json', ...more }
}

/** A folder for each test, gone afterwards. */
export function useTemporaryFolder(): { readonly path: string } {
  const folder = { path: '' }
  beforeEach(() => {
    folder.path = mkdtempSync(join(tmpdir(), 'parquetry-test-'))
  })
  afterEach(() => rmSync(folder.path, { recursive: true, force: true }))
  return folder
}
