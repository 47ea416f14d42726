// How a column's values are written, where they are not written as docs/values.md has it by default. All keys are optional; a column
// without any goes the fast road.

import type { ColumnType } from './column-type.ts'

export const BINARY_FORMATS = ['utf8', 'hex', 'base64'] as const
export type BinaryFormat = (typeof BINARY_FORMATS)[number]

/** What a local time that the clocks show twice, or never, becomes. One that never was is refused in any case. */
export const AMBIGUOUS_TIMES = ['fail', 'earlier', 'later'] as const
export type AmbiguousTimes = (typeof AMBIGUOUS_TIMES)[number]

export interface WrittenAs {
  /** `binary`: how the bytes are written. Dates and times: a pattern (time-pattern.ts). */
  format?: string
  /** `timestamptz`: the zone of texts that name none, by its IANA name or as an offset. */
  zone?: string
  /** Default: fail. */
  ambiguousTimes?: AmbiguousTimes
  /** The decimal mark; default: a point. */
  decimal?: string
  /** What stands between groups of three digits; default: nothing. */
  thousands?: string
  /** `boolean`: the only texts that are true, byte for byte. Given together with `falseWords`. */
  trueWords?: readonly string[]
  falseWords?: readonly string[]
  /** Instead of the dataset's own. */
  nullTokens?: readonly string[]
}

const keys = [
  'format',
  'zone',
  'ambiguousTimes',
  'decimal',
  'thousands',
  'trueWords',
  'falseWords',
  'nullTokens',
] as const satisfies readonly (keyof WrittenAs)[]

/** The keys that are given, and nothing else of the object. */
export function writtenAs(column: { readonly [Key in keyof WrittenAs]: WrittenAs[Key] | undefined }): WrittenAs {
  return Object.fromEntries(keys.flatMap(key => (column[key] === undefined ? [] : [[key, column[key]]])))
}

/** Whether a column's texts need more than the parser of their type. The format of a binary column is its parser's choice. */
export function isWrittenOtherwise({ type, format, ...rest }: WrittenAs & { type: ColumnType }): boolean {
  return Object.keys(writtenAs(rest)).length > 0 || (format !== undefined && type.name !== 'binary')
}

export const isTemporal = ({ name }: ColumnType): boolean => ['date', 'time', 'timestamp', 'timestamptz'].includes(name)
export const isNumber = ({ name }: ColumnType): boolean => ['int', 'long', 'float', 'double', 'decimal'].includes(name)
export const isFractional = ({ name }: ColumnType): boolean => ['float', 'double', 'decimal'].includes(name)
