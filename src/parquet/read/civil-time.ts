// Days and ticks since 1970-01-01 → ISO 8601 text, over the whole range of 64 bits (a Date ends in the year 275760).

const nanosPerSecond = 1_000_000_000n
const nanosPerDay = 86_400n * nanosPerSecond

/** `2026-01-31`; years outside 0000–9999 with sign and six digits at least. */
export function dateText(day: number): string {
  const { year, month, dayOfMonth } = civilDate(day)
  return `${yearText(year)}-${digits(month, 2)}-${digits(dayOfMonth, 2)}`
}

/** `12:34:56`, with 3, 6 or 9 digits of a fraction where needed. */
export function timeText(nanosOfDay: bigint): string {
  const seconds = Number(nanosOfDay / nanosPerSecond)
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(part => digits(part, 2)).join(':')
  return clock + fractionText(nanosOfDay % nanosPerSecond)
}

/** `2026-01-31T12:34:56.789` */
export function timestampText(nanos: bigint): string {
  const nanosOfDay = ((nanos % nanosPerDay) + nanosPerDay) % nanosPerDay
  return `${dateText(Number((nanos - nanosOfDay) / nanosPerDay))}T${timeText(nanosOfDay)}`
}

const daysPerEra = 146_097 // 400 years
const daysFromYear0ToEpoch = 719_468 // 0000-03-01 … 1970-01-01

/** The proleptic Gregorian date; years are counted from March, so that a leap day is the last day of its year. */
function civilDate(day: number): { year: number; month: number; dayOfMonth: number } {
  const fromYear0 = day + daysFromYear0ToEpoch
  const era = Math.floor(fromYear0 / daysPerEra)
  const dayOfEra = fromYear0 - era * daysPerEra
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const dayOfMonth = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  return { year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfMonth }
}

function yearText(year: number): string {
  if (year >= 0 && year <= 9999) return digits(year, 4)
  return `${year < 0 ? '-' : '+'}${digits(Math.abs(year), 6)}`
}

function fractionText(nanos: bigint): string {
  if (nanos === 0n) return ''
  const text = nanos.toString().padStart(9, '0')
  return `.${text.endsWith('000000') ? text.slice(0, 3) : text.endsWith('000') ? text.slice(0, 6) : text}`
}

const digits = (value: number, width: number): string => String(value).padStart(width, '0')
