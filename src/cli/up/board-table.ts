// Rows of the board as lines of a table whose columns keep their widths while the figures in them grow.

import { cutStartToWidth, displayWidth, padToWidth } from '../display-width.ts'
import { formatBytes } from '../format-bytes.ts'
import { formatCount } from '../format-count.ts'
import { printable } from '../printable.ts'
import { type Style, style } from '../style.ts'
import { wrapped } from '../write-error.ts'
import type { BoardRow, RowState } from './board.ts'

export interface TableLayout {
  /** Cells in a line. */
  width: number
  color: boolean
  /** Left out of the keys. */
  prefix: string
  /** Cells that the file column needs; it gets no more than there are. */
  longestName: number
}

interface Column {
  title: string
  width: number
  align: 'left' | 'right'
  cell: (row: BoardRow) => string
  paint?: (styles: Style, row: BoardRow) => (text: string) => string
}

const MARKS: Readonly<Record<RowState, { mark: string; paint: keyof Style }>> = {
  waiting: { mark: '·', paint: 'dim' },
  inferring: { mark: '◌', paint: 'cyan' },
  converting: { mark: '●', paint: 'cyan' },
  converted: { mark: '✓', paint: 'green' },
  unchanged: { mark: '✓', paint: 'dim' },
  failed: { mark: '✗', paint: 'red' },
  postponed: { mark: '↻', paint: 'yellow' },
  unready: { mark: '·', paint: 'yellow' },
  announced: { mark: '✓', paint: 'dim' },
  ignored: { mark: '–', paint: 'dim' },
  removed: { mark: '–', paint: 'dim' },
  gone: { mark: '–', paint: 'dim' },
}

const COLUMNS: readonly Column[] = [
  {
    title: 'state',
    width: 12,
    align: 'left',
    cell: ({ state }) => `${MARKS[state].mark} ${state}`,
    paint: (styles, { state }) => styles[MARKS[state].paint],
  },
  { title: 'rows', width: 9, align: 'right', cell: ({ rows }) => count(rows) },
  {
    title: 'rejected',
    width: 8,
    align: 'right',
    cell: ({ rejected }) => count(rejected),
    paint: (styles, { rejected }) => (rejected ? styles.yellow : text => text),
  },
  { title: 'in', width: 7, align: 'right', cell: ({ bytesIn }) => bytes(bytesIn) },
  { title: 'out', width: 7, align: 'right', cell: ({ bytesOut }) => bytes(bytesOut) },
  { title: 'MB/s', width: 5, align: 'right', cell: ({ bytesPerSecond }) => megabytes(bytesPerSecond) },
]

const gap = '  '
const besideName = COLUMNS.reduce((sum, { width }) => sum + gap.length + width, 0)
const narrowestName = 8

/** A whole table, below each row its note; every line ended by a line break. No limit of width: undefined. */
export function boardTable(rows: readonly BoardRow[], options: { width: number | undefined; color: boolean; prefix: string }): string {
  const longestName = Math.max(narrowestName, ...rows.map(row => displayWidth(shownName(row, options.prefix))))
  const layout = { ...options, width: options.width ?? Number.POSITIVE_INFINITY, longestName }
  const lines = rows.flatMap(row => [rowLine(row, layout), ...noteLines(row, layout)])
  return [...headerLines(layout), ...lines].map(line => `${line}\n`).join('')
}

/** What is to be said about a row, indented below it. */
export function noteLines({ note }: BoardRow, { width, color }: Pick<TableLayout, 'width' | 'color'>): string[] {
  return note === undefined
    ? []
    : wrapped(`  ${printable(note)}`, width)
        .split('\n')
        .map(style({ color }).dim)
}

/** Title and rule. */
export function headerLines(layout: TableLayout): string[] {
  const { bold, dim } = style(layout)
  const titles = COLUMNS.map(({ title, width, align }) => bold(padToWidth(title, width, align)))
  const rules = [nameWidth(layout), ...COLUMNS.map(({ width }) => width)].map(width => '─'.repeat(width))
  return [[bold(padToWidth('file', nameWidth(layout))), ...titles].join(gap), dim(rules.join(gap))]
}

export function rowLine(row: BoardRow, layout: TableLayout): string {
  const styles = style(layout)
  const cells = COLUMNS.map(({ width, align, cell, paint }) => {
    const text = padToWidth(cell(row), width, align)
    return paint ? paint(styles, row)(text) : text
  })
  return [padToWidth(cutStartToWidth(shownName(row, layout.prefix), nameWidth(layout)), nameWidth(layout)), ...cells].join(gap).trimEnd()
}

export function shownName({ key }: BoardRow, prefix: string): string {
  return printable(key.startsWith(prefix) ? key.slice(prefix.length) : key)
}

function nameWidth({ width, longestName }: TableLayout): number {
  return Math.max(narrowestName, Math.min(width - besideName, longestName))
}

function count(value: number | undefined): string {
  return value === undefined ? '' : formatCount(value)
}

function bytes(value: number | undefined): string {
  return value === undefined ? '' : formatBytes(value)
}

function megabytes(bytesPerSecond: number | undefined): string {
  const value = (bytesPerSecond ?? 0) / 1e6
  if (value < 0.01) return ''
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2)
}
