// Spans and points of time as they are written on the command line.

import { UsageError } from './usage-error.ts'

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90s`, `30m`, `2h`, `7d`, or `0`; in milliseconds. @throws UsageError */
export function spanInMs(option: string, text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,9})([smhd]?)$/.exec(text) ?? []
  const factor = unit === '' && Number(count) === 0 ? 0 : units[unit]
  if (count !== '' && factor !== undefined) return Number(count) * factor
  throw new UsageError(`${option} takes a span of time such as 90s, 30m, 2h or 7d, not ${JSON.stringify(text)}`)
}

/** A span before `now`, or a date with or without a time (UTC unless it says otherwise). @throws UsageError */
export function pointInTime(option: string, text: string, now: Date): Date {
  if (/^\d{1,9}[smhd]?$/.test(text)) return new Date(now.getTime() - spanInMs(option, text))
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(text)
  const time = match && new Date(`${match[1]}T${match[2] ?? '00:00'}${match[3] ?? 'Z'}`)
  if (time && !Number.isNaN(time.getTime())) return time
  throw new UsageError(
    `${option} takes a span such as 24h or 7d, or a time such as 2026-01-31 or 2026-01-31T12:00Z, not ${JSON.stringify(text)}`,
  )
}
