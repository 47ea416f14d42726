// Booleans, integers, decimals and floating point: docs/values.md, "Types".

import { roundDecimal } from './round-decimal.ts'
import { invalid, outOfRange, type Parsed } from './value.ts'

export function parseBoolean(text: string): Parsed {
  const lower = text.toLowerCase()
  if (['true', 't', 'yes', 'y', '1'].includes(lower)) return { value: true }
  if (['false', 'f', 'no', 'n', '0'].includes(lower)) return { value: false }
  return invalid
}

export function parseInteger(text: string, bits: 32 | 64): Parsed {
  if (!/^[+-]?\d+$/.test(text)) return invalid
  const value = BigInt(text.replace(/^[+-]/, '')) * signOf(text)
  return BigInt.asIntN(bits, value) === value ? { value } : outOfRange
}

/** The unscaled value. */
export function parseDecimal(text: string, precision: number, scale: number): Parsed {
  const parts = /^[+-]?(\d*)(?:\.(\d*))?$/.exec(text)
  const whole = parts?.[1] ?? ''
  const fraction = parts?.[2] ?? ''
  if (parts === null || whole + fraction === '') return invalid
  if (!/^0*$/.test(fraction.slice(scale))) return outOfRange
  const magnitude = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'))
  return magnitude < 10n ** BigInt(precision) ? { value: magnitude * signOf(text) } : outOfRange
}

export function parseFloating(text: string, type: 'float' | 'double'): Parsed {
  const magnitude = text.replace(/^[+-]/, '').toLowerCase()
  const sign = Number(signOf(text))
  if (magnitude === 'nan') return { value: Number.NaN }
  if (magnitude === 'inf' || magnitude === 'infinity') return { value: sign * Number.POSITIVE_INFINITY }
  const parts = /^(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/.exec(magnitude)
  const whole = parts?.[1] ?? ''
  const fraction = parts?.[2] ?? ''
  if (parts === null || whole + fraction === '') return invalid
  const exponent = BigInt(parts[3]?.replace('+', '') ?? '0') - BigInt(fraction.length)
  return { value: sign * roundDecimal(BigInt(whole + fraction), exponent, type) }
}

function signOf(text: string): bigint {
  return text.startsWith('-') ? -1n : 1n
}
