// The order in which a column's smallest and largest values are found: TYPE_ORDER of the specification (parquet.thrift, ColumnOrder).
// Values come in the statistics' byte form: PLAIN, without a length in front.

import type { ColumnType } from '../schema/column-type.ts'
import { physicalType } from './physical-type.ts'

/** Negative, zero or positive, as `a` is below, equal to or above `b`. NaN is never given. */
export type Order = (a: Uint8Array, b: Uint8Array) => number

export function columnOrder(type: ColumnType): Order {
  switch (physicalType(type).type) {
    case 'INT32':
      return (a, b) => view(a).getInt32(0, true) - view(b).getInt32(0, true)
    case 'INT64':
      return (a, b) => sign(view(a).getBigInt64(0, true), view(b).getBigInt64(0, true))
    case 'FLOAT':
      return (a, b) => sign(view(a).getFloat32(0, true), view(b).getFloat32(0, true))
    case 'DOUBLE':
      return (a, b) => sign(view(a).getFloat64(0, true), view(b).getFloat64(0, true))
    default: // BOOLEAN is a byte, 0 or 1
      return type.name === 'decimal' ? signedBigEndian : unsignedBytes
  }
}

const unsignedBytes: Order = (a, b) => Buffer.compare(a, b)

/** Two's complement of equal length: the first byte is signed, the others are not. */
const signedBigEndian: Order = (a, b) => signedByte(a) - signedByte(b) || Buffer.compare(a, b)

const signedByte = (bytes: Uint8Array): number => ((bytes[0] ?? 0) << 24) >> 24

function sign<T extends number | bigint>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/**
 * Spec: a smallest value of zero is written as -0.0 and a largest one as +0.0, whichever zeros the column holds, since readers
 * disagree on their order.
 */
export function withSignedZero(type: ColumnType, value: Uint8Array<ArrayBuffer>, bound: 'min' | 'max'): Uint8Array<ArrayBuffer> {
  if (type.name !== 'float' && type.name !== 'double') return value
  const isZero = value.every((byte, index) => byte === 0 || (index === value.length - 1 && byte === signBit))
  if (!isZero) return value
  const zero = new Uint8Array(value.length)
  if (bound === 'min') zero[value.length - 1] = signBit
  return zero
}

const signBit = 0x80 // of the last byte, little-endian
