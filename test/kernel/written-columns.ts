// Columns whose values are not written as usual, and seeded texts for each: mostly right, some of them mutated.

import { type ColumnType, parseType } from '../../src/schema/column-type.ts'
import type { WrittenAs } from '../../src/schema/written-as.ts'
import type { Random } from '../oracle/random.ts'
import type { HostColumn } from './host/host-column.ts'
import { digits, mutated } from './random-values.ts'

interface WrittenColumn {
  column: HostColumn
  text: (random: Random) => string
}

const column = (type: string, written: WrittenAs): HostColumn => ({ type: parseType(type) as ColumnType, ...written })

const number =
  (decimal: string, thousands: string, fraction: boolean) =>
  (random: Random): string => {
    const whole = digits(random, 1 + random.below(random.pick([3, 6, 9, 16])))
    const grouped = random.once(4) ? whole : whole.replace(/\B(?=(\d{3})+$)/g, thousands)
    return `${random.pick(['', '', '-', '+'])}${grouped}${fraction && !random.once(3) ? decimal + digits(random, 1 + random.below(3)) : ''}`
  }

const months = ['January', 'Feb', 'march', 'APR', 'May', 'June', 'jul', 'August', 'Sep', 'October', 'nov', 'December']
const weekdays = ['Monday', 'Tue', 'wednesday', 'THU', 'Friday', 'Sat', 'sunday']

/** A text after a pattern: numbers with or without their leading zero, and at times out of their range. */
const after =
  (pattern: string, padded = false) =>
  (random: Random): string => {
    const small = (most: number) => {
      const value = String(random.below(most + 1 + (random.once(12) ? 30 : 0)))
      return padded || random.once(2) ? value.padStart(2, '0') : value
    }
    const written: Record<string, () => string> = {
      Y: () => String(1900 + random.below(200)),
      y: () => digits(random, 2),
      m: () => small(12),
      b: () => random.pick(months),
      d: () => small(29),
      a: () => random.pick(weekdays),
      H: () => small(23),
      I: () => small(12),
      p: () => random.pick(['AM', 'pm', 'Pm']),
      M: () => small(59),
      S: () => small(59),
      f: () => digits(random, 1 + random.below(random.pick([6, 9]))),
      z: () => random.pick(['Z', 'z', '+02:00', '-0330', '+05']),
      '%': () => '%',
    }
    return pattern.replace(/%(.)/g, (_, letter: string) => written[letter]!())
  }

/** Local times around the moments at which clocks in Europe and New York are set, and elsewhere. */
const local = (random: Random): string => {
  const date = random.pick(['2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '1945-05-24', `19${digits(random, 2)}-06-15`])
  return `${date}${random.pick(['T', ' '])}0${random.below(5)}:${random.pick(['00', '29', '30', '59'])}:00${random.once(8) ? 'Z' : ''}`
}

export const writtenColumns: Readonly<Record<string, WrittenColumn>> = {
  'int with points': { column: column('int', { thousands: '.', decimal: ',' }), text: number(',', '.', false) },
  'long with spaces': { column: column('long', { thousands: ' ' }), text: number('.', ' ', false) },
  'double with comma': { column: column('double', { decimal: ',' }), text: number(',', '', true) },
  'double, German': { column: column('double', { decimal: ',', thousands: '.' }), text: number(',', '.', true) },
  'float, Swiss': { column: column('float', { thousands: '’' }), text: number('.', '’', true) },
  'decimal, French': {
    column: column('decimal(12,2)', { decimal: ',', thousands: '\u202f' }),
    text: number(',', '\u202f', true),
  },
  'wide decimal': { column: column('decimal(38,3)', { decimal: ',', thousands: '.' }), text: number(',', '.', true) },
  'German dates': { column: column('date', { format: '%d.%m.%Y' }), text: after('%d.%m.%Y') },
  'American dates': { column: column('date', { format: '%m/%d/%y' }), text: after('%m/%d/%y') },
  'dates of digits': { column: column('date', { format: '%Y%m%d' }), text: after('%Y%m%d', true) },
  'dates in words': { column: column('date', { format: '%A, %d %B %Y' }), text: after('%a, %d %b %Y') },
  'times of day': { column: column('time', { format: '%I:%M %p' }), text: after('%I:%M %p') },
  timestamps: { column: column('timestamp', { format: '%d/%b/%Y:%T.%f' }), text: after('%d/%b/%Y:%H:%M:%S.%f') },
  'timestamps of a date': { column: column('timestamp', { format: '%F' }), text: after('%Y-%m-%d') },
  'logs with offset': { column: column('timestamptz', { format: '%d/%b/%Y:%T %z' }), text: after('%d/%b/%Y:%H:%M:%S %z') },
  'local times in Berlin': { column: column('timestamptz', { zone: 'Europe/Berlin' }), text: local },
  'earlier in New York': { column: column('timestamptz', { zone: 'America/New_York', ambiguousTimes: 'earlier' }), text: local },
  'later on Lord Howe': { column: column('timestamptz', { zone: 'Australia/Lord_Howe', ambiguousTimes: 'later' }), text: local },
  'an offset as zone': { column: column('timestamptz', { zone: '-03:30' }), text: local },
  'pattern and zone': {
    column: column('timestamptz', { format: '%d.%m.%Y %R', zone: 'Europe/Berlin', ambiguousTimes: 'later' }),
    text: random => `${random.pick(['29.03', '25.10', '1.1'])}.${2000 + random.below(40)} ${random.below(4)}:${random.pick(['00', '30'])}`,
  },
  'Unix seconds': {
    column: column('timestamptz', { format: 'unix-seconds' }),
    text: random => `${random.pick(['', '-'])}${digits(random, 1 + random.below(13))}${random.once(3) ? `.${digits(random, 3)}` : ''}`,
  },
  'Unix milliseconds': {
    column: column('timestamp', { format: 'unix-millis' }),
    text: random => digits(random, 1 + random.below(16)),
  },
  'Unix microseconds': { column: column('timestamp', { format: 'unix-micros' }), text: random => digits(random, 1 + random.below(20)) },
  'yes and no in German': {
    column: column('boolean', { trueWords: ['ja', 'x'], falseWords: ['nein', '-'] }),
    text: random => random.pick(['ja', 'nein', 'x', '-', 'Ja', 'true', '1']),
  },
  'null tokens of its own': {
    column: column('int', { nullTokens: ['-', 'k. A.'] }),
    text: random => random.pick(['-', 'k. A.', 'NA', '5']),
  },
  'text with null tokens': { column: column('string', { nullTokens: [''] }), text: random => random.pick(['NA', '', 'x', 'NULL']) },
}

/** Some with spaces around, some with an edit or two. */
export function writtenText(name: string, random: Random): string {
  const text = writtenColumns[name]!.text(random)
  const spaced = random.once(10) ? ` ${text}\t` : text
  return random.once(4) ? mutated(spaced, random) : spaced
}
