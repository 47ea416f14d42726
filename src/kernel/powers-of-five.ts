// The powers of five that round decimal text to doubles (kernel/parse-double.ts): 128 bits each, highest bit set.
// Source: Lemire, "Number Parsing at a Gigabyte per Second", 2021, appendix B. Powers are cut off after 128 bits, but for the reciprocals
// down to 5^-27: those are rounded up, so that a mantissa that the power divides gives an exact product.

export const smallestPower = -342
export const largestPower = 308

let table: Uint8Array | undefined

/** 16 bytes a power, from 5^-342 to 5^308: the high word, then the low one, little endian. Made once: it takes a millisecond or two. */
export function powersOfFive(): Uint8Array {
  table ??= makeTable()
  return table
}

function makeTable(): Uint8Array {
  const words = new BigUint64Array(2 * (largestPower - smallestPower + 1))
  for (let power = smallestPower; power <= largestPower; power++) {
    const bits = power < 0 ? reciprocal(5n ** BigInt(-power)) : leading128(5n ** BigInt(power))
    const at = 2 * (power - smallestPower)
    words[at] = bits >> 64n
    words[at + 1] = bits & 0xffffffffffffffffn
  }
  return new Uint8Array(words.buffer)
}

function leading128(value: bigint): bigint {
  const excess = bitLength(value) - 128
  return excess > 0 ? value >> BigInt(excess) : value << BigInt(-excess)
}

function reciprocal(value: bigint): bigint {
  const bits = bitLength(value)
  if (value <= 5n ** 27n) return (1n << BigInt(bits + 127)) / value + 1n
  return leading128((1n << BigInt(2 * bits + 128)) / value + 1n)
}

function bitLength(value: bigint): number {
  return value.toString(2).length
}
