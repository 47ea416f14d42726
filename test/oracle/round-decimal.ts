// digits · 10^exponent → the nearest float or double, ties to even, by exact integer arithmetic (IEEE 754-2019, section 4.3.1).

const formats = {
  float: { significandBits: 24, smallestExponent: -149, largest: 3.4028234663852886e38 },
  double: { significandBits: 53, smallestExponent: -1074, largest: Number.MAX_VALUE },
} as const

export function roundDecimal(digits: bigint, exponent: bigint, format: 'float' | 'double'): number {
  if (digits === 0n) return 0
  const magnitude = BigInt(digits.toString().length) + exponent // the value is below 10^magnitude
  if (magnitude > 400n) return Number.POSITIVE_INFINITY
  if (magnitude < -400n) return 0
  const numerator = exponent > 0n ? digits * 10n ** exponent : digits
  const denominator = exponent < 0n ? 10n ** -exponent : 1n
  return roundFraction(numerator, denominator, format)
}

function roundFraction(numerator: bigint, denominator: bigint, format: 'float' | 'double'): number {
  const { significandBits, smallestExponent, largest } = formats[format]
  let exponent = Math.max(smallestExponent, bitLength(numerator) - bitLength(denominator) - significandBits)
  let significand = divideToEven(numerator, denominator, exponent)
  if (significand >= 1n << BigInt(significandBits)) significand = divideToEven(numerator, denominator, ++exponent)
  const value = Number(significand) * 2 ** exponent
  return value > largest ? Number.POSITIVE_INFINITY : value
}

/** numerator / denominator / 2^exponent, rounded to the nearest integer, ties to even. */
function divideToEven(numerator: bigint, denominator: bigint, exponent: number): bigint {
  const n = exponent < 0 ? numerator << BigInt(-exponent) : numerator
  const d = exponent > 0 ? denominator << BigInt(exponent) : denominator
  const quotient = n / d
  const twice = 2n * (n % d)
  const up = twice > d || (twice === d && quotient % 2n === 1n)
  return up ? quotient + 1n : quotient
}

function bitLength(value: bigint): number {
  return value.toString(2).length
}
