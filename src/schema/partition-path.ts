// The folder of a partition in Hive's layout: `day=2026-01-31/country=DE/`.
//
// Spec: names and values are escaped as Hive does (org.apache.hadoop.hive.common.FileUtils.makePartName and escapePathName), the names
// in lower case, since Athena finds no partition in a folder whose name is not. Values of transforms are Iceberg's human-readable ones.

import type { ColumnType } from './column-type.ts'
import type { Column, PartitionField } from './dataset.ts'

/** A partition field with the type of its column. */
export interface TypedPartitionField extends PartitionField {
  type: ColumnType
}

/**
 * A value as the conversion has it: string for string and uuid; boolean; bigint for everything else (int and long as they are, date in
 * days and timestamps in microseconds since 1970, time in microseconds of the day, decimal unscaled); null.
 */
export type PartitionValue = string | bigint | boolean | null

/** What Hive calls the partition of rows without a value, or with an empty one. */
export const hiveDefaultPartition = '__HIVE_DEFAULT_PARTITION__'

/** The fields with their types. `partitionBy` names columns of `columns` (dataset files are checked for it). */
export function typedPartitionFields(partitionBy: readonly PartitionField[], columns: readonly Column[]): TypedPartitionField[] {
  return partitionBy.map(field => {
    const column = columns.find(candidate => candidate.name === field.column)
    if (column === undefined) throw new TypeError(`no column ${field.column} to partition by`)
    return { ...field, type: column.type }
  })
}

/**
 * The path of a partition with a slash at its end; empty without fields.
 * @param values one for each field, untransformed
 */
export function partitionPath(fields: readonly TypedPartitionField[], values: readonly PartitionValue[]): string {
  return fields.map((field, index) => `${partitionFolder(field, values[index] ?? null)}/`).join('')
}

/** One level of the path, `country=DE`. */
export function partitionFolder(field: TypedPartitionField, value: PartitionValue): string {
  return `${escapePathName(field.name.toLowerCase())}=${escapePathName(value === null ? '' : valueText(field, value))}`
}

/** Spec: Hive's charToEscape: control characters and " # % ' * / : = ? \ { [ ] ^ (not the closing brace). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const escapedCharacters = /[\u0000-\u001f\u007f"#%'*/:=?\\{[\]^]/g

function escapePathName(name: string): string {
  if (name === '') return hiveDefaultPartition
  if (name === hiveDefaultPartition) return name.replace('_', '%5F') // a text, whose rows have a value
  return name.replace(escapedCharacters, character => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}

function valueText({ transform, type }: TypedPartitionField, value: string | bigint | boolean): string {
  if (typeof value !== 'bigint') return String(value)
  if (transform !== 'identity')
    return isoTimestamp(type.name === 'date' ? value * microsPerDay : value)
      .slice(0, isoLength[transform])
      .replace('T', '-')
  switch (type.name) {
    case 'date':
      return isoTimestamp(value * microsPerDay).slice(0, isoLength.day)
    case 'time':
      return `${isoTimestamp(value).slice(isoLength.day + 1)}${fraction(value)}`
    case 'timestamp':
      return `${isoTimestamp(value).replace('T', ' ')}${fraction(value)}`
    case 'timestamptz':
      return `${isoTimestamp(value).replace('T', ' ')}${fraction(value)}Z`
    case 'decimal':
      return decimalText(value, type.scale)
    default:
      return String(value)
  }
}

const microsPerSecond = 1_000_000n
const microsPerDay = 86_400n * microsPerSecond

/** How much of `2026-01-31T13:05:06` each transform keeps. */
const isoLength = { year: 4, month: 7, day: 10, hour: 13 } as const

/** `2026-01-31T13:05:06`; instants before 1970 round down, too. */
function isoTimestamp(micros: bigint): string {
  const seconds = (micros - modulo(micros, microsPerSecond)) / microsPerSecond
  return new Date(Number(seconds) * 1000).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)
}

/** `.25`; nothing when the second is whole. */
function fraction(micros: bigint): string {
  const digits = String(modulo(micros, microsPerSecond)).padStart(6, '0').replace(/0+$/, '')
  return digits === '' ? '' : `.${digits}`
}

/** All digits of the scale, as in `1.50`. */
function decimalText(unscaled: bigint, scale: number): string {
  if (scale === 0) return String(unscaled)
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** The remainder of division rounding down: never negative. */
const modulo = (value: bigint, divisor: bigint): bigint => ((value % divisor) + divisor) % divisor
