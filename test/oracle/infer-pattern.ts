// The slow, readable twin of inferred patterns: docs/values.md, "Inference". The first value says what patterns there may be; one of them is
// the column's if every value, read by it and written again in one manner, is the text that it was, and no other pattern does the same.

import type { TypedAs } from '../../src/csv/time-outline.ts'
import { parseWritten } from './parse-as-written.ts'

const monthNames = 'January February March April May June July August September October November December'.split(' ')

/** Undefined: no pattern, or two. */
export function inferPattern(values: readonly string[]): TypedAs | undefined {
  const surviving = candidatesOf(values[0]!).filter(candidate =>
    manners.some(manner => values.every(value => survives(value, candidate, manner))),
  )
  const told = surviving.filter(
    ({ format }) => !surviving.some(other => other.format === format.replace('%B', '%b') && format.includes('%B')),
  )
  const [first, second] = told // May is short and whole: the short pattern stands for both
  return first === undefined || second !== undefined ? undefined : { type: first.type, format: first.format }
}

interface Candidate extends TypedAs {
  format: string
  /** How the first value ends: what no pattern tells apart. */
  fractionDigits: number
  half: string
  zone: string
  isWhole: boolean
}

/** What a pattern leaves open. */
interface Manner {
  day: boolean
  month: boolean
  hour: boolean
  letters: (name: string) => string
}

const letterCases = [(name: string) => name, (name: string) => name.toUpperCase(), (name: string) => name.toLowerCase()]
const manners: readonly Manner[] = [false, true].flatMap(day =>
  [false, true].flatMap(month => [false, true].flatMap(hour => letterCases.map(letters => ({ day, month, hour, letters })))),
)

const dateForms: readonly [RegExp, (separator: string, comma: string) => string[]][] = [
  [/^\d{1,2}(?<s>[/.-])\d{1,2}\k<s>\d{4}/, s => [`%d${s}%m${s}%Y`, `%m${s}%d${s}%Y`]],
  [/^\d{4}(?<s>[/.])\d{1,2}\k<s>\d{1,2}/, s => [`%Y${s}%m${s}%d`]],
  [/^\d{1,2}(?<s>[-/. ])[A-Za-z]+\k<s>\d{4}/, s => [`%d${s}%b${s}%Y`, `%d${s}%B${s}%Y`]],
  [/^[A-Za-z]+ \d{1,2}(?<c>,?) \d{4}/, (_, c) => [`%b %d${c} %Y`, `%B %d${c} %Y`]],
]
const clockForm =
  /^(?<before>[ T:]|, )\d{1,2}:\d\d(?<s>:\d\d(?<f>\.\d{1,6})?)?(?<gap>(?<p> )?(?<half>[AP]M|[ap]m))?(?<z> ?)(?<zone>Z|z|\+00(?::?00)?)?$/

function candidatesOf(value: string): Candidate[] {
  for (const [form, formats] of dateForms) {
    const match = form.exec(value)
    if (match === null) continue
    const rest = value.slice(match[0].length)
    const clock = rest === '' ? {} : clockForm.exec(rest)?.groups
    if (clock === undefined || (clock.zone === undefined && clock.z)) return []
    const time = rest === '' ? '' : clockPattern(clock)
    const type = { name: rest === '' ? ('date' as const) : clock.zone === undefined ? ('timestamp' as const) : ('timestamptz' as const) }
    const ending = { fractionDigits: (clock.f ?? '.').length - 1, half: clock.half ?? '', zone: clock.zone ?? '' }
    const all = formats(match.groups?.s ?? '', match.groups?.c ?? '')
    return all.map(date => ({ type, format: `${date}${time}`, ...ending, isWhole: date.includes('%B') }))
  }
  return []
}

function clockPattern({ before, s, f, half, p, z, zone }: Record<string, string | undefined>): string {
  const seconds = s === undefined ? '' : f === undefined ? ':%S' : ':%S.%f'
  return `${before}${half === undefined ? '%H' : '%I'}:%M${seconds}${half === undefined ? '' : `${p ?? ''}%p`}${zone === undefined ? '' : `${z}%z`}`
}

function survives(text: string, candidate: Candidate, manner: Manner): boolean {
  const parsed = parseWritten(text, candidate)
  if ('error' in parsed || typeof parsed.value !== 'bigint') return false
  return written(candidate.type.name === 'date' ? parsed.value * 86_400_000_000n : parsed.value, candidate, manner) === text
}

function written(micros: bigint, { format, fractionDigits, half, zone, isWhole }: Candidate, manner: Manner): string {
  const beyond = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n
  const date = new Date(Number((micros - beyond) / 1000n))
  const hour = date.getUTCHours()
  const name = monthNames[date.getUTCMonth()]!
  const two = (value: number, isPadded = true) => String(value).padStart(isPadded ? 2 : 1, '0')
  const halfName = hour < 12 ? 'AM' : 'PM'
  const parts: Record<string, string> = {
    Y: String(date.getUTCFullYear()).padStart(4, '0'),
    m: two(date.getUTCMonth() + 1, manner.month),
    b: manner.letters(isWhole ? name : name.slice(0, 3)),
    B: manner.letters(name),
    d: two(date.getUTCDate(), manner.day),
    H: two(hour, manner.hour),
    I: two(hour % 12 === 0 ? 12 : hour % 12, manner.hour),
    p: half === half.toLowerCase() ? halfName.toLowerCase() : halfName,
    M: two(date.getUTCMinutes()),
    S: two(date.getUTCSeconds()),
    f: String(beyond).padStart(6, '0').slice(0, fractionDigits),
    z: zone,
  }
  return format.replace(/%(.)/g, (_, letter: string) => parts[letter]!)
}
