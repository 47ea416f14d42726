// Values that fall into one place of the kernel's hash tables: its hashes (kernel/hash.ts, kernel/seen-texts.ts) computed backwards. They are
// not secret, so an attacker can do the same.

const k0 = 0x9e3779b97f4a7c15n
const k1 = 0xbf58476d1ce4e5b9n
const k2 = 0x94d049bb133111ebn

const u64 = (value: bigint) => BigInt.asUintN(64, value)

/** The factor that undoes this odd one modulo 2^64, by Newton's method. */
const inverse = (factor: bigint) => Array.from({ length: 6 }).reduce<bigint>(found => u64(found * (2n - factor * found)), factor)
const inverseOfK0 = inverse(k0)
const inverseOfK1 = inverse(k1)

/** The value whose `value ^ (value >> shift)` is given. */
function unshifted(mixed: bigint, shift: bigint): bigint {
  let value = mixed
  for (let known = shift; known < 64n; known += shift) value = mixed ^ (value >> shift)
  return value
}

/** Longs whose hashes end in 20 zero bits. */
export function collidingWords(count: number): bigint[] {
  return Array.from({ length: count }, (_, i) => {
    const hash = unshifted(BigInt(i + 1) << 20n, 29n)
    return BigInt.asIntN(64, unshifted(u64(hash * inverseOfK0) ^ k2, 32n))
  })
}

/** Texts of eight bytes without quotes, delimiters, line breaks and zeros: some that collide in the dictionary, some among the texts seen before. */
export function collidingTexts(count: number): { dictionary: Uint8Array[]; seen: Uint8Array[] } {
  return { dictionary: textsOf(count, dictionaryWord), seen: textsOf(count, seenWord) }
}

function textsOf(count: number, wordOf: (i: bigint) => bigint): Uint8Array[] {
  const texts: Uint8Array[] = []
  for (let i = 1n; texts.length < count; i++) {
    const text = Buffer.alloc(8)
    text.writeBigUInt64LE(wordOf(i))
    if (!text.some(byte => [0, 0x22, 0x2c, 0x0a, 0x0d].includes(byte))) texts.push(text)
  }
  return texts
}

/** Its hash as bytes ends in 20 zero bits. */
function dictionaryWord(i: bigint): bigint {
  const hash = unshifted(u64(unshifted(u64((i * k1) << 20n), 29n) * inverseOfK1), 32n)
  const rotatedBack = u64((hash >> 29n) | (hash << 35n))
  return u64(rotatedBack * inverseOfK0) ^ u64(9n * k1)
}

/** Its hash as a text seen before begins with 20 zero bits. */
function seenWord(i: bigint): bigint {
  return unshifted(u64((u64(i * k1) >> 20n) * inverseOfK0 * inverseOfK0), 29n)
}
