// The slow, readable twin of the kernel's parsers: docs/values.md, "Null" and "Types", row by row.

import { isWrittenOtherwise } from '../../src/schema/written-as.ts'
import { parseWritten } from './parse-as-written.ts'
import { parseBytes } from './parse-bytes.ts'
import { parseBoolean, parseDecimal, parseFloating, parseInteger } from './parse-number.ts'
import { parseDate, parseTime, parseTimestamp, parseTimestampTz } from './parse-temporal.ts'
import type { ScannedField } from './scan-records.ts'
import { invalid, type Parsed, type ParsedColumn } from './value.ts'

export function parseValue(field: ScannedField, column: ParsedColumn, nullTokens: readonly string[] = []): Parsed {
  if (isNull(field, column, nullTokens)) return column.nullable === false ? { error: 'VALUE_NULL' } : { value: null }
  if (isText(column)) return parseBytes(field.text, column)
  return parseTyped(trimmed(field.text), column)
}

function isNull({ text, quoted }: ScannedField, column: ParsedColumn, nullTokens: readonly string[]): boolean {
  if (!quoted && (text.length === 0 || (column.nullTokens ?? nullTokens).some(token => Buffer.from(token).equals(text)))) return true
  return !isText(column) && trimmed(text).length === 0
}

function isText({ type }: ParsedColumn): boolean {
  return type.name === 'string' || type.name === 'binary'
}

function parseTyped(bytes: Uint8Array, column: ParsedColumn): Parsed {
  const text = Buffer.from(bytes).toString()
  if (column.type.name !== 'uuid' && isWrittenOtherwise(column)) return parseWritten(text, column)
  if (bytes.some(byte => byte > 0x7f)) return invalid // no type but the texts has any other than ASCII
  return parseUsual(text, column)
}

/** As docs/values.md has it where nothing else is declared. */
function parseUsual(text: string, column: ParsedColumn): Parsed {
  const { type } = column
  switch (type.name) {
    case 'boolean':
      return parseBoolean(text)
    case 'int':
      return parseInteger(text, 32)
    case 'long':
      return parseInteger(text, 64)
    case 'decimal':
      return parseDecimal(text, type.precision, type.scale)
    case 'float':
    case 'double':
      return parseFloating(text, type.name)
    case 'date':
      return parseDate(text)
    case 'time':
      return parseTime(text)
    case 'timestamp':
      return parseTimestamp(text)
    case 'timestamptz':
      return parseTimestampTz(text)
    default:
      return parseBytes(Buffer.from(text), column)
  }
}

/** Without the spaces and tabs around. */
function trimmed(text: Uint8Array): Uint8Array {
  const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09
  let start = 0
  let end = text.length
  while (start < end && isBlank(text[start])) start++
  while (start < end && isBlank(text[end - 1])) end--
  return text.subarray(start, end)
}
