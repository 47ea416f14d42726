// Dates and times: docs/values.md, "Types". JavaScript's Date knows the calendar, but is asked only about what matches the forms.

import { invalid, outOfRange, type Parsed } from './value.ts'

const microsPerSecond = 1_000_000n
const microsPerMinute = 60n * microsPerSecond
const microsPerDay = 1440n * microsPerMinute
const millisPerDay = 86_400_000

export function parseDate(text: string): Parsed {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (match === null || match[1] === '0000') return invalid
  const millis = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(millis) || new Date(millis).toISOString().slice(0, 10) !== text) return invalid
  return { value: BigInt(millis / millisPerDay) }
}

export function parseTime(text: string): Parsed {
  const match = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?$/.exec(text)
  if (match === null) return invalid
  const [hours, minutes, seconds] = [match[1], match[2], match[3] ?? '0'].map(Number) as [number, number, number]
  if (hours > 23 || minutes > 59 || seconds > 59) return invalid
  const fraction = (match[4] ?? '').padEnd(9, '0')
  if (!fraction.endsWith('000')) return outOfRange
  return { value: BigInt(hours * 3600 + minutes * 60 + seconds) * microsPerSecond + BigInt(fraction.slice(0, 6)) }
}

export function parseTimestamp(text: string): Parsed {
  const date = parseDate(text.slice(0, 10))
  if (text.length === 10 || 'error' in date) return midnight(date)
  if (!/^[T ]$/.test(text.charAt(10))) return invalid
  return sum(midnight(date), parseTime(text.slice(11)))
}

export function parseTimestampTz(text: string): Parsed {
  const match = /^(.{10}[T ].*?)(?:[Zz]| UTC|([+-])(\d\d)(?::?(\d\d))?)$/.exec(text)
  if (match === null) return invalid
  const [, local = '', sign, hours = '0', minutes = '0'] = match
  if (Number(hours) > 23 || Number(minutes) > 59) return invalid
  const offset = BigInt(Number(hours) * 60 + Number(minutes)) * microsPerMinute
  return inYears(sum(parseTimestamp(local), { value: sign === '-' ? offset : -offset }))
}

/** An instant may lie in no other years than a date. */
export function inYears(instant: Parsed): Parsed {
  if ('error' in instant) return instant
  const micros = instant.value as bigint
  const milliseconds = micros / 1000n - (micros % 1000n < 0n ? 1n : 0n)
  const year = new Date(Number(milliseconds)).getUTCFullYear()
  return year >= 1 && year <= 9999 ? instant : outOfRange
}

function midnight(date: Parsed): Parsed {
  return 'value' in date ? { value: (date.value as bigint) * microsPerDay } : date
}

function sum(a: Parsed, b: Parsed): Parsed {
  if ('error' in a) return a
  return 'error' in b ? b : { value: (a.value as bigint) + (b.value as bigint) }
}
