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
