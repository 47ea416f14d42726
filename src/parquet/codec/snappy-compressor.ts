// Bodies → Snappy, which Node lacks: the kernel has it (kernel/snappy.ts). A body that lies in its memory is not copied.

import type { Kernel } from '../../kernel/kernel.ts'

/** @returns a function from a body to its bytes in Snappy, which are valid until the kernel is called again */
export function snappyCompressor(kernel: Kernel): (body: Uint8Array) => Uint8Array {
  const { exports } = kernel
  const copy = copier(kernel)
  return body => {
    const { length } = body
    const address = body.buffer === exports.memory.buffer ? body.byteOffset : copy(body)
    const bytes = exports.compressSnappy(address, length)
    return kernel.bytes(exports.getCompressed(), bytes)
  }
}

/** Copies bodies into the kernel's memory, to the same place again and again. */
function copier(kernel: Kernel): (body: Uint8Array) => number {
  let address = 0
  let room = 0
  return body => {
    if (body.length > room || room === 0) {
      room = Math.max(body.length * 2, 64 * 1024)
      address = kernel.exports.allocate(room)
    }
    kernel.bytes(address, body.length).set(body)
    return address
  }
}
