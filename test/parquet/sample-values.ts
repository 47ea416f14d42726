// For every column type values at its edges and in between, and what a reader must make of them.

import type { ColumnType } from '../../src/schema/column-type.ts'
import type { Column } from '../../src/schema/dataset.ts'
import { cell } from '../interop/readers/cell.ts'
import type { Cell } from '../interop/readers/reader.ts'
import type { Stored } from './plain-values.ts'
import type { StoredOrNull } from './slow-encoder.ts'

const uuid = (hex: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(hex, 'hex'))
const decimal = (precision: number, scale: number): ColumnType => ({ name: 'decimal', precision, scale })
const digits = (count: number): bigint => 10n ** BigInt(count) - 1n

export const sampleValues: readonly { type: ColumnType; values: readonly Stored[] }[] = [
  { type: { name: 'boolean' }, values: [true, false, true] },
  { type: { name: 'int' }, values: [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 42] },
  { type: { name: 'long' }, values: [0n, 2n ** 53n + 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n)] },
  { type: { name: 'float' }, values: [0, -0, 1.5, -2.25, 2 ** -149, 3.4028234663852886e38, Infinity, NaN, Math.fround(0.1)] },
  { type: { name: 'double' }, values: [-0, 0.1, -Infinity, 5e-324, 1.7976931348623157e308, NaN, 2 ** 53 + 2, 0] },
  { type: { name: 'date' }, values: [0, -1, 20_499, -719_162, 2_932_896] }, // 0001-01-01 … 9999-12-31
  { type: { name: 'time' }, values: [0n, 1n, 86_399_999_999n, 45_296_789_000n] },
  { type: { name: 'timestamp' }, values: [0n, -1n, 1_769_862_896_789_012n, -62_135_596_800_000_000n, 253_402_300_799_999_999n] },
  { type: { name: 'timestamptz' }, values: [1_000_000n, -1_500_000n, 1_769_862_896_789_000n, 253_402_300_799_999_999n] },
  { type: decimal(1, 0), values: [0n, 9n, -9n] },
  { type: decimal(9, 2), values: [0n, 5n, -5n, digits(9), -digits(9)] },
  { type: decimal(10, 10), values: [1n, -1n, digits(10), -digits(10)] },
  { type: decimal(18, 4), values: [0n, digits(18), -digits(18)] },
  { type: decimal(19, 0), values: [0n, -1n, digits(19), -digits(19)] },
  { type: decimal(38, 18), values: [0n, 1n, -1n, digits(38), -digits(38)] },
  { type: { name: 'string' }, values: ['', 'a', 'naïve 東京 👍', '"quoted",\n', 'z'.repeat(200), '\0'] },
  {
    type: { name: 'uuid' },
    values: [uuid('00000000000000000000000000000000'), uuid('00112233445566778899aabbccddeeff'), uuid('f'.repeat(32))],
  },
  { type: { name: 'binary' }, values: [new Uint8Array(0), Uint8Array.of(0xff, 0x00, 0x80), new Uint8Array(100).fill(0xff)] },
]

/** Every type, not nullable and nullable. */
export const sampleColumns: readonly Column[] = sampleValues.flatMap(({ type }) =>
  [false, true].map(nullable => {
    const name = `${Object.values(type).join('_')}${nullable ? '_null' : ''}`
    return { name, type, nullable, source: name }
  }),
)

/** Runs through a type's values over and over; in nullable columns a null now and then, and a page of nulls only. */
export function sampleValue(column: Column, row: number): StoredOrNull {
  if (column.nullable && (row % 5 === 2 || (row >= 8 && row < 12))) return null
  const values = sampleValues.find(({ type }) => type === column.type)?.values ?? []
  return values[row % values.length] ?? null
}

export function sampleCell(column: Column, row: number): Cell {
  const value = sampleValue(column, row)
  return cell(column.type, column.type.name === 'float' && value !== null ? Math.fround(Number(value)) : value)
}
