// For osls (serverless-esbuild): bundles the worker thread's entry beside the kernel, where the function's bundle looks for it
// (src/convert/span-thread.ts). CommonJS, since osls loads it with require(), on whatever Node it runs.
const { mkdirSync, renameSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')

const root = join(__dirname, '..')
const worker = join(root, 'build/span-worker.mjs')

async function bundleWorker(esbuild, { target, mainFields }) {
  const options = { bundle: true, format: 'esm', platform: 'node', target, mainFields, minify: true, write: false }
  const { outputFiles } = await esbuild.build({ ...options, entryPoints: [join(root, 'src/convert/span-worker.ts')] })
  const unfinished = `${worker}.${process.pid}`
  mkdirSync(join(root, 'build'), { recursive: true })
  writeFileSync(unfinished, outputFiles[0].contents)
  renameSync(unfinished, worker) // others may be packaging at the same time
}

module.exports = [
  {
    name: 'span-worker',
    setup({ esbuild, initialOptions, onStart }) {
      onStart(() => bundleWorker(esbuild, initialOptions))
    },
  },
]
