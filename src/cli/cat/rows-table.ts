// The first rows of a file as a table. Columns that do not fit the terminal are left out, and the line below the table names them.

import type { SchemaElement } from '../../parquet/format/schema-element.ts'
import type { Value } from '../../parquet/read/value.ts'
import { cutToWidth, displayWidth } from '../display-width.ts'
import { formatCount, formatCounted } from '../format-count.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'
import { type TableColumn, table } from '../table.ts'
import { isNumberColumn, plainText } from './value-text.ts'

const widestText = 32 // cells of a text column when not all columns fit
const gap = 2 // cells between columns, see table.ts

export interface RowsTableOptions {
  width?: number | undefined
  color: boolean
  totalRows: number
}

export function rowsTable(columns: readonly SchemaElement[], rows: readonly (readonly Value[])[], options: RowsTableOptions): string {
  const { dim } = style(options)
  const cells = rows.map(row => columns.map((column, at) => cellText(column, row[at] ?? null)))
  const widths = columns.map((column, at) => naturalWidth(printable(column.name), cells, at))
  const { count, cap } = fitting(columns, widths, options.width)
  const shown = columns.slice(0, count).map(
    (column, at): TableColumn => ({
      title: cutToWidth(printable(column.name), cap),
      align: isNumberColumn(column) ? 'right' : 'left',
      fixed: isNumberColumn(column),
      paint: (padded, _cell, row) => (rows[row]?.[at] === null ? dim(padded) : padded),
    }),
  )
  const cutCells = cells.map(row => row.slice(0, count).map((cell, at) => (shown[at]?.fixed ? cell : cutToWidth(cell, cap))))
  return `${table(shown, cutCells, options)}${dim(footer(columns, count, rows.length, options))}\n`
}

function cellText(column: SchemaElement, value: Value): string {
  return value === null ? 'null' : printable(plainText(column)(value))
}

function naturalWidth(title: string, cells: readonly (readonly string[])[], at: number): number {
  return cells.reduce((widest, row) => Math.max(widest, displayWidth(row[at] ?? '')), displayWidth(title))
}

/** How many columns fit, and how many cells a text column may take. */
function fitting(columns: readonly SchemaElement[], widths: readonly number[], width: number | undefined): { count: number; cap: number } {
  const total = widths.reduce((sum, natural) => sum + natural + gap, -gap)
  if (width === undefined || total <= width) return { count: columns.length, cap: Number.POSITIVE_INFINITY }
  if (columns.length === 1) return { count: 1, cap: width }
  let used = -gap
  const tooMany = columns.findIndex((column, at) => {
    const natural = widths[at] ?? 0
    used += gap + (isNumberColumn(column) ? natural : Math.min(natural, widestText))
    return used > width
  })
  return { count: tooMany < 0 ? columns.length : Math.max(1, tooMany), cap: Math.min(widestText, width) }
}

function footer(columns: readonly SchemaElement[], shown: number, rows: number, { totalRows, width }: RowsTableOptions): string {
  const ofRows = rows < totalRows ? `${formatCount(rows)} of ${formatCounted(totalRows, 'row')}` : formatCounted(totalRows, 'row')
  const hidden = columns.slice(shown).map(column => printable(column.name))
  if (hidden.length === 0) return `${ofRows}, ${formatCounted(columns.length, 'column')}`
  return cutToWidth(`${ofRows}; ${formatCounted(hidden.length, 'more column')}: ${hidden.join(', ')}`, width ?? Number.POSITIVE_INFINITY)
}
