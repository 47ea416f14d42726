// A column as the kernel wants it described: how its text is parsed, how its values are stored and compared.
// The numbers are those of kernel/column.ts.

import type { ColumnMapping } from '../csv/map-columns.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Address, ColumnHandle } from '../kernel/kernel-exports.ts'
import { type PhysicalType, physicalType } from '../parquet/physical-type.ts'
import type { Column } from '../schema/dataset.ts'
import type { BinaryFormat } from '../schema/written-as.ts'
import { placeAsWritten } from './place-as-written.ts'

const KINDS = {
  boolean: 0,
  int: 1,
  long: 2,
  float: 3,
  double: 4,
  decimal: 5,
  wideDecimal: 6,
  date: 7,
  time: 8,
  timestamp: 9,
  timestamptz: 10,
  string: 11,
  uuid: 12,
} as const
const BINARY_KINDS: Readonly<Record<BinaryFormat, number>> = { utf8: 13, hex: 14, base64: 15 }
const STORAGE = { BOOLEAN: 0, INT32: 1, FLOAT: 1, INT64: 2, DOUBLE: 2, BYTE_ARRAY: 3, FIXED_LEN_BYTE_ARRAY: 4 } as const satisfies Record<
  PhysicalType['type'],
  number
>
const ORDER = { signed: 0, float: 1, double: 2, bytes: 3, signedBytes: 4 } as const

const noField = 0xffffffff

/** A column of the output in the kernel; `field` is undefined where the source lacks it and every row is null. */
export interface KernelColumn {
  column: Column
  field: number | undefined
  handle: ColumnHandle
}

/** @param nullTokens the dataset's, for the columns that are rewritten; the others' are configureKernel's */
export function createKernelColumns(kernel: Kernel, mapping: ColumnMapping, nullTokens: readonly string[]): KernelColumn[] {
  return mapping.columns.map(({ column, field }, index) => {
    const handle = createHandle(kernel, column, field ?? noField, index)
    const length = physicalType(column.type).type_length ?? 0
    if (column.bloomFilter !== undefined) kernel.exports.collectHashes(handle)
    placeAsWritten(kernel, handle, kindOf(column, length), column, nullTokens)
    return { column, field, handle }
  })
}

/** Lays the columns' handles down, for calls that take all of them. */
export function placeHandles(kernel: Kernel, columns: readonly KernelColumn[]): Address {
  return kernel.place(new Uint8Array(Uint32Array.from(columns, ({ handle }) => handle).buffer))
}

/**
 * @param field number of the column's field in the record, from 0, or `noField`
 * @param index number of the column in the output
 */
function createHandle(kernel: Kernel, column: Column, field: number, index: number): ColumnHandle {
  const { type } = column
  const physical = physicalType(type)
  const length = physical.type_length ?? 0
  const [precision, scale] = type.name === 'decimal' ? [type.precision, type.scale] : [0, 0]
  const storage = STORAGE[physical.type]
  return kernel.exports.createColumn(
    kindOf(column, length),
    storage,
    orderOf(column, length),
    column.nullable ? 1 : 0,
    precision,
    scale,
    length,
    field,
    index,
  )
}

function kindOf({ type, format }: Column, fixedLength: number): number {
  if (type.name === 'binary') return BINARY_KINDS[(format ?? 'utf8') as BinaryFormat]
  if (type.name === 'decimal') return fixedLength > 0 ? KINDS.wideDecimal : KINDS.decimal
  return KINDS[type.name]
}

function orderOf({ type }: Column, fixedLength: number): number {
  switch (type.name) {
    case 'float':
      return ORDER.float
    case 'double':
      return ORDER.double
    case 'string':
    case 'uuid':
    case 'binary':
      return ORDER.bytes
    case 'decimal':
      return fixedLength > 0 ? ORDER.signedBytes : ORDER.signed
    default:
      return ORDER.signed
  }
}
