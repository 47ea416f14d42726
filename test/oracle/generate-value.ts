// Random texts of a type together with the values that they must become (bad ones: generate-bad-value.ts). The values do not come from the
// oracle's parsers: each is chosen first, or follows from how its text is put together. Edges of the ranges are as likely as the middle.

import type { ColumnType } from '../../src/schema/column-type.ts'
import type { Column } from '../../src/schema/dataset.ts'
import type { Random } from './random.ts'
import type { Parsed, Value } from './value.ts'

export interface GeneratedValue {
  text: Uint8Array
  outcome: Parsed
}

/** A text that the column accepts. */
export function goodValue(random: Random, column: Column): GeneratedValue {
  const { text, value } = writers[column.type.name](random, column)
  return { text: typeof text === 'string' ? Buffer.from(text) : text, outcome: { value } }
}

interface Written {
  text: string | Uint8Array
  value: Value
}

type Writer = (random: Random, column: Column) => Written

const writers: Record<ColumnType['name'], Writer> = {
  boolean: random => {
    const value = random.once(2)
    const text = random.pick(value ? ['true', 't', 'yes', 'y', '1'] : ['false', 'f', 'no', 'n', '0'])
    return { text: [...text].map(letter => (random.once(3) ? letter.toUpperCase() : letter)).join(''), value }
  },
  int: random => integer(random, 32n),
  long: random => integer(random, 64n),
  decimal: (random, { type }) => decimal(random, type),
  float: random => floating(random, 'float'),
  double: random => floating(random, 'double'),
  date: random => {
    const days = anyDay(random)
    return { text: dateText(days), value: days }
  },
  time: random => time(random),
  timestamp,
  timestamptz: (random, column) => {
    const local = timestamp(random, column, true)
    const [zone, minutes] = random.pick(zones)
    const value = (local.value as bigint) - minutes * microsPerMinute
    return isInYears(value) ? { text: `${local.text}${zone}`, value } : { text: `${local.text}Z`, value: local.value }
  },
  string: random => {
    const text = anyText(random)
    return { text, value: Uint8Array.from(Buffer.from(text)) }
  },
  uuid: random => {
    const value = random.bytes(16)
    const digits = hex(random, value)
    return { text: [8, 13, 18, 23].reduce((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, digits), value }
  },
  binary: (random, { format }) => {
    const value = random.bytes(random.below(20))
    if (format === 'hex') return { text: hex(random, value), value }
    if (format === 'base64') return { text: Buffer.from(value).toString('base64'), value }
    return { text: value, value }
  },
}

function integer(random: Random, bits: bigint): Written {
  const smallest = -(1n << (bits - 1n))
  const largest = -smallest - 1n
  const width = 1n << BigInt(random.below(Number(bits)))
  const value = random.pick([smallest, smallest + 1n, largest, 0n, random.between(-width, width - 1n)])
  return { text: integerText(random, value), value }
}

function integerText(random: Random, value: bigint): string {
  const magnitude = String(value < 0n ? -value : value)
  const sign = value < 0n ? '-' : random.once(4) ? '+' : value === 0n && random.once(4) ? '-' : ''
  const zeros = random.once(5) ? '0'.repeat(random.below(30)) : ''
  return sign + zeros + magnitude
}

function decimal(random: Random, type: ColumnType): Written {
  if (type.name !== 'decimal') throw new TypeError('no decimal')
  const largest = 10n ** BigInt(type.precision) - 1n
  const digits = 10n ** BigInt(1 + random.below(type.precision))
  const value = random.pick([0n, 1n, -1n, largest, -largest, random.between(1n - digits, digits - 1n)])
  const magnitude = String(value < 0n ? -value : value).padStart(type.scale + 1, '0')
  const point = magnitude.length - type.scale
  let whole = magnitude.slice(0, point)
  let fraction = magnitude.slice(point)
  if (random.once(3)) fraction = fraction.replace(/0+$/, '')
  else if (random.once(5)) fraction += '0'.repeat(random.below(40))
  if (whole === '0' && fraction !== '' && random.once(2)) whole = ''
  else if (random.once(6)) whole = '0'.repeat(random.below(40)) + whole
  const sign = value < 0n ? '-' : random.once(4) ? '+' : ''
  return { text: sign + whole + (fraction !== '' || random.once(4) ? `.${fraction}` : ''), value }
}

/** Floating point by its shortest text or longer ones; V8's Number() rounds correctly, and a float's own digits are exact as a double. */
function floating(random: Random, type: 'float' | 'double'): Written {
  if (random.once(12)) {
    const [text, value] = random.pick(specials)
    return { text, value }
  }
  const number = anyNumber(random)
  const value = (type === 'float' ? Math.fround(number) : number) || 0 // never -0, whose text is "0"
  if (!Number.isFinite(value)) return { text: value < 0 ? '-1e999' : '1e999', value }
  const text = random.pick([String, wholeText, exponentText, padded])(value)
  return { text: random.once(6) && !text.startsWith('-') ? `+${text}` : text, value }
}

const specials: readonly (readonly [string, number])[] = [
  ['NaN', Number.NaN],
  ['-nan', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['+INF', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['-0', -0],
  ['-.0', -0],
  ['0e99999', 0],
  ['1e400', Number.POSITIVE_INFINITY],
  ['-1e-400', -0],
]

function anyNumber(random: Random): number {
  const bits = new DataView(random.bytes(8).buffer)
  return random.pick([
    () => bits.getFloat64(0) || 0,
    () => bits.getFloat32(0) || 0,
    () => bits.getInt32(0) / 10 ** random.below(10),
    () => random.below(100_000) / 100,
    () => Number.MIN_VALUE * (1 + random.below(100)),
    () => 2 ** random.below(1024),
  ])()
}

function wholeText(value: number): string {
  return Math.abs(value) < 1e21 && Number.isInteger(value) ? `${BigInt(value)}.` : String(value)
}

function exponentText(value: number): string {
  return value.toExponential().replace('e+', 'E')
}

function padded(value: number): string {
  const text = String(value)
  return /[.e]/.test(text) ? text.replace(/e|$/, found => `${text.includes('.') ? '00' : '.00'}${found}`) : `${text}.000`
}

const microsPerSecond = 1_000_000n
const microsPerMinute = 60n * microsPerSecond
const microsPerDay = 1440n * microsPerMinute

const zones: readonly (readonly [string, bigint])[] = [
  ['Z', 0n],
  ['z', 0n],
  [' UTC', 0n],
  ['+00:00', 0n],
  ['-0000', 0n],
  ['+05:30', 330n],
  ['-0930', -570n],
  ['+14', 840n],
  ['-23:59', -1439n],
]

function anyDay(random: Random): bigint {
  const first = -719_162n // 0001-01-01
  const last = 2_932_896n // 9999-12-31
  return random.pick([first, last, 0n, -1n, 11_016n /* 2000-02-29 */, random.between(first, last), random.between(18_000n, 21_000n)])
}

/** Of an instant, 1 to 9999. */
function isInYears(micros: bigint): boolean {
  return micros >= -719_162n * microsPerDay && micros < 2_932_897n * microsPerDay
}

function dateText(days: bigint): string {
  const date = new Date(Number(days) * 86_400_000)
  const year = String(date.getUTCFullYear()).padStart(4, '0')
  return `${year}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
}

function time(random: Random): Written {
  const seconds = random.pick([0, 86_399, random.below(86_400)])
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`
  if (seconds % 60 === 0 && random.once(2)) return { text: clock, value: BigInt(seconds) * microsPerSecond }
  const digits = random.below(10)
  const micros = random.below(10 ** Math.min(digits, 6))
  const fraction = String(micros).padStart(Math.min(digits, 6), '0').padEnd(digits, '0')
  const value = BigInt(seconds) * microsPerSecond + BigInt(fraction.padEnd(6, '0').slice(0, 6))
  return { text: `${clock}:${two(seconds % 60)}${digits === 0 ? '' : `.${fraction}`}`, value }
}

function timestamp(random: Random, _column: Column, mustHaveTime = false): Written {
  const days = anyDay(random)
  if (!mustHaveTime && random.once(5)) return { text: dateText(days), value: days * microsPerDay }
  const { text, value } = time(random)
  return { text: `${dateText(days)}${random.pick(['T', ' '])}${text}`, value: days * microsPerDay + (value as bigint) }
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

function hex(random: Random, bytes: Uint8Array): string {
  const digits = Buffer.from(bytes).toString('hex')
  return random.once(2) ? digits.toUpperCase() : digits
}

const pieces = [
  ...[
    'a',
    'bc',
    'word',
    ' ',
    '  ',
    '\t',
    ',',
    ';',
    '|',
    '"',
    '""',
    "'",
    '\\',
    '\\"',
    '\\\\',
    '\n',
    '\r\n',
    '\r',
    '#',
    'NULL',
    'NA',
    '0',
    '1.50',
  ],
  ...['ü', 'é', '日本語', '😀', '\u0301', '\u2028', 'x\ufeff', '\u0001', '\u007f', '\u0080', '-', '+', '=1+1', '__proto__', 'x'.repeat(17)],
]

/** Text of what CSV readers stumble over; often a repeated one, so that dictionaries have something to do. */
function anyText(random: Random): string {
  if (random.once(3)) return random.pick(['red', 'green', 'blue', 'Côte d’Ivoire', '', '"quoted"', 'a,b'])
  if (random.once(60)) return random.pick(pieces).repeat(random.below(200))
  return Array.from({ length: random.below(6) }, () => random.pick(pieces)).join('')
}
