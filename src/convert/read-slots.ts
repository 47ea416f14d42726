// A column's values of the parsed block, as the host's own values: for partition paths.

import type { Kernel } from '../kernel/kernel.ts'
import type { PartitionValue } from '../schema/partition-path.ts'
import type { KernelColumn } from './kernel-column.ts'

/** One value a row. Types that a dataset cannot be partitioned by (float, double, binary) do not occur. */
export function readSlots(kernel: Kernel, { column, field, handle }: KernelColumn, rows: number): PartitionValue[] {
  if (field === undefined) return new Array<null>(rows).fill(null)
  const { exports } = kernel
  const slots = new BigInt64Array(exports.memory.buffer, exports.getSlots(handle), rows)
  const present = kernel.bytes(exports.getPresent(handle), rows)
  const decode = decoder(kernel, column.type.name, exports.getIsBytes(handle) !== 0)
  return Array.from(slots, (slot, row) => (present[row] === 0 ? null : decode(slot)))
}

function decoder(kernel: Kernel, type: string, isBytes: boolean): (slot: bigint) => PartitionValue {
  if (type === 'boolean') return slot => slot === 1n
  if (!isBytes) return slot => slot
  const bytes = (slot: bigint) => kernel.bytes(Number(slot & 0xffffffffn), Number(slot >> 32n))
  if (type === 'uuid') return slot => uuidText(bytes(slot))
  if (type === 'decimal') return slot => signedNumber(bytes(slot))
  return slot => utf8.decode(bytes(slot))
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
