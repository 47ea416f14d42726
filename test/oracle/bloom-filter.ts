// Slow and plain: XXH64 (xxHash, doc/xxhash_spec.md) and the split block bloom filter (parquet-format, BloomFilter.md), both with bigints.

const [prime1, prime2, prime3, prime4, prime5] = [
  11400714785074694791n,
  14029467366897019727n,
  1609587929392839161n,
  9650029242287828579n,
  2870177450012600261n,
]

const wrap = (value: bigint): bigint => BigInt.asUintN(64, value)
const rotate = (value: bigint, by: bigint): bigint => wrap((value << by) | (value >> (64n - by)))
const round = (lane: bigint, word: bigint): bigint => wrap(rotate(wrap(lane + word * prime2), 31n) * prime1)

export function xxh64(bytes: Uint8Array): bigint {
  const data = Buffer.from(bytes)
  let at = 0
  let hash = prime5
  if (data.length >= 32) {
    const lanes = [wrap(prime1 + prime2), prime2, 0n, wrap(-prime1)]
    for (; at + 32 <= data.length; at += 32) {
      for (let lane = 0; lane < 4; lane++) lanes[lane] = round(lanes[lane]!, data.readBigUInt64LE(at + 8 * lane))
    }
    hash = wrap([1n, 7n, 12n, 18n].reduce((sum, by, lane) => sum + rotate(lanes[lane]!, by), 0n))
    for (const lane of lanes) hash = wrap((hash ^ round(0n, lane)) * prime1 + prime4)
  }
  hash = wrap(hash + BigInt(data.length))
  for (; at + 8 <= data.length; at += 8) hash = wrap(rotate(hash ^ round(0n, data.readBigUInt64LE(at)), 27n) * prime1 + prime4)
  if (at + 4 <= data.length) {
    hash = wrap(rotate(hash ^ wrap(BigInt(data.readUInt32LE(at)) * prime1), 23n) * prime2 + prime3)
    at += 4
  }
  for (; at < data.length; at++) hash = wrap(rotate(hash ^ wrap(BigInt(data[at]!) * prime5), 11n) * prime1)
  hash = wrap((hash ^ (hash >> 33n)) * prime2)
  hash = wrap((hash ^ (hash >> 29n)) * prime3)
  return hash ^ (hash >> 32n)
}

const salts = [0x47b6137bn, 0x44974d91n, 0x8824ad5bn, 0xa2b7289dn, 0x705495c7n, 0x2df1424bn, 0x9efc4947n, 0x5c6bfb31n]

/** The bits that a hash sets in a filter of so many bytes, as bit numbers from its beginning. */
function bitsOf(hash: bigint, bytes: number): number[] {
  const block = Number(((hash >> 32n) * BigInt(bytes / 32)) >> 32n)
  return salts.map((salt, word) => block * 256 + word * 32 + Number(BigInt.asUintN(32, (hash & 0xffffffffn) * salt) >> 27n))
}

export function bloomFilter(values: readonly Uint8Array[], bytes: number): Uint8Array {
  const filter = new Uint8Array(bytes)
  for (const value of values) for (const bit of bitsOf(xxh64(value), bytes)) filter[bit >> 3]! |= 1 << (bit & 7)
  return filter
}

export function mayHold(filter: Uint8Array, value: Uint8Array): boolean {
  return bitsOf(xxh64(value), filter.length).every(bit => ((filter[bit >> 3]! >> (bit & 7)) & 1) === 1)
}
