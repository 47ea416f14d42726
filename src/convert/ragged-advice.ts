// What to do about a record with fewer or more fields than the header, where the record shows more than the catalogue of failures can know.

import { carriageReturn, lineFeed } from '../csv/bytes.ts'
import type { Dialect } from '../schema/dialect.ts'

export interface RaggedRecord {
  /** With its line break. */
  bytes: Uint8Array
  fields: number
  /** How many the header has. */
  expected: number
  /** Nothing but the header stands above it. */
  isFirst: boolean
}

const skipTitle = 'if the first lines are a title or remarks, leave them out with csv.skipLines or csv.comment'

/** Undefined: what the catalogue says. */
export function raggedAdvice({ bytes, fields, expected, isFirst }: RaggedRecord, { delimiter, quote }: Dialect): string | undefined {
  if (expected === 1) return `check csv.delimiter; ${skipTitle} (on the command line --delimiter, --skip-lines, --comment)`
  if (fields < expected) return undefined
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, mostSearched)).toString('latin1')
  if (endsWithDelimiter(bytes, delimiter))
    return 'remove the delimiter at its end, or set csv.ragged: pad in a dataset file, which leaves out fields too many that are empty'
  if (quote !== undefined && text.includes(`${delimiter} ${quote}`))
    return 'remove the space in front of the quote: only at the very beginning of a field does it quote'
  return isFirst ? `quote the fields that contain the delimiter; ${skipTitle} (--skip-lines, --comment)` : undefined
}

const mostSearched = 64 * 1024 // bytes

function endsWithDelimiter(bytes: Uint8Array, delimiter: string): boolean {
  const last = bytes.findLast(byte => byte !== lineFeed && byte !== carriageReturn)
  return last === delimiter.charCodeAt(0)
}
