// Counts for people: `1,234,567`, whatever the locale.

export function formatCount(count: number | bigint): string {
  return count.toLocaleString('en-US')
}

/** `1 row`, `2 rows`, `1,234 rows`. */
export function formatCounted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}
