// Values that are not written as usual, the slow and readable way: docs/values.md, "Written otherwise". Patterns become regular
// expressions; zones are asked what their clocks show.

import { parseBoolean, parseDecimal, parseFloating, parseInteger } from './parse-number.ts'
import { inYears, parseDate, parseTime, parseTimestamp, parseTimestampTz } from './parse-temporal.ts'
import { invalid, type Parsed, type ParsedColumn } from './value.ts'

/** @param text trimmed and not empty; of a column that is neither string nor binary nor uuid */
export function parseWritten(text: string, column: ParsedColumn): Parsed {
  const { type } = column
  switch (type.name) {
    case 'boolean':
      return parseWord(text, column)
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return parseTemporal(text, column)
    default:
      return parseNumber(text, column)
  }
}

function parseWord(text: string, { trueWords, falseWords }: ParsedColumn): Parsed {
  if (trueWords === undefined || falseWords === undefined) return parseBoolean(text)
  if (trueWords.includes(text)) return { value: true }
  return falseWords.includes(text) ? { value: false } : invalid
}

function parseNumber(text: string, { type, decimal = '.', thousands }: ParsedColumn): Parsed {
  const usual = usualNumber(text, decimal, thousands)
  if (usual === undefined) return invalid
  if (type.name === 'decimal') return parseDecimal(usual, type.precision, type.scale)
  if (type.name === 'int' || type.name === 'long') return parseInteger(usual, type.name === 'int' ? 32 : 64)
  return type.name === 'float' || type.name === 'double' ? parseFloating(usual, type.name) : invalid
}

function usualNumber(text: string, decimal: string, thousands: string | undefined): string | undefined {
  const [, sign = '', body = ''] = /^([+-]?)(.*)$/s.exec(text) ?? []
  const [, digits = ''] = /^(\d*)/.exec(body) ?? []
  let whole = digits
  let rest = body.slice(digits.length)
  if (thousands !== undefined && digits !== '' && rest.startsWith(thousands)) {
    const groups = body.split(thousands)
    const last = groups.pop()!
    const [, lastDigits = ''] = /^(\d*)/.exec(last) ?? []
    whole = [...groups, lastDigits].join('')
    rest = last.slice(lastDigits.length)
    if (!/^\d{1,3}$/.test(groups[0]!) || ![...groups.slice(1), lastDigits].every(group => /^\d{3}$/.test(group))) return undefined
  }
  if (rest.startsWith(decimal)) return `${sign}${whole}.${rest.slice(1)}`
  return rest.startsWith('.') ? undefined : `${sign}${whole}${rest}`
}

const unixScales: Record<string, number> = { 'unix-seconds': 6, 'unix-millis': 3, 'unix-micros': 0 }

function parseTemporal(text: string, column: ParsedColumn): Parsed {
  const { type, format, zone } = column
  const scale = format === undefined ? undefined : unixScales[format]
  if (scale !== undefined) return parseUnixTime(text, scale)
  const iso = format === undefined ? text : byPattern(text, format, type.name)
  if (iso === undefined) return invalid
  if (type.name === 'date') return parseDate(iso)
  if (type.name === 'time') return parseTime(iso)
  if (type.name === 'timestamp') return parseTimestamp(iso)
  const named = parseTimestampTz(iso)
  if (zone === undefined || 'value' in named || named.error !== 'VALUE_INVALID' || iso.length < 16) return named
  const local = parseTimestamp(iso)
  return 'error' in local ? local : inYears(inZone(local.value as bigint, zone, column.ambiguousTimes ?? 'fail'))
}

function parseUnixTime(text: string, scale: number): Parsed {
  const parsed = parseDecimal(text, 18, scale)
  return inYears(parsed)
}

const months = 'january february march april may june july august september october november december'.split(' ')
const weekdays = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ')
const either = (names: readonly string[]) => names.flatMap(name => [name, name.slice(0, 3)]).join('|')

const groups: Record<string, string> = {
  Y: '(?<Y>\\d{4})',
  y: '(?<y>\\d\\d)',
  b: `(?<b>${either(months)})`,
  a: `(?:${either(weekdays)})`,
  p: '(?<p>am|pm)',
  f: '(?=(?<f>\\d{1,9}))\\k<f>',
  z: '(?<z>z|[+-]\\d\\d(?::?\\d\\d)?)',
}

