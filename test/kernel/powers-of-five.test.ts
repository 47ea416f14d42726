// The table by its definition, step by step.

import { largestPower, powersOfFive, smallestPower } from '../../src/kernel/powers-of-five.ts'

it('holds 128 bits of each power, the reciprocals down to 5^-27 rounded up', () => {
  const words = new BigUint64Array(powersOfFive().buffer)
  const expected: bigint[] = []
  for (let power = smallestPower; power <= largestPower; power++) {
    const bits = power < 0 ? reciprocal(5n ** BigInt(-power)) : leading128(5n ** BigInt(power))
    expected.push(bits >> 64n, bits & 0xffffffffffffffffn)
  }
  expect(Array.from(words)).toEqual(expected)
})

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
