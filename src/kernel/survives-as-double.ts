// Whether a number written in decimal can be had back from its double: the double's shortest text has the same digits and exponent.

/**
 * @param text a canonical number: digits, fraction, exponent as JavaScript, Python or Java write doubles
 * @returns false, too, for exponents in any other form: `1e5` may be an article number
 */
export function survivesAsDouble(text: string): boolean {
  if (/e/i.test(text) && !languageForm.test(text)) return false
  if (writtenDigits(text) > mostDigits) return false
  const double = Number(text)
  return Number.isFinite(double) && normalised(text) === normalised(String(double))
}

const mostDigits = 17 // no double's shortest text has more; an integer with more, zeros at its end included, is rather a number of something

/** Digits of the mantissa, leading zeros left out. */
function writtenDigits(text: string): number {
  return text.replace(/e.*$/i, '').replace(/[-.]/g, '').replace(/^0+/, '').length
}

// Python: 1e-05, 1.5e+300; Java: 1.0E10, 1.25E-7
const languageForm = /^-?[1-9](\.\d*[1-9])?e[+-](\d\d|[1-9]\d\d)$|^-?[1-9]\.(\d*[1-9]|0)E-?[1-9]\d{0,2}$/

/** `-12.50` and `-1.25e1` → `-125e-1`: all significant digits, and the exponent of the last one. */
function normalised(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? []
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`
}
