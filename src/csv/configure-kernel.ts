// Tells the kernel how the CSV is written.

import type { Kernel } from '../kernel/kernel.ts'
import type { ConversionOptions } from '../schema/dataset.ts'

export function configureKernel(kernel: Kernel, { dialect, nullTokens }: Pick<ConversionOptions, 'dialect' | 'nullTokens'>): void {
  kernel.exports.setDialect(byteOf(dialect.delimiter), byteOf(dialect.quote), byteOf(dialect.escape), byteOf(dialect.comment))
  const tokens = nullTokens.filter(token => token !== '').map(token => Buffer.from(token))
  const packed = tokens.flatMap(token => [lengthOf(token), token])
  kernel.exports.setNullTokens(kernel.place(Buffer.concat(packed)), tokens.length)
}

/** The mark's byte; 0 stands for none. */
function byteOf(mark: string | undefined): number {
  return mark === undefined ? 0 : mark.charCodeAt(0)
}

function lengthOf(token: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(token.length)
  return length
}
