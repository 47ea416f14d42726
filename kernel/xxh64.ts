// XXH64 with seed 0: the hash of Parquet's bloom filters. Spec: xxHash, doc/xxhash_spec.md; Parquet's BloomFilter.md says what is hashed.

const prime1: u64 = 0x9e3779b185ebca87
const prime2: u64 = 0xc2b2ae3d27d4eb4f
const prime3: u64 = 0x165667b19e3779f9
const prime4: u64 = 0x85ebca77c2b2ae63
const prime5: u64 = 0x27d4eb2f165667c5

export function xxh64(address: usize, length: u32): u64 {
  const end = address + length
  let at = address
  let hash: u64
  if (length >= 32) {
    let a = prime1 + prime2
    let b = prime2
    let c: u64 = 0
    let d: u64 = 0 - prime1
    do {
      a = round(a, load<u64>(at))
      b = round(b, load<u64>(at, 8))
      c = round(c, load<u64>(at, 16))
      d = round(d, load<u64>(at, 24))
      at += 32
    } while (at + 32 <= end)
    hash = rotl(a, 1) + rotl(b, 7) + rotl(c, 12) + rotl(d, 18)
    hash = merge(merge(merge(merge(hash, a), b), c), d)
  } else {
    hash = prime5
  }
  hash += length
  for (; at + 8 <= end; at += 8) hash = rotl(hash ^ round(0, load<u64>(at)), 27) * prime1 + prime4
  if (at + 4 <= end) {
    hash = rotl(hash ^ (<u64>load<u32>(at) * prime1), 23) * prime2 + prime3
    at += 4
  }
  for (; at < end; at++) hash = rotl(hash ^ (<u64>load<u8>(at) * prime5), 11) * prime1
  hash = (hash ^ (hash >> 33)) * prime2
  hash = (hash ^ (hash >> 29)) * prime3
  return hash ^ (hash >> 32)
}

@inline
function round(lane: u64, word: u64): u64 {
  return rotl(lane + word * prime2, 31) * prime1
}

@inline
function merge(hash: u64, lane: u64): u64 {
  return (hash ^ round(0, lane)) * prime1 + prime4
}
