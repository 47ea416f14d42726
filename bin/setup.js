// Makes a checkout ready to run, doing only what is missing: `npm install` when node_modules is not there (or older than the lock
// file), the kernel build when a kernel source is newer than the wasm. Plain Node 20 syntax, no dependencies: it runs first.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const wasm = join(root, 'build/kernel.wasm')
const rebuild = process.argv.includes('--rebuild')

if (isOlder(join(root, 'node_modules/.package-lock.json'), [join(root, 'package-lock.json')])) {
  // Not `npm ci`: it refuses a lock file without the optional packages of other platforms, which npm leaves out where a registry lacks them.
  run('Installing dependencies (npm install)', 'npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'])
}
if (rebuild || isOlder(wasm, kernelSources())) {
  const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js')
  const args = [join(root, 'kernel/index.ts'), '--config', join(root, 'kernel/asconfig.json'), '--target', 'release']
  run('Building the kernel (AssemblyScript → WebAssembly SIMD)', process.execPath, [compiler, ...args], 'pipe')
}

function kernelSources() {
  const dir = join(root, 'kernel')
  return readdirSync(dir).map(name => join(dir, name))
}

function isOlder(target, sources) {
  if (!existsSync(target)) return true
  const made = statSync(target).mtimeMs
  return sources.some(source => statSync(source).mtimeMs > made)
}

/** @param stderr `pipe`: shown at the end, but for one remark of Binaryen that is no error and leaves nothing to do */
function run(what, command, args, stderr = 'inherit') {
  process.stderr.write(`${what} …\n`)
  const stdio = ['ignore', 'ignore', stderr]
  const done = spawnSync(command, args, { cwd: root, stdio, shell: process.platform === 'win32', encoding: 'utf8' })
  process.stderr.write((done.stderr ?? '').replace(/^Last converge was suboptimal\.\r?\n/m, ''))
  if (done.status !== 0) process.exit(done.status ?? 1)
}
