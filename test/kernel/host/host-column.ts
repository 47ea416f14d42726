// A column as the kernel wants it created: the numbers of kernel/column.ts, written down a second time as an independent check.

import type { ColumnType } from '../../../src/schema/column-type.ts'
import type { WrittenAs } from '../../../src/schema/written-as.ts'

export interface HostColumn extends WrittenAs {
  type: ColumnType
  nullable?: boolean // default true
  /** The source lacks it: null in every row. Only behind columns that the source has. */
  missing?: boolean
}

/** How values lie in a PLAIN page: bits, integers or floats of a width in bytes, bytes with their length, bytes of one length. */
export type Storage = 'bits' | 'four' | 'eight' | 'bytes' | 'fixed'

export interface KernelColumn {
  kind: number
  storage: Storage
  order: 'signed' | 'float' | 'double' | 'bytes' | 'signedBytes'
  fixedLength: number
}

export const storages: readonly Storage[] = ['bits', 'four', 'eight', 'bytes', 'fixed']
export const orders: readonly KernelColumn['order'][] = ['signed', 'float', 'double', 'bytes', 'signedBytes']

export function kernelColumn({ type, format }: HostColumn): KernelColumn {
  switch (type.name) {
    case 'boolean':
      return column(0, 'bits')
    case 'int':
      return column(1, 'four')
    case 'long':
      return column(2, 'eight')
    case 'float':
      return column(3, 'four', 'float')
    case 'double':
      return column(4, 'eight', 'double')
    case 'decimal':
      if (type.precision > 18) return column(6, 'fixed', 'signedBytes', decimalBytes(type.precision))
      return column(5, type.precision > 9 ? 'eight' : 'four')
    case 'date':
      return column(7, 'four')
    case 'time':
      return column(8, 'eight')
    case 'timestamp':
      return column(9, 'eight')
    case 'timestamptz':
      return column(10, 'eight')
    case 'string':
      return column(11, 'bytes', 'bytes')
    case 'uuid':
      return column(12, 'fixed', 'bytes', 16)
    case 'binary':
      return column(format === 'hex' ? 14 : format === 'base64' ? 15 : 13, 'bytes', 'bytes')
  }
}

function column(kind: number, storage: Storage, order: KernelColumn['order'] = 'signed', fixedLength = 0): KernelColumn {
  return { kind, storage, order, fixedLength }
}

/** The fewest bytes whose two's complement holds every decimal of this precision. */
function decimalBytes(precision: number): number {
  let bytes = 1
  while (2n ** BigInt(8 * bytes - 1) < 10n ** BigInt(precision)) bytes++
  return bytes
}
