// CSVs whose rows say where they come from: which key, which version of it, which row. So whatever lies in an output can be told apart.

/** A CSV as a user drops it. */
export interface SourceVersion {
  key: string
  /** Distinguishes the contents of a key. */
  version: number
  rows: readonly SourceRow[]
  /** Rows that are no rows of the dataset. */
  badRows: number
  /** Why nothing of it can be converted: the file ends within quotes, or whoever converts it runs out of memory and dies. */
  flaw?: 'open quote' | 'deadly'
}

export interface SourceRow {
  id: string
  n: number
  part: number
}

/** @param parts of each good row */
export function sourceVersion(
  key: string,
  version: number,
  parts: readonly number[],
  badRows = 0,
  flaw?: SourceVersion['flaw'],
): SourceVersion {
  const rows = parts.map((part, index) => ({ id: `${key}#${version}#${index}`, n: version * 1000 + index, part }))
  return { key, version, rows, badRows, ...(flaw === undefined ? {} : { flaw }) }
}

/** Stands in files that kill whoever converts them. */
export const deadlyMark = 'deadly'

export function csvText({ key, version, rows, badRows, flaw }: SourceVersion): string {
  const good = rows.map(rowText)
  const bad = Array.from({ length: badRows }, (_, index) => badRowText(key, version, index))
  // The bad ones stand between the good ones, and last.
  const lines = ['id,n,part', ...good.slice(0, 1), ...bad.slice(0, 1), ...good.slice(1), ...bad.slice(1)]
  return `${lines.join('\n')}\n${flaw === undefined ? '' : endings[flaw]}`
}

const endings = { 'open quote': 'x,"open', deadly: `${deadlyMark},0,0\n` }

export function rowText({ id, n, part }: SourceRow): string {
  return `${id},${n},${part}`
}

export function badRowText(key: string, version: number, index: number): string {
  return `${key}#${version}#bad${index},many,0`
}
