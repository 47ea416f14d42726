// Seeded texts of every column type: mostly valid ones in all the ways they can be written, and mutations of them.

import type { Random } from '../oracle/random.ts'
import type { ScannedField } from '../oracle/scan-records.ts'
import type { HostColumn } from './host/host-column.ts'

/** Fields of a column, some of them quoted. */
export function randomFields(column: HostColumn, count: number, random: Random): ScannedField[] {
  return Array.from({ length: count }, () => {
    const text = randomText(column, random)
    return { text: Buffer.from(text), quoted: !isPlain(text) || random.once(3) }
  })
}

/** Whether the text can do without quotes. */
export function isPlain(text: string): boolean {
  return !/^"|[,\r\n]/.test(text)
}

export function randomText(column: HostColumn, random: Random): string {
  const text = spaced(validText(column, random), random)
  return random.once(3) ? mutated(text, random) : text
}

/** One to three characters inserted, removed or replaced. */
export function mutated(text: string, random: Random): string {
  const alphabet = [...'0123456789+-.eETZ: nNaAiIfFtTyrusl\t\0=/_xgG"é']
  let result = text
  for (let edits = between(random, 1, 3); edits > 0; edits--) {
    const at = random.below(result.length + 1)
    const removed = random.below(2)
    const added = !random.once(3) ? random.pick(alphabet) : ''
    result = result.slice(0, at) + added + result.slice(at + removed)
  }
  return result
}

function spaced(text: string, random: Random): string {
  return !random.once(10)
    ? text
    : `${repeated(random, random.below(3), [' ', '\t'])}${text}${repeated(random, random.below(3), [' ', '\t'])}`
}

function validText({ type, format }: HostColumn, random: Random): string {
  switch (type.name) {
    case 'boolean':
      return randomCase(random.pick(['true', 'false', 't', 'f', 'yes', 'no', 'y', 'n', '1', '0']), random)
    case 'int':
      return integer(random, 12)
    case 'long':
      return integer(random, 22)
    case 'float':
    case 'double':
      return number(random)
    case 'decimal':
      return decimal(type.precision, type.scale, random)
    case 'date':
      return date(random)
    case 'time':
      return time(random)
    case 'timestamp':
      return random.once(5) ? date(random) : `${date(random)}${random.pick(['T', ' '])}${time(random)}`
    case 'timestamptz':
      return `${date(random)}${random.pick(['T', ' '])}${time(random)}${zone(random)}`
    case 'uuid':
      return randomCase(hex(random, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'), random)
    case 'string':
      return repeated(random, random.below(40), ['a', 'b', ' ', 'é', '東', '🚀', '"', '\u0000'])
    case 'binary':
      return binary(format, random)
  }
}

function randomCase(text: string, random: Random): string {
  return [...text].map(letter => (random.once(3) ? letter.toUpperCase() : letter)).join('')
}

function integer(random: Random, maxDigits: number): string {
  const edge = random.pick([2n ** 31n, 2n ** 63n, 10n ** 18n, 10n ** 19n, 2n ** 64n]) + BigInt(between(random, -2, 2))
  const magnitude = random.once(5) ? String(edge) : digits(random, between(random, 1, maxDigits))
  return `${random.pick(['', '', '-', '+'])}${random.once(10) ? '0'.repeat(random.below(24)) : ''}${magnitude}`
}

/** Floating point, with lengths and exponents from everyday to absurd. */
export function number(random: Random): string {
  if (random.once(30)) return `${random.pick(['', '-', '+'])}${randomCase(random.pick(['nan', 'inf', 'infinity']), random)}`
  const whole = digits(random, random.pick([0, 1, 1, 2, 3, 8, 17, 20]))
  const fraction = digits(random, random.pick([0, 1, 2, 3, 6, 8, 15, 17, 25]))
  const mantissa = `${whole}${!random.once(3) || whole === '' ? '.' : ''}${fraction}`
  const exponent = random.once(3)
    ? `${random.pick(['e', 'E'])}${random.pick(['', '+', '-'])}${random.below(random.pick([5, 30, 330, 5000]))}`
    : ''
  return `${random.pick(['', '', '-', '+'])}${mantissa}${exponent}`
}

function decimal(precision: number, scale: number, random: Random): string {
  const whole = digits(random, random.below(precision - scale + 2))
  const fraction = digits(random, random.below(scale + 2))
  const point = !random.once(5) ? '.' : ''
  return `${random.pick(['', '', '-', '+'])}${random.once(10) ? '00' : ''}${whole}${point}${fraction}${random.once(10) ? '000' : ''}`
}

function date(random: Random): string {
  const year = random.once(2) ? between(random, 1900, 2100) : random.below(10_000)
  return `${padded(year, 4)}-${padded(between(random, 0, 13), 2)}-${padded(between(random, 0, 32), 2)}`
}

function time(random: Random): string {
  const minutes = `${padded(random.below(25), 2)}:${padded(random.below(61), 2)}`
  if (random.once(5)) return minutes
  const seconds = `${minutes}:${padded(random.below(61), 2)}`
  return random.once(3) ? seconds : `${seconds}.${digits(random, between(random, 0, 7))}${'0'.repeat(random.below(4))}`
}

function zone(random: Random): string {
  const hours = padded(random.below(25), 2)
  const minutes = padded(random.below(61), 2)
  return random.pick(['Z', 'z', ' UTC', '', `+${hours}`, `-${hours}${minutes}`, `+${hours}:${minutes}`, `-${hours}:${minutes}`])
}

function binary(format: HostColumn['format'], random: Random): string {
  const bytes = Buffer.from(hex(random, random.below(20)), 'hex')
  return format === 'hex' ? randomCase(bytes.toString('hex'), random) : bytes.toString(format === 'base64' ? 'base64' : 'latin1')
}

function hex(random: Random, bytes: number): string {
  return repeated(random, 2 * bytes, [...'0123456789abcdef'])
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

/** An integer in [low, high]. */
export function between(random: Random, low: number, high: number): number {
  return low + random.below(high - low + 1)
}

export function digits(random: Random, count: number): string {
  let text = ''
  while (text.length < count) text += random.below(10)
  return text
}

/** `count` pieces drawn from an alphabet. */
function repeated(random: Random, count: number, alphabet: readonly string[]): string {
  return Array.from({ length: count }, () => random.pick(alphabet)).join('')
}
