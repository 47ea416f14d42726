// By which texts a double gives a number back that was written in decimal: what the kernel leaves open (kernel/double-text.ts has the three).

const shortest = 1
const seventeenEven = 2
const seventeenUp = 4

/** @param text a number, maybe with an exponent, of at most 17 digits; its texts, as bits */
export function doubleTexts(text: string): number {
  const double = Number(text)
  if (!Number.isFinite(double)) return 0
  const digits = normalised(text)
  let texts = normalised(String(double)) === digits ? shortest : 0
  const up = double.toPrecision(17) // half-way between two the larger one
  if (normalised(up) === digits) texts |= seventeenUp
  if (normalised(isHalfWay(double) && isOdd(up) ? belowHalf(double) : up) === digits) texts |= seventeenEven
  return texts
}

/** Whether the double lies half-way between two numbers of 17 digits: its 18th digit is a five, and its last one. */
function isHalfWay(double: number): boolean {
  return /^50*$/.test(mantissa(double.toPrecision(100)).slice(17))
}

function isOdd(text: string): boolean {
  return /[13579]$/.test(mantissa(text))
}

/** The smaller of the two. */
function belowHalf(double: number): string {
  return double.toPrecision(18).replace(/5(?=e|$)/, '0')
}

/** Its digits from the first one that is not zero. */
function mantissa(text: string): string {
  return text.replace(/e.*$/, '').replace(/\D/g, '').replace(/^0+/, '')
}

/** `-12.50` and `-1.25e1` → `-125e-1`: all significant digits, and the exponent of the last one. */
function normalised(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? []
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`
}
