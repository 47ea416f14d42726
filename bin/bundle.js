// The published package: the CLI and its worker thread as plain JavaScript in dist/, the kernel beside them. Dependencies stay
// dependencies; only what a command needs is loaded.

import { copyFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = join(root, 'dist')

rmSync(dist, { recursive: true, force: true })
await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli/main.ts', 'span-worker': 'src/convert/span-worker.ts' },
  outdir: dist,
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node24',
})
copyFileSync(join(root, 'build/kernel.wasm'), join(dist, 'kernel.wasm'))
