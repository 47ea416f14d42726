// What the first bytes of a source say about it. Only what is surely no CSV is refused: whatever could be a header passes, since the
// header and the records are checked with better words later. Invalid UTF-8 (Latin-1, say) passes too: its line is named later. The bytes are UTF-8 by
// now, or were taken for it.

import { Failure } from '../failure/failure.ts'
import { byteOrderMark, carriageReturn, lineFeed, startsWith } from './bytes.ts'
import { knownFormat } from './known-formats.ts'
import { wideEncoding } from './wide-encoding.ts'

/** How many bytes `sniff` wants to see, if the source has as many. */
export const sniffedBytes = 4096

/**
 * Length of the UTF-8 byte order marks that the bytes begin with, mostly one or none: a program that adds one may add it to text that has one. They are
 * no part of the first field, quoted or not.
 */
export function byteOrderMarkBytes(head: Uint8Array): number {
  let bytes = 0
  while (startsWith(head.subarray(bytes), byteOrderMark)) bytes += byteOrderMark.length
  return bytes
}

/**
 * Looks at the first bytes of a decompressed source.
 *
 * @param head its first `sniffedBytes` bytes, or all of it
 * @param whole whether `head` is all of it
 * @returns undefined if it may be CSV, else SOURCE_EMPTY, SOURCE_NOT_CSV or SOURCE_ENCODING
 */
export function sniff(head: Uint8Array, whole: boolean): Failure | undefined {
  const text = head.subarray(byteOrderMarkBytes(head))
  if (whole && text.every(byte => byte === lineFeed || byte === carriageReturn)) return empty(head, text)
  const start = text.subarray(0, sniffedBytes)
  return otherFormat(start) ?? wide(start) ?? binary(start)
}

function empty(head: Uint8Array, text: Uint8Array): Failure {
  if (head.length === 0) return new Failure({ code: 'SOURCE_EMPTY' })
  const found = text.length === 0 ? 'a byte order mark' : 'line breaks'
  return new Failure({ code: 'SOURCE_EMPTY', detail: `it holds ${found} and nothing else` })
}

function otherFormat(head: Uint8Array): Failure | undefined {
  const format = knownFormat(head)
  return format && new Failure({ code: 'SOURCE_NOT_CSV', detail: `it looks like ${format.what}`, fix: format.fix })
}

function wide(head: Uint8Array): Failure | undefined {
  const name = wideEncoding(head)
  if (name === undefined) return undefined
  const isKnown = name.startsWith('UTF-16')
  const fix = isKnown ? `set csv.encoding: ${name.toLowerCase()}` : `convert it with: iconv -f ${name} -t UTF-8`
  return new Failure({ code: 'SOURCE_ENCODING', detail: `it looks like ${name}`, fix })
}

function binary(head: Uint8Array): Failure | undefined {
  if (!head.includes(0)) return undefined
  return new Failure({
    code: 'SOURCE_NOT_CSV',
    detail: 'it looks like binary data: it holds zero bytes',
    fix: "drop CSV text; if the zero bytes are only padding, remove them with: tr -d '\\000'",
  })
}
