// The powers of five that round decimal text to doubles (kernel/parse-double.ts): 128 bits each, highest bit set.
// Source: Lemire, "Number Parsing at a Gigabyte per Second", 2021, appendix B. Powers are cut off after 128 bits, but for the reciprocals
// down to 5^-27: those are rounded up, so that a mantissa that the power divides gives an exact product.

export const smallestPower = -342
export const largestPower = 308

let table: Uint8Array | undefined

/** 16 bytes a power, from 5^-342 to 5^308: the high word, then the low one, little endian. Made once: it takes half a millisecond. */
export function powersOfFive(): Uint8Array {
  table ??= makeTable()
  return table
}

function makeTable(): Uint8Array {
  const words = new BigUint64Array(2 * (largestPower - smallestPower + 1))
  const put = (power: number, bits: bigint) => {
    const at = 2 * (power - smallestPower)
    words[at] = bits >> 64n
    words[at + 1] = bits // its low 64 bits
  }
  for (let power = 0, value = 1n; power <= -smallestPower; power++, value *= 5n) {
    if (power <= largestPower) put(power, leading128(power, value))
    if (power > 0) put(-power, reciprocal(power, value))
  }
  return new Uint8Array(words.buffer)
}

function leading128(power: number, value: bigint): bigint {
  const excess = bitLength(power) - 128
  return excess > 0 ? value >> BigInt(excess) : value << BigInt(-excess)
}

function reciprocal(power: number, value: bigint): bigint {
  const cutOff = (1n << BigInt(bitLength(power) + 127)) / value
  return power <= 27 ? cutOff + 1n : cutOff
}

/** Of 5^power: the logarithm of five, which this approximates, is 2.32193. */
function bitLength(power: number): number {
  return ((power * 152_170) >> 16) + 1
}
