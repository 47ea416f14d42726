// The published package: the CLI and its worker thread as plain JavaScript in dist/, the kernel beside them. Dependencies stay
// dependencies, and only what a command needs is loaded; but small ones that every conversion needs are bundled, since their many files
// (84 of yaml alone) took a sixth of the start.

import { copyFileSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = join(root, 'dist')

const bundled = ['picomatch', 'yaml']
// They are CommonJS.
const requireForBundled =
  "import { createRequire as parquetryRequire } from 'node:module'; const require = parquetryRequire(import.meta.url);"
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

rmSync(dist, { recursive: true, force: true })
await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli/main.ts', 'span-worker': 'src/convert/span-worker.ts' },
  outdir: dist,
  bundle: true,
  splitting: true,
  external: Object.keys(dependencies).filter(name => !bundled.includes(name)),
  banner: { js: requireForBundled },
  format: 'esm',
  platform: 'node',
  target: 'node24',
})
copyFileSync(join(root, 'build/kernel.wasm'), join(dist, 'kernel.wasm'))
