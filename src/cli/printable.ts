// Text from files, made harmless for a terminal: control, bidirectional and line-breaking characters become visible escapes.

import { escapeUnsafe } from '../failure/escape-unsafe.ts'

/** The text with `\n`, `\t`, `\u001b` and the like in place of the characters themselves. */
export function printable(text: string): string {
  return escapeUnsafe(text.replace(/[\n\r\t]/g, character => short[character]!))
}

/** The same for a message of several lines, whose line breaks are meant. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}

/** A value as one line of JSON, which is as harmless. */
export function jsonLine(value: object): string {
  return `${printable(JSON.stringify(value))}\n`
}

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
