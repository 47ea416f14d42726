// Values as text that loses nothing: what `cat` prints. Reading the text back as the column's type gives the value again.
//
//   csv      null is an empty field, the empty string is ""; binary in hexadecimal
//   ndjson   long and decimal as number literals with all their digits; NaN and infinities as strings; binary in hexadecimal
//   table    null is dim; control characters are shown as escapes

import type { SchemaElement } from '../../parquet/format/schema-element.ts'
import { annotation } from '../../parquet/read/annotation.ts'
import type { Value } from '../../parquet/read/value.ts'
import { printable } from '../printable.ts'

export type ValueText = (value: Exclude<Value, null>) => string

/** The plain text of a column's values. */
export function plainText(element: SchemaElement): ValueText {
  return value => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
    if (typeof value !== 'number') return String(value)
    return element.type === 'FLOAT' ? shortestFloat(value) : numberText(value)
  }
}

export function csvField(text: string): string {
  return text === '' || /^\s|\s$|[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A JSON value for a column's values. */
export function jsonText(element: SchemaElement): ValueText {
  const plain = plainText(element)
  const isNumeric = isNumberColumn(element)
  return value => {
    if (typeof value === 'boolean') return String(value)
    const isLiteral = typeof value === 'number' ? Number.isFinite(value) : isNumeric
    return isLiteral ? plain(value) : jsonString(plain(value))
  }
}

/** A JSON string without characters that a terminal could take for orders. */
export function jsonString(text: string): string {
  return printable(JSON.stringify(text))
}

/** Numbers align right, and their digits may be a JSON literal. */
export function isNumberColumn(element: SchemaElement): boolean {
  const { kind } = annotation(element)
  if (kind === 'decimal' || kind === 'unsigned') return true
  return kind === 'none' && ['INT32', 'INT64', 'FLOAT', 'DOUBLE'].includes(element.type ?? '')
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

/** The fewest digits that name this float among floats: 0.1, not the 0.10000000149011612 that it is as a double. */
function shortestFloat(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return numberText(short)
  }
  return numberText(Number.isFinite(value) ? Number(value.toPrecision(9)) : value)
}
