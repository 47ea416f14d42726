// SHA-256 (FIPS 180-4) of a short text. Not node:crypto's: to load that takes 4 ms, a tenth of a small conversion, for a digest of a kilobyte.

// Words are signed and sums are cut at once: so they stay small integers, which cost the interpreter no allocation.

/** 64 hexadecimal digits. */
export function sha256(text: string): string {
  const words = padded(new TextEncoder().encode(text))
  const hash = Int32Array.from(initialHash)
  for (let at = 0; at < words.length; at += 16) compress(hash, words.subarray(at, at + 16))
  return Array.from(hash, word => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

/** Behind the message a bit 1, zeros, and the message's length in bits as 64: blocks of 16 big-endian words. */
function padded(message: Uint8Array): Int32Array {
  const bytes = Buffer.alloc(Math.ceil((message.length + 9) / 64) * 64)
  bytes.set(message)
  bytes[message.length] = 0x80
  bytes.writeUInt32BE(message.length * 8, bytes.length - 4) // texts are shorter than 512 MiB
  bytes.swap32()
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
}

const schedule = new Int32Array(64)

function compress(hash: Int32Array, block: Int32Array): void {
  schedule.set(block)
  for (let t = 16; t < 64; t++) {
    const near = schedule[t - 2]!
    const far = schedule[t - 15]!
    const nearMixed = rotate(near, 17) ^ rotate(near, 19) ^ (near >>> 10)
    const farMixed = rotate(far, 7) ^ rotate(far, 18) ^ (far >>> 3)
    schedule[t] = (((nearMixed + schedule[t - 7]!) | 0) + ((farMixed + schedule[t - 16]!) | 0)) | 0
  }
  let [a, b, c, d, e, f, g, h] = hash as unknown as [number, number, number, number, number, number, number, number]
  for (let t = 0; t < 64; t++) {
    const choice = (e & f) ^ (~e & g)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const input = (roundConstants[t]! + schedule[t]!) | 0
    const first = (((h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25))) | 0) + ((choice + input) | 0)) | 0
    const second = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  hash[0]! += a
  hash[1]! += b
  hash[2]! += c
  hash[3]! += d
  hash[4]! += e
  hash[5]! += f
  hash[6]! += g
  hash[7]! += h
}

const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits))

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
// biome-ignore format: a table
const roundConstants = Int32Array.of(
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
)

/** The same of the square roots of the first eight. */
const initialHash = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]
