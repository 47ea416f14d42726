// The slow, readable twin of inference: docs/values.md, "Inference". Given all fields of a column, the first type of the list that every
// value survives.

import type { TypedAs } from '../../src/csv/time-outline.ts'
import { type ColumnType, maxDecimalPrecision } from '../../src/schema/column-type.ts'
import { doubleTexts } from './double-texts.ts'
import { inferPattern } from './infer-pattern.ts'
import { parseDate, parseTime, parseTimestamp, parseTimestampTz } from './parse-temporal.ts'
import type { ScannedField } from './scan-records.ts'

export function inferColumn(fields: readonly ScannedField[], nullTokens: readonly string[] = []): TypedAs {
  const values = fields
    .map(({ text, quoted }) => ({ text: Buffer.from(text).toString('latin1'), quoted }))
    .filter(({ text, quoted }) => text !== '' && (quoted || !nullTokens.some(token => latin1(token) === text)))
    .map(({ text }) => text)
  if (values.length === 0) return { type: { name: 'string' } }
  for (const rule of rules) {
    const type = rule(values)
    if (type !== undefined) return { type }
  }
  return inferPattern(values) ?? { type: { name: 'string' } }
}

type Rule = (values: readonly string[]) => ColumnType | undefined

const rules: readonly Rule[] = [boolean, integer, decimal, double, date, timestamp, timestamptz, time, uuid]

const canonicalInteger = /^(?:0|-?[1-9]\d*)$/

function boolean(values: readonly string[]): ColumnType | undefined {
  const forms = [/^(?:true|false)$/, /^(?:True|False)$/, /^(?:TRUE|FALSE)$/]
  return forms.some(form => values.every(value => form.test(value))) ? { name: 'boolean' } : undefined
}

function integer(values: readonly string[]): ColumnType | undefined {
  if (!values.every(value => canonicalInteger.test(value))) return undefined
  const fits = (bits: number): boolean => values.every(value => BigInt.asIntN(bits, BigInt(value)) === BigInt(value))
  return fits(32) ? { name: 'int' } : fits(64) ? { name: 'long' } : undefined
}

function decimal(values: readonly string[]): ColumnType | undefined {
  const scale = /\.(\d+)$/.exec(values[0]!)?.[1]?.length
  if (scale === undefined) return undefined
  const parts = values.map(value => /^-?(0|[1-9]\d*)\.(\d+)$/.exec(value))
  if (!parts.every(match => match !== null && match[2]!.length === scale)) return undefined
  if (values.some(isMinusZero)) return undefined
  const precision = parts.reduce((most, match) => Math.max(most, match![1]!.length), 0) + scale
  return precision <= maxDecimalPrecision ? { name: 'decimal', precision, scale } : undefined
}

function isMinusZero(value: string): boolean {
  return /^-0\.0+$/.test(value)
}

function double(values: readonly string[]): ColumnType | undefined {
  const integer = /^(?:0|-?[1-9]\d*)$/
  const fraction = /^-?(?:0|[1-9]\d*)\.\d*[1-9]$/
  const lonePointZero = /^-?(?:0|[1-9]\d*)\.0$/
  const python = /^-?[1-9](?:\.\d*[1-9])?e[+-](?:\d\d|[1-9]\d\d)$/
  const javascript = /^-?[1-9](?:\.\d*[1-9])?e[+-][1-9]\d{0,2}$/
  const java = /^-?[1-9]\.(?:0|\d*[1-9])E-?[1-9]\d{0,2}$/
  const hasPoint = values.some(value => value.includes('.'))
  const allMarked = values.every(value => /[.eE]/.test(value))
  const isMixed = values.some(value => /e[+-]0\d$/.test(value)) && values.some(value => /e[+-]\d$/.test(value))
  const isForm = (value: string): boolean =>
    integer.test(value) ||
    fraction.test(value) ||
    (allMarked && lonePointZero.test(value)) ||
    (hasPoint && !isMixed && (python.test(value) || javascript.test(value) || java.test(value)))
  if (!values.every(value => isForm(value) && digitsWritten(value) <= 17)) return undefined
  const texts = values.map(doubleTexts)
  return texts[0]!.some(way => texts.every(ways => ways.includes(way))) ? { name: 'double' } : undefined
}

/** Of the mantissa; zeros in front do not count. */
function digitsWritten(value: string): number {
  return value.replace(/e.*$/i, '').replace(/[-.]/g, '').replace(/^0+/, '').length
}

function date(values: readonly string[]): ColumnType | undefined {
  return values.every(value => 'value' in parseDate(value)) ? { name: 'date' } : undefined
}

function timestamp(values: readonly string[]): ColumnType | undefined {
  if (!values.every(value => 'value' in parseTimestamp(value))) return undefined
  return haveOneForm(values.map(timestampForm)) ? { name: 'timestamp' } : undefined
}

function timestamptz(values: readonly string[]): ColumnType | undefined {
  if (!values.every(value => 'value' in parseTimestampTz(value))) return undefined
  return haveOneForm(values.map(timestamptzForm)) ? { name: 'timestamptz' } : undefined
}

const timeForm = /^\d\d:\d\d:\d\d(\.\d{1,6})?$/

function time(values: readonly string[]): ColumnType | undefined {
  if (!values.every(value => timeForm.test(value) && 'value' in parseTime(value))) return undefined
  return haveOneForm(values.map(value => String(value.length))) ? { name: 'time' } : undefined
}

/** What must be the same throughout: separator, digits. Undefined for a form that is not inferred: dates alone, more than 6 digits. */
function timestampForm(value: string): string | undefined {
  return /^.{10}[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?$/.test(value) ? value.replace(/\d/g, '0') : undefined
}

function timestamptzForm(value: string): string | undefined {
  const match = /^(.*?)(Z|z|\+00:00|\+0000|\+00| UTC)$/.exec(value)
  const local = match === null ? undefined : timestampForm(match[1]!)
  return local && local + match![2]
}

function haveOneForm(forms: readonly (string | undefined)[]): boolean {
  return forms[0] !== undefined && forms.every(form => form === forms[0])
}

function uuid(values: readonly string[]): ColumnType | undefined {
  const canonical = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
  return values.every(value => canonical.test(value)) ? { name: 'uuid' } : undefined
}

/** The token as it would stand in the bytes. */
function latin1(token: string): string {
  return Buffer.from(token).toString('latin1')
}
