// Whether the first record of a sample names the columns. Text above a column of numbers or dates is a name, and so is a date above numbers; a
// number above numbers is none, unless the numbers count up, as years over the columns of a pivot table do; a year beside text may be
// either. Where all is text nothing tells: files without a header are rare, so there is one.

import { cellKind } from './cell-kind.ts'
import type { SampleCell } from './split-sample.ts'

/** Undefined: it could be either. */
export function sniffHeader(records: readonly (readonly SampleCell[])[]): boolean | undefined {
  const [first = [], ...rest] = records
  if (records.length === 0) return true // that the source is empty is told later
  if (rest.length === 0) return first.every(({ text }) => ['number', 'date'].includes(cellKind(text))) ? undefined : true
  const counts = countsUp(first.map(({ text }) => text))
  const votes = first.map((cell, column) =>
    vote(
      cell.text,
      rest.map(record => record[column]?.text ?? ''),
      counts,
    ),
  )
  if (votes.includes('name')) return true
  const hasText = first.some(({ text }) => cellKind(text) === 'text')
  if (!votes.includes('value')) return hasText ? true : undefined
  const values = first.filter((_, column) => votes[column] === 'value')
  return hasText && values.every(({ text }) => isYear(text)) ? undefined : false
}

/** `2026` beside text may be a name, as in `country,2026`. */
const isYear = (text: string): boolean => /^(19|20)\d\d$/.test(text.trim())

function vote(first: string, rest: readonly string[], counts: boolean): 'name' | 'value' | 'neither' {
  const kinds = rest.map(cellKind).filter(kind => kind !== 'empty')
  const typed = kinds.filter(kind => kind !== 'text')
  if (kinds.length === 0 || typed.length < 0.9 * kinds.length) return 'neither'
  const kind = cellKind(first)
  if (kind === 'text' || (kind === 'date' && !typed.includes('date'))) return 'name'
  return kind === 'empty' || (kind === 'number' && counts) ? 'neither' : 'value'
}

/** Whole numbers that grow by one from cell to cell, among other cells. */
function countsUp(cells: readonly string[]): boolean {
  const numbers = cells.filter(text => /^\d+$/.test(text)).map(Number)
  return numbers.length > 1 && numbers.every((value, i) => i === 0 || value === numbers[i - 1]! + 1)
}
