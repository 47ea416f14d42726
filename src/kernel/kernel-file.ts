// The compiled kernel, read from where the build or the bundle put it, once a process.

import { readFileSync } from 'node:fs'

/** In a checkout; in the Lambda package; a bundle of another kind has it beside itself. */
const places = ['../../build/kernel.wasm', '../build/kernel.wasm', './kernel.wasm']

let compiled: WebAssembly.Module | undefined

/** @throws Error when the kernel has not been built */
export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(new Uint8Array(readKernel()))
  return compiled
}

function readKernel(): Uint8Array {
  for (const place of places) {
    try {
      return readFileSync(new URL(place, import.meta.url))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  throw new Error('build/kernel.wasm is missing: run `npm run build`')
}