/** ISO 8601. Each number takes as many digits as there are, up to two: no way back. */
function byPattern(text: string, format: string, type: string): string | undefined {
  const spelt = format
    .replaceAll('%T', '%H:%M:%S')
    .replaceAll('%R', '%H:%M')
    .replaceAll('%F', '%Y-%m-%d')
    .replaceAll('%D', '%m/%d/%y')
    .replaceAll('%e', '%d')
    .replaceAll('%B', '%b')
    .replaceAll('%A', '%a')
  const source = [...spelt.matchAll(/%(.)|[^%]/gs)].map(([whole, letter], i, all) => {
    if (letter === undefined || letter === '%') return (letter ?? whole).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    if (groups[letter] !== undefined) return groups[letter]
    const next = all[i + 1]?.[1]
    const isFull = next !== undefined && 'YymdHIMSf'.includes(next)
    return isFull ? `(?<${letter}>\\d\\d)` : `(?=(?<${letter}>\\d{1,2}))\\k<${letter}>`
  })
  const found = new RegExp(`^${source.join('')}$`, 'i').exec(text)?.groups
  return found && isoOf(found, type)
}

function isoOf(found: Record<string, string | undefined>, type: string): string | undefined {
  const two = (value: string | number) => String(value).padStart(2, '0')
  const shortYear = Number(found.y)
  const year = found.Y ?? String(shortYear < 69 ? 2000 + shortYear : 1900 + shortYear)
  const month = found.m ?? months.findIndex(name => name.startsWith((found.b ?? '?').toLowerCase())) + 1
  if (found.I !== undefined && (Number(found.I) < 1 || Number(found.I) > 12)) return undefined
  const half = found.p?.toLowerCase() === 'pm' ? 12 : 0
  const hour = found.I === undefined ? (found.H ?? 0) : (Number(found.I) % 12) + half
  const fraction = found.f === undefined ? '' : `.${found.f}`
  const clock = `${two(hour)}:${two(found.M ?? 0)}:${two(found.S ?? 0)}${fraction}`
  const date = `${year}-${two(month)}-${two(found.d ?? 0)}`
  if (type === 'date') return date
  return type === 'time' ? clock : `${date}T${clock}${found.z ?? ''}`
}

const microsPerSecond = 1_000_000n

/** The instants at which the zone's clocks show the local time: none, one or two. */
function inZone(local: bigint, zone: string, ambiguous: string): Parsed {
  const seconds = Number(local / microsPerSecond - (local % microsPerSecond < 0n ? 1n : 0n))
  const shown = clockOf(zone)
  const offsets = new Set(
    [-36, -24, -12, -2, -1, 0, 1, 2, 12, 24, 36].map(hours => shown(seconds + hours * 3600) - (seconds + hours * 3600)),
  )
  const instants = [...offsets].map(offset => seconds - offset).filter(instant => shown(instant) === seconds)
  const [first, second] = instants.sort((a, b) => a - b)
  if (first === undefined || (second !== undefined && ambiguous === 'fail')) return invalid
  const chosen = second !== undefined && ambiguous === 'later' ? second : first
  return { value: local + BigInt(chosen - seconds) * microsPerSecond }
}

const clocks = new Map<string, (utcSeconds: number) => number>()

/** What the clocks show at an instant, as seconds since 1970. */
function clockOf(zone: string): (utcSeconds: number) => number {
  const known = clocks.get(zone)
  if (known !== undefined) return known
  const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, hourCycle: 'h23', era: 'short', calendar: 'iso8601', ...parts })
  const clock = (utcSeconds: number) => {
    const found = Object.fromEntries(format.formatToParts(utcSeconds * 1000).map(({ type, value }) => [type, Number(value)]))
    const date = new Date(Date.UTC(2000, found.month! - 1, 1, found.hour, found.minute, found.second))
    date.setUTCFullYear(found.year!, found.month! - 1, found.day)
    return date.getTime() / 1000
  }
  clocks.set(zone, clock)
  return clock
}
