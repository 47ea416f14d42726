// Readings of a machine park in one table: 500 columns of which a record fills 25, as exports of form builders and device fleets look.

import { clockTimes, dates, secondsPerDay } from '../generate/calendar.ts'
import type { Random } from '../generate/random.ts'
import { textPool } from '../generate/text-pool.ts'
import type { RowMaker, Shape, ShapeColumn } from './shape.ts'

const columnCount = 500
const fillOnceIn = 20

const sparseTypes = ['double', 'int', 'string', 'decimal(12,2)', 'date'] as const

const sparseColumns: readonly ShapeColumn[] = Array.from({ length: columnCount - 2 }, (_, index) => ({
  name: `reading_${String(index + 1).padStart(3, '0')}`,
  type: sparseTypes[index % sparseTypes.length]!,
}))

export const wide: Shape = {
  name: 'wide',
  about: 'readings: 500 columns of five types, 19 of 20 fields empty',
  boundBy: 'parsing',
  size: 200e6,
  columns: [{ name: 'id', type: 'long' }, { name: 'read_at', type: 'timestamp' }, ...sparseColumns],
  rows,
}

const comma = 0x2c
const space = 0x20
const lineFeed = 0x0a

const firstDay = '2024-01-01'
const days = 730

function rows(random: Random): RowMaker {
  const date = dates(firstDay, days)
  const clock = clockTimes()
  const state = textPool(['ok', 'warning', 'failed', 'offline', 'calibrating', 'unknown', 'service due', 'replaced'])
  const fill: Record<(typeof sparseTypes)[number], RowMaker> = {
    double: row => row.shortest(random.below(2_000_000) - 500_000),
    int: row => row.integer(random.below(100_000)),
    string: row => row.pooled(state, random.below(state.count)),
    'decimal(12,2)': row => row.decimal(random.below(50_000_000)),
    date: row => row.pooled(date, random.below(days)),
  }
  const fillers = sparseColumns.map((_, index) => fill[sparseTypes[index % sparseTypes.length]!])
  let id = 0
  let second = 0

  return row => {
    second += random.below(30)
    row.integer(++id)
    row.byte(comma)
    row.pooled(date, Math.floor(second / secondsPerDay) % days)
    row.byte(space)
    row.pooled(clock, second % secondsPerDay)
    for (const filler of fillers) {
      row.byte(comma)
      if (random.onceIn(fillOnceIn)) filler(row)
    }
    row.byte(lineFeed)
  }
}
