// Seeded columns for inference: texts written in one manner, with an odd one among them at times.

import type { Random } from '../oracle/random.ts'
import { digits, mutated } from './random-values.ts'

/** Up to six texts; none needs quotes. */
export function alikeTexts(random: Random): string[] {
  const manner = random.pick(manners)(random)
  const texts = Array.from({ length: 1 + random.below(6) }, () => (random.once(15) ? '' : manner()))
  if (random.once(4)) texts[random.below(texts.length)] = random.pick(manners)(random)()
  if (random.once(4)) texts[0] = mutated(texts[0]!, random)
  return texts.map(text => text.replace(/["\r\n]/g, ''))
}

/** Each draws a manner, then writes any number of texts in it. */
const manners: readonly ((random: Random) => () => string)[] = [
  random => {
    const words = random.pick([
      ['true', 'false'],
      ['True', 'False'],
      ['TRUE', 'FALSE'],
    ])
    return () => random.pick(words)
  },
  random => {
    const most = 1 + random.below(21)
    return () => `${sign(random)}${canonical(random, 1 + random.below(most))}`
  },
  random => {
    const scale = 1 + random.below(random.pick([3, 20, 38]))
    return () => `${sign(random)}${canonical(random, 1 + random.below(4))}.${digits(random, scale)}`
  },
  random => () => String((random.below(2 ** 31) - 2 ** 30) / 10 ** random.below(9)),
  random => () => String(new DataView(random.bytes(8).buffer).getFloat64(0)),
  random => () => String(random.below(2 ** 32) / 2 ** 32 / 10 ** random.below(9)),
  random => {
    const scale = 10 ** random.below(6)
    return () => seventeenDigits(random.once(2) ? random.below(2 ** 30) / scale : Math.fround(random.below(2 ** 30) / 2 ** 20))
  },
  random => () => seventeenDigits(new DataView(random.bytes(8).buffer).getFloat64(0)),
  random => () => pythonDouble(new DataView(random.bytes(8).buffer).getFloat64(0)),
  random => () => javaDouble(new DataView(random.bytes(8).buffer).getFloat64(0)),
  random => () => date(random),
  random => {
    const separator = random.pick(['T', ' '])
    const write = clock(random)
    return () => `${date(random)}${separator}${write()}`
  },
  random => {
    const separator = random.pick(['T', ' '])
    const zone = random.pick(['Z', 'z', '+00:00', '+0000', '+00', ' UTC', '+01:00', '-00:00'])
    const write = clock(random)
    return () => `${date(random)}${separator}${write()}${zone}`
  },
  clock,
  otherDate,
  otherDate,
  random => {
    const [day, between, write] = [otherDate(random), random.pick([' ', 'T', ':', ', ']), otherClock(random)]
    return () => `${day()}${between}${write()}`
  },
  random => () =>
    Buffer.from(random.bytes(16))
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
]

function sign(random: Random): string {
  return random.once(3) ? '-' : ''
}

/** Without a leading zero. */
function canonical(random: Random, count: number): string {
  return count === 1 ? digits(random, 1) : `${1 + random.below(9)}${digits(random, count - 1)}`
}

/** `1e-05`, `1.5e+300`: as repr() in Python writes doubles. */
function pythonDouble(value: number): string {
  const [mantissa, exponent] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 16) return Number.isInteger(value) ? `${value}.0` : String(value)
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

/** As C does by %.17g; half-way between two, as JavaScript does. */
function seventeenDigits(value: number): string {
  const text = value.toPrecision(17)
  const short = text.includes('.') ? text.replace(/\.?0*(?=e|$)/, '') : text
  return short.replace(/e([+-])(\d)$/, 'e$10$2')
}

/** `1.0E10`, `2.5E-7`: as Double.toString in Java does. */
function javaDouble(value: number): string {
  const [mantissa = '', exponent] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -3 && power < 7) return Number.isInteger(value) ? `${value}.0` : String(value)
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${power}`
}

function date(random: Random): string {
  return `${1900 + random.below(200)}-${two(1 + random.below(12))}-${two(1 + random.below(28 + random.below(4)))}`
}

const months = 'January February March April May June July August September October November December'.split(' ')

/** Not as ISO 8601 has it. Orders of day and month are proven, contradicted, or neither. */
function otherDate(random: Random): () => string {
  const separator = random.pick(['/', '.', '-', ' '])
  const length = random.pick([3, 3, 9, 20])
  const letters = random.pick([(name: string) => name, (name: string) => name.toUpperCase(), (name: string) => name.toLowerCase()])
  const [mostDays, mostMonths, width] = [random.pick([12, 31, 32]), random.pick([12, 12, 12, 13]), random.pick([1, 2, 2])]
  const order = random.pick(['dmy', 'mdy', 'ymd', 'dby', 'bdy'])
  const comma = random.pick([', ', ' '])
  return () => {
    const year = String(random.once(30) ? random.below(9999) : 1990 + random.below(60)).padStart(random.once(20) ? 2 : 4, '0')
    const [day, month] = [1 + random.below(mostDays), 1 + random.below(mostMonths)].map(value => String(value).padStart(width, '0')) as [
      string,
      string,
    ]
    const name = letters(random.pick(months).slice(0, length))
    if (order === 'bdy') return `${name} ${day}${comma}${year}`
    const parts: Record<string, string[]> = { dmy: [day, month, year], mdy: [month, day, year], ymd: [year, month, day] }
    return (parts[order] ?? [day, name, year]).join(separator)
  }
}

function otherClock(random: Random): () => string {
  const half = random.pick([undefined, undefined, ['AM', 'PM'], [' AM', ' PM'], ['am', 'pm'], [' am', ' pm']])
  const zone = random.pick(['', '', '', 'Z', 'z', '+00', '+0000', ' +0000', '+00:00', ' +00:00', ' +0100', ' UTC'])
  const [width, write] = [random.pick([1, 2]), clock(random)]
  return () => {
    const hour = half === undefined ? random.below(24) : 1 + random.below(12)
    return `${String(hour).padStart(width, '0')}${write().slice(2)}${half === undefined ? '' : random.pick(half)}${zone}`
  }
}

function clock(random: Random): () => string {
  const fraction = random.pick([undefined, 0, 1, 3, 6, 7])
  return () => {
    const minutes = `${two(random.below(24))}:${two(random.below(60))}`
    if (fraction === undefined) return minutes
    return `${minutes}:${two(random.below(60))}${fraction === 0 ? '' : `.${digits(random, fraction)}`}`
  }
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
