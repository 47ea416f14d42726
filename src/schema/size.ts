// Sizes as people write them: `128 MiB`, `1.5 GB`, `65536`.

const UNITS: ReadonlyMap<string, number> = new Map([
  ['B', 1],
  ['kB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['TB', 1e12],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
  ['TiB', 2 ** 40],
])

/** For JSON Schema, hence without the flags and groups that only JavaScript knows. */
export const sizePattern = `^[0-9]+(\\.[0-9]+)? ?(${[...UNITS.keys()].join('|')})?$`

/** Bytes, rounded to a whole number; undefined if the text is no size. */
export function parseSize(text: string): number | undefined {
  if (!new RegExp(sizePattern).test(text)) return undefined
  const [, amount = '', unit = 'B'] = /^([0-9.]+) ?(.+)?$/.exec(text) ?? []
  return Math.round(Number(amount) * (UNITS.get(unit) ?? Number.NaN))
}

/** Bytes in the largest binary unit that needs no fraction: `128 MiB`; a plain number if there is none. */
export function formatSize(bytes: number): string {
  for (const unit of ['TiB', 'GiB', 'MiB', 'KiB']) {
    const size = UNITS.get(unit) ?? 1
    if (bytes >= size && bytes % size === 0) return `${bytes / size} ${unit}`
  }
  return String(bytes)
}
