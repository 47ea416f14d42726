// One column of fields through the kernel and through its slow twin: what the two make of each.

import { defaultDialect } from '../../src/schema/dialect.ts'
import { parseValue } from '../oracle/parse-value.ts'
import type { ScannedField } from '../oracle/scan-records.ts'
import type { Parsed, Value } from '../oracle/value.ts'
import type { HostColumn } from './host/host-column.ts'
import { KernelHost } from './host/kernel-host.ts'

/** kernel/status.ts */
const statusCodes = ['', 'VALUE_INVALID', 'VALUE_OUT_OF_RANGE', 'VALUE_NULL', 'VALUE_NOT_UTF8'] as const

export function unquoted(text: string | Uint8Array): ScannedField {
  return { text: bytesOf(text), quoted: false }
}

export function quoted(text: string | Uint8Array): ScannedField {
  return { text: bytesOf(text), quoted: true }
}

/** What the kernel makes of each field of a file of one column. Unquoted fields must not need quotes. */
export function kernelValues(column: HostColumn, fields: readonly ScannedField[], nullTokens: readonly string[] = []): Parsed[] {
  const host = new KernelHost({ columns: [column], nullTokens })
  const result = host.run(csvOf(fields))
  if (result.rows.length !== fields.length) throw new Error(`${fields.length} records were written, ${result.rows.length} were read`)
  let good = 0
  return result.rows.map(({ badValues: [bad] }) =>
    bad === undefined ? { value: result.columns[0]![good++]! } : { error: statusCodes[bad.status] as 'VALUE_INVALID' },
  )
}

/** Where kernel and twin disagree, at most ten of them, as sentences. */
export function disagreements(column: HostColumn, fields: readonly ScannedField[], nullTokens: readonly string[] = []): string[] {
  const found: string[] = []
  for (const [index, actual] of kernelValues(column, fields, nullTokens).entries()) {
    const field = fields[index]!
    const expected = parseValue(field, column, nullTokens)
    if (!equalParsed(actual, expected))
      found.push(`${describeField(field)}: kernel ${describeParsed(actual)}, twin ${describeParsed(expected)}`)
    if (found.length === 10) break
  }
  return found
}

export function equalValues(a: Value | null, b: Value | null): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0
  return Object.is(a, b)
}

export function describeValue(value: Value | null): string {
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('latin1'))
  return Object.is(value, -0) ? '-0' : String(value)
}

function equalParsed(a: Parsed, b: Parsed): boolean {
  if ('error' in a || 'error' in b) return 'error' in a && 'error' in b && a.error === b.error
  return equalValues(a.value, b.value)
}

function describeField({ text, quoted }: ScannedField): string {
  return `${quoted ? 'quoted ' : ''}${describeValue(text)}`
}

function describeParsed(parsed: Parsed): string {
  return 'error' in parsed ? parsed.error : describeValue(parsed.value)
}

function csvOf(fields: readonly ScannedField[]): Uint8Array {
  const quote = Buffer.from(defaultDialect.quote!)
  const lineBreak = Buffer.from('\n')
  return Buffer.concat(fields.flatMap(({ text, quoted }) => (quoted ? [quote, doubled(text), quote, lineBreak] : [text, lineBreak])))
}

function doubled(text: Uint8Array): Buffer {
  return Buffer.from(Buffer.from(text).toString('latin1').replaceAll('"', '""'), 'latin1')
}

function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? Buffer.from(text) : text
}
