// Shows what happens to files: on a terminal as a table, in which the files at work are redrawn in place; in a pipe one line a change.

import type { LocalEvent } from '../../local/local-instance.ts'
import type { Terminal } from '../command.ts'
import { describeError } from '../describe-error.ts'
import { displayWidth } from '../display-width.ts'
import { formatBytes } from '../format-bytes.ts'
import { formatCount } from '../format-count.ts'
import { printableLines } from '../printable.ts'
import { style } from '../style.ts'
import { isTerminal } from '../terminal-width.ts'
import { Board, type BoardRow, isSettled } from './board.ts'
import { headerLines, noteLines, rowLine, shownName, type TableLayout } from './board-table.ts'
import { LiveRegion } from './live-region.ts'

const redrawEvery = 80 // ms

export interface BoardViewOptions {
  /** Left out of the keys: everybody knows. */
  prefix: string
  /** Settled rows stay in the table until `finish`; otherwise they scroll up, each with its note below. */
  keepsSettled: boolean
  longestName: number
}

export class BoardView {
  readonly board = new Board()
  #io: Terminal
  #options: BoardViewOptions
  #region: LiveRegion | undefined
  #timer: NodeJS.Timeout | undefined
  #hasHeader = false

  constructor(io: Terminal, options: BoardViewOptions) {
    this.#io = io
    this.#options = options
    if (!isTerminal(io.stdout) || !io.isInteractive) return
    this.#region = new LiveRegion(io.stdout)
    this.#timer = setInterval(() => this.#redraw(), redrawEvery)
  }

  /** @returns the row that changed */
  apply(event: LocalEvent): BoardRow | undefined {
    if (event.kind === 'trouble') this.#print(`${style(this.#io).red('error:')} ${describeError(event.error)}\n`)
    const row = this.board.apply(event)
    if (row && !this.#region) this.#printPlain(row, event)
    else if (row && isSettled(row) && !this.#options.keepsSettled) this.#scrollUp(row)
    return row
  }

  /** Leaves the table as it is, above whatever comes next. */
  finish(): void {
    clearInterval(this.#timer)
    this.#redraw()
    this.#region = undefined
  }

  #redraw(): void {
    const rows = this.#shown()
    if (rows.length > 0) this.#printHeader()
    const header = this.#options.keepsSettled ? headerLines(this.#layout()) : []
    this.#region?.draw(rows.length === 0 ? [] : [...header, ...rows.map(row => rowLine(row, this.#layout()))].slice(-this.#height()))
  }

  #shown(): BoardRow[] {
    return [...this.board.rows.values()].filter(row => this.#options.keepsSettled || !isSettled(row))
  }

  #scrollUp(row: BoardRow): void {
    const layout = this.#layout()
    this.#printHeader()
    this.#redraw()
    this.#print([rowLine(row, layout), ...noteLines(row, layout)].map(line => `${line}\n`).join(''))
  }

  /** Once, above the rows that will scroll up. */
  #printHeader(): void {
    if (this.#hasHeader || this.#options.keepsSettled) return
    this.#hasHeader = true
    this.#print(
      headerLines(this.#layout())
        .map(line => `${line}\n`)
        .join(''),
    )
  }

  #printPlain(row: BoardRow, event: LocalEvent): void {
    if (event.kind === 'progress') return
    this.#print(plainLine(row, this.#options.prefix))
  }

  #print(text: string): void {
    if (this.#region) this.#region.print(text)
    else this.#io.stdout.write(text)
  }

  #layout(): TableLayout {
    const names = this.#shown().map(row => displayWidth(shownName(row, this.#options.prefix)))
    const longestName = Math.max(this.#options.longestName, ...names)
    return { width: this.#io.columns, color: this.#io.color, prefix: this.#options.prefix, longestName }
  }

  /** Lines that can be redrawn: what has scrolled out of sight cannot. */
  #height(): number {
    const { stdout } = this.#io
    return ('rows' in stdout && typeof stdout.rows === 'number' ? stdout.rows : 24) - 1
  }
}

/** `converted  samples/a.csv  3,376 rows, 0 rejected, 210 kB → 98.2 kB` */
function plainLine(row: BoardRow, prefix: string): string {
  const { state, rows, rejected, bytesIn, bytesOut, note } = row
  const counts = isSettled(row) && rows !== undefined ? [`${formatCount(rows)} rows`, `${formatCount(rejected ?? 0)} rejected`] : []
  const size = bytesIn === undefined ? [] : [formatBytes(bytesIn) + (bytesOut === undefined ? '' : ` → ${formatBytes(bytesOut)}`)]
  const figures = rows === undefined && note !== undefined ? '' : [...counts, ...size].join(', ')
  const facts = [figures, printableLines(note ?? '')].filter(text => text !== '').join('; ')
  return `${state.padEnd(10)}  ${shownName(row, prefix)}  ${facts}`.trimEnd().concat('\n')
}
