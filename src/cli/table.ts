// Tables for people: a bold header, a thin rule, two spaces between columns. Too wide for the terminal, the widest columns give way first.

import { cutStartToWidth, cutToWidth, displayWidth, padToWidth } from './display-width.ts'
import { style } from './style.ts'

export interface TableColumn {
  title: string
  /** Numbers align right; default left. */
  align?: 'left' | 'right'
  /** Never cut: figures that would lie when shortened. */
  fixed?: boolean
  /** Cut at the start rather than at the end: paths. */
  keepsEnd?: boolean
  /** Colours a cell once it is padded; given the cell as it was, and its row's index. */
  paint?: (padded: string, cell: string, row: number) => string
}

export interface TableOptions {
  /** Cells in a line; nothing is cut without it. */
  width?: number | undefined
  color?: boolean
}

/** The table, every line ended by a line break. Cells must be free of control characters and styles (printable.ts, `paint`). */
export function table(columns: readonly TableColumn[], rows: readonly (readonly string[])[], options: TableOptions = {}): string {
  const natural = columns.map(({ title }, at) =>
    rows.reduce((widest, row) => Math.max(widest, displayWidth(row[at] ?? '')), displayWidth(title)),
  )
  const widths = options.width === undefined ? natural : fit(natural, columns, options.width - gap.length * (columns.length - 1))
  const { bold, dim } = style({ color: options.color ?? false })
  const lines = [
    padded(
      columns.map(({ title }) => title),
      columns,
      widths,
    ).map(bold),
    widths.map(width => dim('─'.repeat(width))),
    ...rows.map((row, at) =>
      padded(row, columns, widths).map((text, column) => columns[column]?.paint?.(text, row[column] ?? '', at) ?? text),
    ),
  ]
  return lines.map(cells => `${cells.join(gap).trimEnd()}\n`).join('')
}

const gap = '  '
const narrowest = 8 // cells to which a column may shrink, unless its own content is narrower

function fit(natural: readonly number[], columns: readonly TableColumn[], room: number): number[] {
  const widths = natural.map((width, at) => (columns[at]?.fixed ? width : Math.min(width, Math.max(room, narrowest))))
  let excess = widths.reduce((sum, width) => sum + width, 0) - room
  while (excess-- > 0) {
    const shrinkable = widths.map((width, at) => (columns[at]?.fixed || width <= narrowest ? 0 : width))
    const widest = Math.max(...shrinkable)
    if (widest === 0) break
    widths[shrinkable.indexOf(widest)] = widest - 1
  }
  return widths
}

/** The cells of one row, each as wide as its column; one that ends the line is left as it is. */
function padded(cells: readonly string[], columns: readonly TableColumn[], widths: readonly number[]): string[] {
  return columns.map(({ align, keepsEnd }, at) => {
    const width = widths[at] ?? 0
    const text = (keepsEnd ? cutStartToWidth : cutToWidth)(cells[at] ?? '', width)
    return at === columns.length - 1 && align !== 'right' ? text : padToWidth(text, width, align)
  })
}
