// UTF-16 and UTF-32 by their first bytes: byte order marks, or where zero bytes stand.

import { startsWith } from './bytes.ts'

/** `UTF-16LE` and the like; undefined if the bytes look like neither. */
export function wideEncoding(head: Uint8Array): string | undefined {
  return byMark(head) ?? byZeros(head)
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
