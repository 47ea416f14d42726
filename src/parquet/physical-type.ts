// How each column type is stored. Spec: https://github.com/apache/parquet-format/blob/master/LogicalTypes.md

import type { ColumnType, SimpleTypeName } from '../schema/column-type.ts'
import type { Type } from './format/enums.ts'

export interface PhysicalType {
  type: Exclude<Type, 'INT96'> // INT96 is for old timestamps: never written
  /** Bytes of a value; FIXED_LEN_BYTE_ARRAY only. */
  type_length?: number
}

export function physicalType(type: ColumnType): PhysicalType {
  return type.name === 'decimal' ? decimalPhysicalType(type.precision) : physicalTypes[type.name]
}

const uuidBytes = 16

const physicalTypes: Readonly<Record<SimpleTypeName, PhysicalType>> = {
  boolean: { type: 'BOOLEAN' },
  int: { type: 'INT32' },
  long: { type: 'INT64' },
  float: { type: 'FLOAT' },
  double: { type: 'DOUBLE' },
  date: { type: 'INT32' },
  time: { type: 'INT64' },
  timestamp: { type: 'INT64' },
  timestamptz: { type: 'INT64' },
  string: { type: 'BYTE_ARRAY' },
  uuid: { type: 'FIXED_LEN_BYTE_ARRAY', type_length: uuidBytes },
  binary: { type: 'BYTE_ARRAY' },
}

// Spec: DECIMAL annotates int32 up to 9 digits, int64 up to 18; beyond, two's complement, most significant byte first.
const maxInt32Digits = 9
const maxInt64Digits = 18

function decimalPhysicalType(precision: number): PhysicalType {
  if (precision <= maxInt32Digits) return { type: 'INT32' }
  if (precision <= maxInt64Digits) return { type: 'INT64' }
  return { type: 'FIXED_LEN_BYTE_ARRAY', type_length: decimalBytes(precision) }
}

/** The least bytes in which every signed number of `precision` digits fits. */
export function decimalBytes(precision: number): number {
  const largest = 10n ** BigInt(precision) - 1n
  let bytes = 1
  while (largest >= 1n << BigInt(8 * bytes - 1)) bytes++
  return bytes
}
