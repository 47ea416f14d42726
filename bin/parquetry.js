#!/usr/bin/env node
// Starts the CLI on Node 24 or newer: in a checkout the TypeScript sources as they are (with the Node that npm installed when the
// machine's own is older), in the published package the bundle.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const minimumMajor = 24
const source = new URL('../src/cli/main.ts', import.meta.url)
const entry = existsSync(source) ? source : new URL('../dist/cli.js', import.meta.url)

if (Number.parseInt(process.versions.node, 10) >= minimumMajor) {
  await import(entry.href)
} else {
  const node = nodeFromNpm()
  if (!node) {
    process.stderr.write(
      `parquetry needs Node ${minimumMajor} or newer; this is ${process.versions.node}. Install it, or run: npx -p node@24 -p parquetry parquetry\n`,
    )
    process.exit(1)
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {})
  const { status, signal } = spawnSync(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exit(status ?? (signal === 'SIGINT' ? 130 : 1))
}

function nodeFromNpm() {
  try {
    const path = createRequire(import.meta.url).resolve('node/bin/node')
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}
