// Hashes for dictionaries and for the content hash. Not cryptographic; the dictionary bounds the damage of made-up collisions.

export const k0: u64 = 0x9e3779b97f4a7c15 // 2^64 / golden ratio
export const k1: u64 = 0xbf58476d1ce4e5b9 // the multipliers of splitmix64's finaliser
const k2: u64 = 0x94d049bb133111eb

@inline
export function hashWord(word: u64): u64 {
  const h = (word ^ (word >> 32) ^ k2) * k0
  return h ^ (h >> 29)
}

/** Reads up to 31 bytes behind the text. */
export function hashBytes(address: usize, length: u32): u64 {
  let h: u64 = (<u64>length + 1) * k1
  if (length - 9 < 39) return hashMiddling(h, address, length)
  let at = address
  let left = length
  if (left >= 64) {
    // Four at once: a multiplication need not wait for the one before.
    let a = h
    let b = h ^ k0
    let c = h ^ k1
    let d = h ^ k2
    for (; left >= 32; left -= 32, at += 32) {
      a = mix(a, load<u64>(at))
      b = mix(b, load<u64>(at, 8))
      c = mix(c, load<u64>(at, 16))
      d = mix(d, load<u64>(at, 24))
    }
    h = mix(mix(mix(a, b), c), d)
  }
  for (; left >= 8; left -= 8, at += 8) h = mix(h, load<u64>(at))
  if (left > 0) h = mix(h, load<u64>(at) & (~(<u64>0) >> ((8 - left) << 3)))
  return stir(h)
}

const chain = memory.data(6 * 8) // u64 a number of whole words, from one to five: the hash of so many

/**
 * The same for 9 to 47 bytes, as names and remarks have. All the words that there could be are mixed in, and then it is chosen: a loop that ends now
 * here, now there costs more.
 */
function hashMiddling(h: u64, address: usize, length: u32): u64 {
  const words = <usize>(length >> 3) << 3
  const tail = load<u64>(address + words) & ~(~(<u64>0) << ((length & 7) << 3))
  h = mix(h, load<u64>(address))
  store<u64>(chain, h, 8)
  h = mix(h, load<u64>(address, 8))
  store<u64>(chain, h, 16)
  h = mix(h, load<u64>(address, 16))
  store<u64>(chain, h, 24)
  h = mix(h, load<u64>(address, 24))
  store<u64>(chain, h, 32)
  h = mix(h, load<u64>(address, 32))
  store<u64>(chain, h, 40)
  h = load<u64>(chain + words)
  return stir((length & 7) != 0 ? mix(h, tail) : h)
}

/** The same for sixteen bytes. */
@inline
export function hashSixteen(address: usize): u64 {
  return stir(mix(mix(17 * k1, load<u64>(address)), load<u64>(address, 8)))
}

@inline
function stir(h: u64): u64 {
  h = (h ^ (h >> 32)) * k1
  return h ^ (h >> 29)
}

@inline
function mix(h: u64, word: u64): u64 {
  return rotl((h ^ word) * k0, 29)
}

/** The hash of a row, from the sum of its cells: splitmix64's finaliser, in which every bit of the input changes half of the output's. */
@inline
export function finish(cells: u64): u64 {
  let h = cells + k2 // a row of nulls counts too
  h = (h ^ (h >> 30)) * k1
  h = (h ^ (h >> 27)) * k2
  return h ^ (h >> 31)
}

/** A cell's part of its row's hash: the value's hash times an odd number of the column's own; nothing for null. */
@inline
export function cellFactor(columnIndex: u32): u64 {
  return (<u64>columnIndex * 2 + 1) * k0
}

@inline
export function addToRowHash(hashes: usize, row: u32, cellHash: u64): void {
  const at = hashes + (<usize>row << 3)
  store<u64>(at, load<u64>(at) + cellHash)
}
