// How dates and times are written, as a pattern: the directives of strptime (POSIX, Python, DuckDB) that stand for a date or a time.
//
//   %d.%m.%Y %H:%M        31.01.2026 09:05
//
// Everything but directives is itself, a space too. Names are English, in any case. Numbers may lack their leading zeros, unless another
// number follows directly (`%Y%m%d`). A word in place of a pattern reads Unix time: the unit since 1970-01-01, UTC.

import { didYouMean } from './closest-name.ts'
import type { ColumnType } from './column-type.ts'

/** Each directive with what it contributes. `range` and the numbers' length are the kernel's business (kernel/canonical-time.ts). */
export const DIRECTIVES = {
  Y: { part: 'year', means: 'year, four digits' },
  y: { part: 'year', means: 'year, two digits: 69–99 are 19xx, 00–68 are 20xx' },
  m: { part: 'month', means: 'month, 1–12' },
  b: { part: 'month', means: 'month’s name, English: January or Jan' },
  d: { part: 'day', means: 'day, 1–31' },
  a: { part: 'weekday', means: 'weekday’s name, English: Monday or Mon; not compared with the date' },
  H: { part: 'hour', means: 'hour, 0–23' },
  I: { part: 'hour', means: 'hour, 1–12; needs %p' },
  p: { part: 'half', means: 'AM or PM' },
  M: { part: 'minute', means: 'minute' },
  S: { part: 'second', means: 'second' },
  f: { part: 'fraction', means: 'fraction of the second, 1–9 digits' },
  z: { part: 'offset', means: 'Z, ±HH:MM, ±HHMM or ±HH' },
} as const

export type Directive = keyof typeof DIRECTIVES

/** Short for others. */
const SHORT: Readonly<Record<string, string>> = { B: '%b', A: '%a', T: '%H:%M:%S', R: '%H:%M', F: '%Y-%m-%d', D: '%m/%d/%y', e: '%d' }

export const UNIX_TIMES = ['unix-seconds', 'unix-millis', 'unix-micros'] as const
export type UnixTime = (typeof UNIX_TIMES)[number]

/** A directive; or a literal character that is no `%`. `isFull`: a number that must have all its digits. */
export type PatternStep = { directive: Directive; isFull: boolean } | { literal: string }

export type TimePattern = { unix: UnixTime } | { steps: readonly PatternStep[] }

/** The pattern of a column of this type, or what is wrong with it, to stand behind the pattern in a message. */
export function parseTimePattern(text: string, { name: type }: ColumnType, hasZone = false): TimePattern | { problem: string } {
  const unix = UNIX_TIMES.find(word => word === text)
  if (unix !== undefined) {
    return type.startsWith('timestamp') ? { unix } : { problem: `Unix time is for timestamp and timestamptz; this column is ${type}` }
  }
  if (!text.includes('%'))
    return { problem: `expected directives such as %Y-%m-%d, or ${UNIX_TIMES.join(', ')}${didYouMean(text, UNIX_TIMES)}` }
  const steps = stepsOf(text)
  if ('problem' in steps) return steps
  const problem = wrongParts(steps.steps, type, hasZone)
  return problem === undefined ? steps : { problem }
}

const isNumeric = (step: PatternStep | undefined): boolean =>
  step !== undefined && 'directive' in step && 'YymdHIMSf'.includes(step.directive)

function stepsOf(text: string): { steps: PatternStep[] } | { problem: string } {
  const steps: PatternStep[] = []
  const spelt = text.replace(/%(.)/gsu, (directive, letter: string) => SHORT[letter] ?? directive)
  for (const [, letter, literal] of spelt.matchAll(/%(.|$)|([^%])/gsu)) {
    if (literal !== undefined || letter === '%') steps.push({ literal: literal ?? '%' })
    else if (letter !== undefined && Object.hasOwn(DIRECTIVES, letter)) steps.push({ directive: letter as Directive, isFull: false })
    else return { problem: unknownDirective(letter ?? '') }
  }
  return { steps: steps.map((step, i) => ('directive' in step ? { ...step, isFull: isNumeric(steps[i + 1]) } : step)) }
}

function unknownDirective(letter: string): string {
  if (letter === '') return 'a % stands at the end; write %% for the character itself'
  if (letter === 'Z') return '%Z is not known: names of zones are ambiguous; set zone, or use %z for offsets'
  const known = [...Object.keys(DIRECTIVES), ...Object.keys(SHORT)].map(each => `%${each}`).join(' ')
  return `%${letter} is not known; known here: ${known} %%`
}

type Part = (typeof DIRECTIVES)[Directive]['part']

function wrongParts(steps: readonly PatternStep[], type: ColumnType['name'], hasZone: boolean): string | undefined {
  const used = new Map<Part, Directive>()
  for (const step of steps) {
    if (!('directive' in step)) continue
    const { part } = DIRECTIVES[step.directive]
    const earlier = used.get(part)
    if (earlier !== undefined) return `the ${part} is given twice, as %${earlier} and %${step.directive}`
    used.set(part, step.directive)
  }
  return superfluous(used, type, hasZone) ?? missing(used, type, hasZone)
}

const dateParts = ['year', 'month', 'day'] as const
const clockParts = ['hour', 'half', 'minute', 'second', 'fraction'] as const

function superfluous(used: ReadonlyMap<Part, Directive>, type: ColumnType['name'], hasZone: boolean): string | undefined {
  const unwanted = (parts: readonly Part[]) => parts.flatMap(part => used.get(part) ?? [])[0]
  const inDate = type === 'date' ? unwanted([...clockParts, 'offset']) : undefined
  if (inDate !== undefined) return `a date has no ${DIRECTIVES[inDate].part} (%${inDate}); make the column a timestamp`
  const inTime = type === 'time' ? unwanted([...dateParts, 'weekday', 'offset']) : undefined
  if (inTime !== undefined) return `a time has no ${DIRECTIVES[inTime].part} (%${inTime})`
  if (type === 'timestamp' && used.has('offset')) return 'a timestamp has no zone (%z); make the column timestamptz'
  return hasZone && used.has('offset') ? '%z and zone both say which zone; leave one out' : undefined
}

function missing(used: ReadonlyMap<Part, Directive>, type: ColumnType['name'], hasZone: boolean): string | undefined {
  const needed: readonly Part[] = type === 'time' ? ['hour', 'minute'] : dateParts
  const absent = needed.find(part => !used.has(part))
  if (absent !== undefined) return `the ${absent} is missing (${directivesOf(absent)})`
  if (used.get('hour') === 'I' && !used.has('half')) return '%I needs %p'
  if (used.get('hour') === 'H' && used.has('half')) return '%p needs %I'
  const chain = ['fraction', 'second', 'minute', 'hour'] as const
  for (const [i, part] of chain.entries()) {
    const larger = chain[i + 1]
    if (used.has(part) && larger !== undefined && !used.has(larger)) return `it has a ${part} but no ${larger}`
  }
  if (used.has('half') && !used.has('hour')) return '%p needs %I'
  if (used.has('hour') && !used.has('minute')) return 'it has an hour but no minute'
  if (type === 'timestamptz' && !used.has('offset') && !hasZone) return 'nothing says which zone: add %z, or set zone'
  return undefined
}

function directivesOf(part: Part): string {
  return Object.entries(DIRECTIVES)
    .filter(([, each]) => each.part === part)
    .map(([letter]) => `%${letter}`)
    .join(' or ')
}
