// Slow and plain: JavaScript values → the PLAIN encoding. Spec: https://github.com/apache/parquet-format/blob/master/Encodings.md
//
// Values are as the columns mean them: days for a date, microseconds (bigint) for times and timestamps, the unscaled bigint for a decimal,
// bytes for binary and uuid, text for a string.

import { physicalType } from '../../src/parquet/physical-type.ts'
import type { ColumnType } from '../../src/schema/column-type.ts'

export type Stored = boolean | number | bigint | string | Uint8Array<ArrayBuffer>

/** One value without a length in front: also the form of statistics. */
export function plainValue(type: ColumnType, value: Stored): Uint8Array<ArrayBuffer> {
  const { type: stored, type_length = 0 } = physicalType(type)
  switch (stored) {
    case 'BOOLEAN':
      return Uint8Array.of(value === true ? 1 : 0)
    case 'INT32':
      return bytes(4, view => view.setInt32(0, Number(value), true))
    case 'INT64':
      return bytes(8, view => view.setBigInt64(0, BigInt(value as bigint), true))
    case 'FLOAT':
      return bytes(4, view => view.setFloat32(0, Number(value), true))
    case 'DOUBLE':
      return bytes(8, view => view.setFloat64(0, Number(value), true))
    case 'FIXED_LEN_BYTE_ARRAY':
      return type.name === 'decimal' ? bigEndian(BigInt(value as bigint), type_length) : (value as Uint8Array<ArrayBuffer>)
    default:
      return typeof value === 'string' ? new TextEncoder().encode(value) : (value as Uint8Array<ArrayBuffer>)
  }
}

/** Values one after the other: bits for booleans, a 4-byte length in front of byte arrays. */
export function plainValues(type: ColumnType, values: readonly Stored[]): Uint8Array<ArrayBuffer> {
  if (type.name === 'boolean') {
    const bits = new Uint8Array(Math.ceil(values.length / 8))
    for (const [index, value] of values.entries()) if (value === true) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7))
    return bits
  }
  const hasLength = physicalType(type).type === 'BYTE_ARRAY'
  return Buffer.concat(
    values.flatMap(value => {
      const plain = plainValue(type, value)
      return hasLength ? [bytes(4, view => view.setUint32(0, plain.length, true)), plain] : [plain]
    }),
  )
}

/** Smallest and largest value as the specification orders them; NaN left out. Undefined when nothing is left. */
export function smallestAndLargest(type: ColumnType, values: readonly Stored[]): { min: Stored; max: Stored } | undefined {
  const sorted = values.filter(value => !Number.isNaN(value)).sort((a, b) => compare(type, a, b))
  const [min] = sorted
  const max = sorted.at(-1)
  return min === undefined || max === undefined ? undefined : { min, max }
}

function compare(type: ColumnType, a: Stored, b: Stored): number {
  if (typeof a === 'string' || a instanceof Uint8Array) return Buffer.compare(plainValue(type, a), plainValue(type, b))
  return a < b ? -1 : a > b ? 1 : 0
}

function bytes(length: number, fill: (view: DataView) => void): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(length)
  fill(new DataView(result.buffer))
  return result
}

function bigEndian(value: bigint, length: number): Uint8Array<ArrayBuffer> {
  const hex = BigInt.asUintN(8 * length, value).toString(16)
  return Uint8Array.from(Buffer.from(hex.padStart(2 * length, '0'), 'hex'))
}
