// Tables for people: a bold header, a thin rule, two spaces between columns. Too wide for the terminal, the widest columns give way first.

import { cutToWidth, displayWidth, padToWidth } from './display-width.ts'
import { style } from './style.ts'

export interface TableColumn {
  title: string
  /** Numbers align right; default left. */
  align?: 'left' | 'right'
  /** Never cut: figures that would lie when shortened. */
  fixed?: boolean
  /** Colours a cell once it is padded; given the cell as it was. */
  paint?: (padded: string, cell: string) => string
}

export interface TableOptions {
  /** Cells in a line; nothing is cut without it. */
  width?: number
  color?: boolean
}

/** The table, every line ended by a line break. Cells must be free of control characters and styles (printable.ts, `paint`). */
export function table(columns: readonly TableColumn[], rows: readonly (readonly string[])[], options: TableOptions = {}): string {
  const natural = columns.map((column, at) => Math.max(displayWidth(column.title), ...rows.map(row => displayWidth(row[at] ?? ''))))
  const widths = options.width === undefined ? natural : fit(natural, columns, options.width - gap.length * (columns.length - 1))
  const { bold, dim } = style({ color: options.color ?? false })
  const header = line(
    columns,
    columns.map(column => column.title),
    widths,
    bold,
  )
  const rule = dim(widths.map(width => '─'.repeat(width)).join(gap))
  return [header, rule, ...rows.map(row => line(columns, row, widths))].map(text => `${text}\n`).join('')
}

const gap = '  '
const narrowest = 8 // cells to which a column may shrink, unless its own content is narrower

function fit(natural: readonly number[], columns: readonly TableColumn[], room: number): number[] {
  const widths = [...natural]
  let excess = widths.reduce((sum, width) => sum + width, 0) - room
  while (excess > 0) {
    const shrinkable = widths.map((width, at) => (columns[at]?.fixed || width <= narrowest ? 0 : width))
    const widest = Math.max(...shrinkable)
    if (widest === 0) break
    const at = shrinkable.indexOf(widest)
    widths[at] = widest - 1
    excess--
  }
  return widths
}

function line(
  columns: readonly TableColumn[],
  cells: readonly string[],
  widths: readonly number[],
  paintAll?: (text: string) => string,
): string {
  const padded = columns.map((column, at) => {
    const cell = cells[at] ?? ''
    const isLast = at === columns.length - 1 && column.align !== 'right'
    const cut = cutToWidth(cell, widths[at] ?? 0)
    const text = isLast ? cut : padToWidth(cut, widths[at] ?? 0, column.align)
    if (paintAll) return paintAll(text)
    return column.paint ? column.paint(text, cell) : text
  })
  return padded.join(gap).trimEnd()
}
