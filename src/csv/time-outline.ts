// The outline that all dates or times of a column share (kernel/time-outline.ts) → the pattern that reads them.

import { type Evidence, traitsContradict } from '../kernel/evidence.ts'
import type { ColumnType } from '../schema/column-type.ts'

/** A type, and how its values are written where that is not as docs/values.md has it. */
export interface TypedAs {
  type: ColumnType
  /** Of strptime directives: src/schema/time-pattern.ts. */
  format?: string
}

// The fields of an outline's form, as kernel/time-outline.ts packs them: shift and mask.
const order = [0, 3] as const
const separator = [2, 3] as const
const clockSeparator = [6, 7] as const
const clock = [9, 15] as const
const half = [13, 7] as const
const zone = [16, 7] as const
const zoneSpace = [19, 1] as const

const ORDERS = { numbers: 0, year: 1, dayName: 2, nameDay: 3 } as const
const separators = ['/', '.', '-', ' ']
const clockSeparators = ['', ' ', 'T', ':', ', ']
const halves = ['', '%p', ' %p', '%p', ' %p']

// Traits: kernel/time-outline.ts.
const firstAbove12 = 1
const secondAbove12 = firstAbove12 << 16
const nameIsWhole = 16 << 16

/** The ways in which every value can be read: none, one, or two where nothing tells the day from the month. */
export function readingsOf({ patternForm, patternTraits }: Pick<Evidence, 'patternForm' | 'patternTraits'>): TypedAs[] {
  if (traitsContradict(patternTraits)) return []
  const part = ([shift, mask]: readonly [number, number]) => (patternForm >>> shift) & mask
  const time = clockPattern(part(clock), part(half), clockSeparators[part(clockSeparator)]!)
  const offset = part(zone) === 0 ? '' : `${part(zoneSpace) === 1 ? ' ' : ''}%z`
  const name = time === '' ? 'date' : offset === '' ? 'timestamp' : 'timestamptz'
  const month = patternTraits & nameIsWhole ? '%B' : '%b'
  return datePatterns(part(order), part(separator), month, patternTraits).map(date => ({
    type: { name },
    format: `${date}${time}${offset}`,
  }))
}

function datePatterns(kind: number, separatorIndex: number, month: string, traits: number): string[] {
  const between = separators[separatorIndex]!
  if (kind === ORDERS.year) return [['%Y', '%m', '%d'].join(between)]
  if (kind === ORDERS.dayName) return [['%d', month, '%Y'].join(between)]
  if (kind === ORDERS.nameDay) return [`${month} %d${separatorIndex === 0 ? ',' : ''} %Y`]
  const dayFirst = traits & secondAbove12 ? [] : [['%d', '%m', '%Y'].join(between)]
  const monthFirst = traits & firstAbove12 ? [] : [['%m', '%d', '%Y'].join(between)]
  return [...dayFirst, ...monthFirst]
}

/** @param parts 0 none, 1 hours and minutes, 2 with seconds, more with a fraction */
function clockPattern(parts: number, halfIndex: number, before: string): string {
  if (parts === 0) return ''
  const seconds = parts === 1 ? '' : parts === 2 ? ':%S' : ':%S.%f'
  return `${before}${halfIndex === 0 ? '%H' : '%I'}:%M${seconds}${halves[halfIndex]!}`
}
