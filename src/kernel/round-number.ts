// The slow roads of number parsing, taken for a few texts in a million: the kernel calls them.

/** Correctly rounded to 64 bits: ECMAScript's own rule (StringToNumber, RoundMVResult). The text has been checked. */
export function roundToDouble(text: string): number {
  return Number(text)
}

const behindLargestFloat = 2 ** 128

/**
 * Correctly rounded to 32 bits, ties to even. Rounding the double again is wrong only where the double lies half-way between two floats
 * and the text does not: then the text decides.
 */
export function roundToFloat(text: string): number {
  const double = Number(text)
  const float = Math.fround(double)
  if (float === double || !(Math.abs(double) < behindLargestFloat)) return float
  const other = neighbour(float, float < double)
  if (distance(float, double) !== distance(other, double)) return float
  const order = compareToDouble(text, double)
  if (order === 0) return float
  return order > 0 ? Math.max(float, other) : Math.min(float, other)
}

/** Infinity stands where the float behind the largest one would be: so IEEE 754 rounds to it. */
function distance(float: number, double: number): number {
  return Math.abs((Number.isFinite(float) ? float : Math.sign(float) * behindLargestFloat) - double)
}

/** The next float above or below. */
function neighbour(float: number, above: boolean): number {
  const view = new DataView(new ArrayBuffer(4))
  view.setFloat32(0, float)
  const away = float === 0 || above === float > 0
  if (float === 0) {
    view.setUint32(0, above ? 1 : 0x80000001)
  } else {
    view.setUint32(0, view.getUint32(0) + (away ? 1 : -1))
  }
  return view.getFloat32(0)
}

/** The sign of (text − double), exactly. */
function compareToDouble(text: string, double: number): number {
  const [mantissa, exponent] = decimalOf(text)
  const [bits, power] = binaryOf(double)
  // mantissa · 10^exponent against bits · 2^power, both made whole.
  let left = mantissa
  let right = bits
  if (exponent >= 0) left *= 10n ** BigInt(exponent)
  else right *= 10n ** BigInt(-exponent)
  if (power >= 0) right <<= BigInt(power)
  else left <<= BigInt(-power)
  return left === right ? 0 : left > right ? 1 : -1
}

function decimalOf(text: string): [bigint, number] {
  const [number = '', exponent = '0'] = text.toLowerCase().split('e')
  const [whole = '', fraction = ''] = number.replace('+', '').split('.')
  return [
    BigInt(`${whole === '' || whole === '-' ? `${whole}0` : whole}${fraction}`.replace(/^-/, '') || '0') *
      (whole.startsWith('-') ? -1n : 1n),
    Number(exponent) - fraction.length,
  ]
}

function binaryOf(double: number): [bigint, number] {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, double)
  const word = view.getBigUint64(0)
  const exponent = Number((word >> 52n) & 0x7ffn)
  const fraction = word & 0xfffffffffffffn
  const magnitude = exponent === 0 ? fraction : fraction | (1n << 52n)
  return [double < 0 ? -magnitude : magnitude, Math.max(exponent, 1) - 1075]
}
