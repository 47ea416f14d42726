// For osls (serverless-esbuild), beside the bundling of the functions. CommonJS, since osls loads it with require(), on whatever Node it runs.

const { mkdirSync, renameSync, writeFileSync } = require('node:fs')
const { isBuiltin } = require('node:module')
const { join } = require('node:path')

const root = join(__dirname, '..')
const worker = join(root, 'build/span-worker.mjs')

/**
 * Node's own modules are asked for when the bundle runs, not imported: an import reads all that a module exports, much of which Node loads only
 * when it is read. `node:http` alone would bring undici, an eighth of a cold start.
 */
const builtinModules = {
  name: 'builtin-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?[a-z]/ }, ({ path }) => (isBuiltin(path) ? { path, namespace: 'builtin' } : undefined))
    onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({ contents: `module.exports = process.getBuiltinModule('${path}')` }))
  },
}

/** Bundles the worker thread's entry beside the kernel, where the function's bundle looks for it (src/convert/span-thread.ts). */
const spanWorker = {
  name: 'span-worker',
  setup({ esbuild, initialOptions, onStart }) {
    onStart(() => bundleWorker(esbuild, initialOptions))
  },
}

async function bundleWorker(esbuild, { target, mainFields }) {
  const options = {
    bundle: true,
    format: 'esm',
    platform: 'node',
    target,
    mainFields,
    minify: true,
    write: false,
    plugins: [builtinModules],
  }
  const { outputFiles } = await esbuild.build({ ...options, entryPoints: [join(root, 'src/convert/span-worker.ts')] })
  const unfinished = `${worker}.${process.pid}`
  mkdirSync(join(root, 'build'), { recursive: true })
  writeFileSync(unfinished, outputFiles[0].contents)
  renameSync(unfinished, worker) // others may be packaging at the same time
}

module.exports = [builtinModules, spanWorker]
