// A field as it stands in the source → its text, for headers and messages. Values go through the kernel instead.

import type { Dialect } from '../schema/dialect.ts'

/** The field's bytes without its quotes, escapes resolved. */
export function unquote(field: Uint8Array, dialect: Pick<Dialect, 'quote' | 'escape'>): Uint8Array {
  const quote = dialect.quote?.charCodeAt(0)
  if (quote === undefined || field[0] !== quote) return field
  const escapeMark = dialect.escape?.charCodeAt(0)
  const inside = field.subarray(1, field.length - 1)
  if (escapeMark === undefined || !inside.includes(escapeMark)) return inside
  const text: number[] = []
  for (let i = 0; i < inside.length; i++) {
    const next = inside[i + 1]
    if (inside[i] === escapeMark && (next === quote || next === escapeMark)) i++
    text.push(inside[i]!)
  }
  return Uint8Array.from(text)
}

/** Text for a message; what is not UTF-8 becomes U+FFFD. */
export function fieldText(field: Uint8Array, dialect: Pick<Dialect, 'quote' | 'escape'>): string {
  return replacing.decode(unquote(field, dialect))
}

const replacing = new TextDecoder('utf-8', { ignoreBOM: true })
