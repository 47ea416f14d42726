// Copies between memory that threads share and other memory. V8's `set` goes byte by byte there (3 GB/s instead of 15) unless both sides are
// aligned alike, and Node's `copy` calls it where it copies a buffer from its first byte to its last.

/** Copies as much as there is room for; returns how many bytes. */
export function copyBytes(source: Buffer, target: Uint8Array): number {
  const count = Math.min(source.length, target.length)
  if (count === 0) return 0
  source.copy(target, 0, 0, count - 1)
  target[count - 1] = source[count - 1]!
  return count
}
