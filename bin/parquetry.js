#!/usr/bin/env node
// Starts the CLI on Node 24 or newer: in a checkout the TypeScript sources as they are (with the Node that npm installed when the
// machine's own is older), in the published package the bundle. Plain JavaScript that an old Node can read.
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const minimumMajor = 24
const source = new URL('../src/cli/main.ts', import.meta.url)
const entry = existsSync(source) ? source : new URL('../dist/cli.js', import.meta.url)

if (Number.parseInt(process.versions.node, 10) >= minimumMajor) {
  module.enableCompileCache() // stripping and compiling the sources takes most of the start; done once, it is not done again
  await import(entry.href)
} else await startOn(nodeFromNpm())

function nodeFromNpm() {
  if (process.env.PARQUETRY_RELAUNCHED) return undefined // the one found was too old as well
  try {
    const path = module.createRequire(import.meta.url).resolve('node/bin/node')
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

// The same command on another Node: its streams are ours, our signals are its, and we end as it ends.
async function startOn(node) {
  if (!node) {
    process.stderr.write(
      `parquetry needs Node ${minimumMajor} or newer; this is ${process.versions.node}. Install it, or run: npx -p node@24 -p parquetry parquetry\n`,
    )
    process.exit(1)
  }
  const { spawn } = await import('node:child_process') // it takes long to load, and this is rare
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, PARQUETRY_RELAUNCHED: '1' },
  })
  const forward = signal => child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, forward)
  child.on('error', error => {
    process.stderr.write(`parquetry cannot start ${node}: ${error.message}\n`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    for (const name of signals) process.off(name, forward)
    if (signal) process.kill(process.pid, signal)
    else process.exit(code ?? 1)
  })
}
