// Ragged records made whole in the kernel (kernel/ragged.ts): rows may then have more fields than bytes, so blocks are cut to what there is
// room for.

import type { Kernel } from '../kernel/kernel.ts'
import type { Dialect } from '../schema/dialect.ts'

const usualFields = 64 * 1024 // of a block of 256 KiB

/**
 * Tells the kernel to pad ragged records, if the dialect has it.
 * @returns how many records a block may have
 */
export function padRows(kernel: Kernel, { ragged }: Pick<Dialect, 'ragged'>, fieldCount: number): number {
  if (ragged !== 'pad') return Number.POSITIVE_INFINITY
  const maxFields = Math.max(usualFields, fieldCount)
  kernel.input.reserve(maxFields)
  kernel.exports.setPadding(1)
  return Math.floor(maxFields / fieldCount)
}
