// Tells the kernel how the CSV is written.

import type { Kernel } from '../kernel/kernel.ts'
import type { ConversionOptions } from '../schema/dataset.ts'

export function configureKernel(kernel: Kernel, { dialect, nullTokens }: Pick<ConversionOptions, 'dialect' | 'nullTokens'>): void {
  kernel.exports.setDialect(byteOf(dialect.delimiter), byteOf(dialect.quote), byteOf(dialect.escape), byteOf(dialect.comment))
  kernel.exports.setNullTokens(...kernel.placeWords(nullTokens))
}

/** The mark's byte; 0 stands for none. */
function byteOf(mark: string | undefined): number {
  return mark === undefined ? 0 : mark.charCodeAt(0)
}
