// Tells the kernel how the CSV is written.

import type { Kernel } from '../kernel/kernel.ts'
import type { ConversionOptions, Limits } from '../schema/dataset.ts'
import type { Encoding } from '../schema/encoding.ts'

type KernelOptions = Pick<ConversionOptions, 'dialect' | 'nullTokens'> & { limits: Pick<Limits, 'fieldBytes'> }

export function configureKernel(kernel: Kernel, { dialect, nullTokens, limits }: KernelOptions): void {
  kernel.exports.setDialect(byteOf(dialect.delimiter), byteOf(dialect.quote), byteOf(dialect.escape), byteOf(dialect.comment))
  kernel.exports.setSourceUnit(unitBytes(dialect.encoding))
  kernel.exports.setNullTokens(...kernel.placeWords(nullTokens))
  if (limits.fieldBytes !== undefined) kernel.exports.setMaxFieldBytes(limits.fieldBytes)
}

/** Of a code unit of the source; 0 for UTF-8, which the block itself is. */
function unitBytes(encoding: Encoding | undefined): number {
  if (encoding === undefined || encoding === 'utf-8') return 0
  return encoding.startsWith('utf-16') ? 2 : 1
}

/** The mark's byte; 0 stands for none. */
function byteOf(mark: string | undefined): number {
  return mark === undefined ? 0 : mark.charCodeAt(0)
}
