// How large a function's bundle is unpacked, and how much of it is the AWS SDK: the bundle is made once more by esbuild, with the
// options that the package was made with, for esbuild's account of what went into it.

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { type DeploymentPackage, root } from './package.ts'

/** Bytes of JavaScript and WebAssembly that a start loads: all but the entry of worker threads. */
export interface BundleSize {
  total: number
  /** Without the AWS SDK and what it alone brings in. */
  withoutSdk: number
}

const require = createRequire(import.meta.url)

const kernel = 'build/kernel.wasm'
const sdk = /(^|\/)node_modules\/@(aws-sdk|aws-crypto|aws|smithy)\//

/** @param handler as its file is called in handlers/ */
export async function bundleSize({ folder }: DeploymentPackage, handler: string): Promise<BundleSize> {
  const state = JSON.parse(await readFile(join(folder, 'serverless-state.json'), 'utf8'))
  const options = esbuildOptions(state.service.custom.esbuild)
  const { metafile } = await build({ ...options, entryPoints: [`handlers/${handler}.ts`], metafile: true, write: false })
  const [output] = Object.values(metafile.outputs)
  const kernelBytes = (await readFile(join(root, kernel))).length
  const sdkBytes = Object.entries(output!.inputs).reduce((sum, [path, { bytesInOutput }]) => sum + (sdk.test(path) ? bytesInOutput : 0), 0)
  const total = output!.bytes + kernelBytes
  return { total, withoutSdk: total - sdkBytes }
}

/** Without what only osls' own plugin knows. */
function esbuildOptions({ exclude: _, outputWorkFolder: __, plugins, outputFileExtension, ...options }: PluginOptions): BuildOptions {
  const files = { outdir: '.', outExtension: { '.js': outputFileExtension } }
  return { ...options, plugins: require(join(root, plugins)), absWorkingDir: root, platform: 'node', ...files }
}

interface PluginOptions extends Omit<BuildOptions, 'plugins'> {
  /** Their file. */
  plugins: string
  exclude: string[]
  outputWorkFolder: string
  outputFileExtension: string
}
