// The column types, by their Iceberg names (https://iceberg.apache.org/spec/#primitive-types), which Athena, Glue, Spark and Trino share.

import { maxDecimalPrecision } from '../kernel/evidence.ts'

export const SIMPLE_TYPES = [
  'boolean',
  'int', // 32-bit signed
  'long', // 64-bit signed
  'float',
  'double',
  'date', // days
  'time', // microseconds of the day
  'timestamp', // microseconds, no zone
  'timestamptz', // microseconds, UTC
  'string',
  'uuid',
  'binary',
] as const

export type SimpleTypeName = (typeof SIMPLE_TYPES)[number]

/** A column's type. A decimal has `precision` digits in all (1..38), `scale` of them (0..precision) behind the point. */
export type ColumnType = { name: SimpleTypeName } | { name: 'decimal'; precision: number; scale: number }

export { maxDecimalPrecision }

/** The type as it is written in a dataset file: `long`, `decimal(10,2)`. */
export function formatType(type: ColumnType): string {
  return type.name === 'decimal' ? `decimal(${type.precision},${type.scale})` : type.name
}

/** Reads a type as it is written in a dataset file; undefined if it is none. */
export function parseType(text: string): ColumnType | undefined {
  const decimal = /^decimal\(\s*(\d{1,2})\s*,\s*(\d{1,2})\s*\)$/.exec(text)
  if (decimal) {
    const precision = Number(decimal[1])
    const scale = Number(decimal[2])
    return precision >= 1 && precision <= maxDecimalPrecision && scale <= precision ? { name: 'decimal', precision, scale } : undefined
  }
  const simple = SIMPLE_TYPES.find(name => name === text)
  return simple && { name: simple }
}
