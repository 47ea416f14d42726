// The content hash as it is defined, a word at a time: the slow twin of kernel/hash.ts. Files and ledgers keep it, so it may never change.

const k0 = 0x9e3779b97f4a7c15n
const k1 = 0xbf58476d1ce4e5b9n
const k2 = 0x94d049bb133111ebn

/** Of a text: its length, then word by word, lowest byte first, the last one filled up with zeros; from 64 bytes on four words at once. */
export function hashOfText(bytes: Uint8Array): bigint {
  let hash = u64((BigInt(bytes.length) + 1n) * k1)
  let at = 0
  if (bytes.length >= 64) {
    const lanes = [hash, hash ^ k0, hash ^ k1, hash ^ k2]
    for (; bytes.length - at >= 32; at += 32) for (let i = 0; i < 4; i++) lanes[i] = mix(lanes[i]!, wordAt(bytes, at + 8 * i))
    hash = mix(mix(mix(lanes[0]!, lanes[1]!), lanes[2]!), lanes[3]!)
  }
  for (; at < bytes.length; at += 8) hash = mix(hash, wordAt(bytes, at))
  hash = u64((hash ^ (hash >> 32n)) * k1)
  return hash ^ (hash >> 29n)
}

/** Of a row, from its cells' hashes; a null has none. */
export function hashOfRow(cells: readonly (bigint | null)[]): bigint {
  const factor = (column: number) => u64((BigInt(column) * 2n + 1n) * k0)
  let hash = u64(cells.reduce<bigint>((sum, cell, column) => sum + (cell ?? 0n) * factor(column), k2))
  hash = u64((hash ^ (hash >> 30n)) * k1)
  hash = u64((hash ^ (hash >> 27n)) * k2)
  return hash ^ (hash >> 31n)
}

function mix(hash: bigint, word: bigint): bigint {
  const product = u64((hash ^ word) * k0)
  return u64(product << 29n) | (product >> 35n)
}

function wordAt(bytes: Uint8Array, at: number): bigint {
  return bytes.subarray(at, at + 8).reduceRight((word, byte) => (word << 8n) | BigInt(byte), 0n)
}

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value)
