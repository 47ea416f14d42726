// The published package: the CLI and its worker threads as plain JavaScript in dist/ (or the folder that is given), the kernel beside them.
//
//   cli.js       the entry: starts one of the two programs (bin/cli.js)
//   convert.cjs  `parquetry convert`, in one file, and span-worker.cjs, its threads
//   main.js      all commands, each in chunks of its own that are loaded when it is run; and span-worker.js
//
// Dependencies stay dependencies, and only what a command needs is loaded; but small ones that every conversion needs are bundled, since
// their many files (84 of yaml alone) took a sixth of the start. `convert` is CommonJS: a module's bindings of Node's own modules read all
// that those export, much of which Node loads only when it is read (8 ms), and each file costs a third of a millisecond.

import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = process.argv[2] ?? join(root, 'dist')

const bundled = ['picomatch', 'yaml']
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const common = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  external: Object.keys(dependencies).filter(name => !bundled.includes(name)),
  alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') }, // the same as modules, which are joined without wrappers
  platform: 'node',
  target: 'node24',
}

rmSync(dist, { recursive: true, force: true })
await build({
  ...common,
  entryPoints: { main: 'src/cli/main.ts', 'span-worker': 'src/convert/span-worker.ts' },
  splitting: true,
  format: 'esm',
  // For what is CommonJS itself.
  banner: { js: "import { createRequire as parquetryRequire } from 'node:module'; const require = parquetryRequire(import.meta.url);" },
})
await build({
  ...common,
  entryPoints: { convert: 'src/cli/convert-alone.ts', 'span-worker': 'src/convert/span-worker.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.url': 'parquetryUrl' },
  banner: { js: "const parquetryUrl = require('node:url').pathToFileURL(__filename).href;" },
})
await build({ ...common, entryPoints: { cli: 'bin/cli.js' }, format: 'esm', external: ['./main.js'] })
copyFileSync(join(root, 'build/kernel.wasm'), join(dist, 'kernel.wasm'))
makeAscii(join(dist, 'convert.cjs'))

/** run-compiled.js reads a byte as a character. esbuild escapes the others in strings, but not in regular expressions. */
function makeAscii(file) {
  const escaped = character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  writeFileSync(file, readFileSync(file, 'utf8').replace(/[\u0080-\uffff]/g, escaped))
}
