// Bytes and rates for people: decimal units (1 MB = 1,000,000 bytes), three significant digits.

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']

/** `0 B`, `999 B`, `1.23 kB`, `45.6 MB`, `789 GB`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (unit < units.length - 1 && Number(value.toPrecision(3)) >= 1000) {
    value /= 1000
    unit++
  }
  return `${unit === 0 ? value : threeDigits(value)} ${units[unit]}`
}

/** `245 MB/s`, always in MB so that rates compare at a glance; `–` when it says nothing: no time, or next to no bytes. */
export function formatRate(bytes: number, seconds: number): string {
  const rate = bytes / seconds / 1e6
  return seconds > 0 && rate >= 0.005 ? `${threeDigits(rate)} MB/s` : '–'
}

function threeDigits(value: number): string {
  if (value >= 100) return value.toFixed(0)
  return value.toFixed(value >= 10 ? 1 : 2)
}
