// Where bytes stop being UTF-8, and where a piece of them cuts a character in two.

import { isUtf8 } from 'node:buffer'

/** Offset of the first byte that begins or continues no character. @param bytes are not UTF-8 */
export function brokenUtf8(bytes: Uint8Array): number {
  let [good, bad] = [0, bytes.length] // lengths of beginnings: UTF-8 but for a character that is cut off, and not
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (isUtf8(bytes.subarray(0, wholeCharacters(bytes.subarray(0, middle))))) good = middle
    else bad = middle
  }
  return wholeCharacters(bytes.subarray(0, good))
}

/** Bytes up to the last character that is not cut off. */
export function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte >= 0xc0) return back < sequenceBytes(byte) ? bytes.length - back : bytes.length
    if (byte < 0x80) return bytes.length
  }
  return bytes.length
}

/** Of a sequence of UTF-8 that begins so. */
function sequenceBytes(lead: number): number {
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
}
