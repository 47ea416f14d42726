// A value of the parsed block, as the host's own value: for partition paths.

import type { Kernel } from '../kernel/kernel.ts'
import type { PartitionValue } from '../schema/partition-path.ts'
import type { KernelColumn } from './kernel-column.ts'

/** A value that is there. Types that a dataset cannot be partitioned by (float, double, binary) do not occur. */
export function readSlot(kernel: Kernel, { column, handle }: KernelColumn, row: number): PartitionValue {
  const { exports } = kernel
  const slot = new BigInt64Array(exports.memory.buffer, exports.getSlots(handle), row + 1)[row]!
  if (column.type.name === 'boolean') return slot === 1n
  if (exports.getIsBytes(handle) === 0) return slot
  const bytes = kernel.bytes(Number(slot & 0xffffffffn), Number(slot >> 32n))
  if (column.type.name === 'uuid') return uuidText(bytes)
  if (column.type.name === 'decimal') return signedNumber(bytes)
  return utf8.decode(bytes)
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

function uuidText(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** Big-endian two's complement. */
function signedNumber(bytes: Uint8Array): bigint {
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`))
}
