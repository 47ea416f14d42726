// The slow, readable twin of kernel/double-text.ts: the three ways to write a double by which it can be had back, worked out with whole numbers.

export type DoubleText = 'shortest' | 'seventeen, even' | 'seventeen, up'

/** The ways by which the nearest double of a number, maybe with an exponent, is written with the number's digits. All of them for zero. */
export function doubleTexts(text: string): DoubleText[] {
  const double = Number(text)
  if (!Number.isFinite(double)) return []
  const number = numberOf(text)
  const texts = {
    shortest: numberOf(String(double)),
    'seventeen, even': seventeen(double, 'even'),
    'seventeen, up': seventeen(double, 'up'),
  }
  return (Object.keys(texts) as DoubleText[]).filter(way => isEqual(texts[way], number))
}

/** digits · 10^exponent; no zero at the digits' end. */
interface Decimal {
  digits: bigint
  exponent: number
}

function isEqual(one: Decimal, other: Decimal): boolean {
  return one.digits === other.digits && one.exponent === other.exponent
}

/** Without the sign. */
function numberOf(text: string): Decimal {
  const [, whole = '', fraction = '', exponent = '0'] = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)!
  return withoutZeros(BigInt(whole + fraction), Number(exponent) - fraction.length)
}

/** Rounded to 17 digits. */
function seventeen(double: number, ties: 'even' | 'up'): Decimal {
  const { digits, exponent } = exactly(Math.abs(double))
  const surplus = digits.toString().length - 17
  if (surplus <= 0) return { digits, exponent }
  const unit = 10n ** BigInt(surplus)
  const [below, rest] = [digits / unit, (digits % unit) * 2n]
  const isUp = rest > unit || (rest === unit && (ties === 'up' || below % 2n === 1n))
  return withoutZeros(isUp ? below + 1n : below, exponent + surplus)
}

/** m · 2^-k is m · 5^k · 10^-k. */
function exactly(double: number): Decimal {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, double)
  const bits = view.getBigUint64(0)
  const [biased, fraction] = [Number(bits >> 52n), bits & 0xfffffffffffffn]
  const significand = biased === 0 ? fraction : fraction | (1n << 52n)
  const places = 1075 - Math.max(biased, 1)
  return places <= 0 ? withoutZeros(significand << BigInt(-places), 0) : withoutZeros(significand * 5n ** BigInt(places), -places)
}

function withoutZeros(digits: bigint, exponent: number): Decimal {
  if (digits === 0n) return { digits, exponent: 0 }
  const zeros = /0*$/.exec(digits.toString())![0].length
  return { digits: digits / 10n ** BigInt(zeros), exponent: exponent + zeros }
}
