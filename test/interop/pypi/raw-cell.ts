// A value in the form in which both languages write it the same, however either prints numbers: null or
//
//   boolean             true | false
//   integers            decimal digits; of dates days, of times and timestamps microseconds, of decimals the unscaled number
//   float, double       the 64 bits in hexadecimal digits, a float widened first; NaN is NaN
//   string              itself
//   uuid, binary        hexadecimal digits

import type { ColumnType } from '../../../src/schema/column-type.ts'
import type { StoredOrNull } from '../../parquet/slow-encoder.ts'

export type RawCell = string | null

export function rawCell({ name }: ColumnType, value: StoredOrNull): RawCell {
  if (value === null) return null
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (name !== 'float' && name !== 'double') return String(value)
  const number = name === 'float' ? Math.fround(Number(value)) : Number(value)
  if (Number.isNaN(number)) return 'NaN'
  const bits = Buffer.alloc(8)
  bits.writeDoubleBE(number)
  return bits.toString('hex')
}
