// Bytes that mean something to CSV whatever its dialect.

export const lineFeed = 0x0a
export const carriageReturn = 0x0d

/** Of UTF-8. */
export const byteOrderMark = Uint8Array.of(0xef, 0xbb, 0xbf)

export function startsWith(bytes: Uint8Array, beginning: ArrayLike<number>): boolean {
  for (let i = 0; i < beginning.length; i++) if (bytes[i] !== beginning[i]) return false
  return true
}
