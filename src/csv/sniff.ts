// What the first bytes of a source say about it. Only what is surely no CSV is refused: whatever could be a header passes, since the
// header and the records are checked with better words later. Invalid UTF-8 (Latin-1, say) passes too: its line is named later.

import { Failure } from '../failure/failure.ts'
import { knownFormat } from './known-formats.ts'

/** How many bytes `sniff` wants to see, if the source has as many. */
export const sniffedBytes = 4096

/** Length of the UTF-8 byte order mark that the bytes begin with: 3 or 0. It is no part of the first field, quoted or not. */
export function byteOrderMarkBytes(head: Uint8Array): 0 | 3 {
  return startsWith(head, [0xef, 0xbb, 0xbf]) ? 3 : 0
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
  return otherFormat(start) ?? wideEncoding(start) ?? binary(start)
}

const lineFeed = 0x0a
const carriageReturn = 0x0d

function empty(head: Uint8Array, text: Uint8Array): Failure {
  if (head.length === 0) return new Failure({ code: 'SOURCE_EMPTY' })
  const found = text.length === 0 ? 'a byte order mark' : 'line breaks'
  return new Failure({ code: 'SOURCE_EMPTY', detail: `it holds ${found} and nothing else` })
}

function otherFormat(head: Uint8Array): Failure | undefined {
  const format = knownFormat(head)
  return format && new Failure({ code: 'SOURCE_NOT_CSV', detail: `it looks like ${format.what}`, fix: format.fix })
}

function wideEncoding(head: Uint8Array): Failure | undefined {
  const name = byMark(head) ?? byZeros(head)
  if (name === undefined) return undefined
  return new Failure({
    code: 'SOURCE_ENCODING',
    detail: `it looks like ${name}`,
    fix: `convert it with: iconv -f ${name} -t UTF-8`,
  })
}

function byMark(head: Uint8Array): string | undefined {
  if (startsWith(head, [0xff, 0xfe, 0, 0])) return 'UTF-32LE'
  if (startsWith(head, [0, 0, 0xfe, 0xff])) return 'UTF-32BE'
  if (startsWith(head, [0xff, 0xfe])) return 'UTF-16LE'
  if (startsWith(head, [0xfe, 0xff])) return 'UTF-16BE'
  return undefined
}

/** Wide text that is mostly ASCII has its zero bytes always at the same places. */
function byZeros(head: Uint8Array): string | undefined {
  const zeros = [0, 0, 0, 0] // by position modulo 4
  head.forEach((byte, i) => {
    if (byte === 0) zeros[i % 4] = (zeros[i % 4] ?? 0) + 1
  })
  const places = Math.ceil(head.length / 4)
  const pattern = zeros.map(count => (count > places * 0.7 ? '0' : count < places * 0.3 ? 'x' : '?')).join('')
  return head.length < 4 ? undefined : encodingByPattern.get(pattern)
}

const encodingByPattern = new Map([
  ['x000', 'UTF-32LE'],
  ['000x', 'UTF-32BE'],
  ['x0x0', 'UTF-16LE'],
  ['0x0x', 'UTF-16BE'],
])

function binary(head: Uint8Array): Failure | undefined {
  if (!head.includes(0)) return undefined
  return new Failure({
    code: 'SOURCE_NOT_CSV',
    detail: 'it looks like binary data: it holds zero bytes',
    fix: "drop CSV text; if the zero bytes are only padding, remove them with: tr -d '\\000'",
  })
}

function startsWith(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, i) => head[i] === byte)
}
