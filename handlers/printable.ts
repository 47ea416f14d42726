// Text from strangers (keys, headers), made harmless for logs and mails.

import { escapeUnsafe } from '../src/failure/escape-unsafe.ts'

/** A header may have names of any length; keys have at most 1,024 bytes. */
const mostCharacters = 2000

/** What could steer a terminal written as `\uXXXX`; what is too long cut. */
export function printable(text: string): string {
  return escapeUnsafe(text.length > mostCharacters ? `${text.slice(0, mostCharacters).toWellFormed()}…` : text)
}
