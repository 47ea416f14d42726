// One line that tells how far a conversion is, redrawn in place on stderr. In a pipe there is nobody to watch, so nothing is drawn.

import type { Progress } from '../../convert/convert.ts'
import type { Terminal } from '../command.ts'
import { cutToWidth, displayWidth } from '../display-width.ts'
import { formatBytes, formatRate } from '../format-bytes.ts'
import { formatCount } from '../format-count.ts'
import { formatDuration } from '../format-duration.ts'
import { printable } from '../printable.ts'
import { type Style, style } from '../style.ts'

const redrawEvery = 100 // ms
const settled = 0.5 // seconds of a phase after which its rate foretells the time left

const phaseNames = { infer: 'finding types', convert: 'converting' } as const

export class ProgressLine {
  #io: Pick<Terminal, 'stderr' | 'isInteractive' | 'columns' | 'color'>
  #title: string
  #now: () => number
  #phase: Progress['phase'] | undefined
  #phaseStart = 0 // ms
  #drawnAt = Number.NEGATIVE_INFINITY // ms
  #isDrawn = false

  /** `now` in milliseconds, from any zero. */
  constructor(io: Pick<Terminal, 'stderr' | 'isInteractive' | 'columns' | 'color'>, title: string, now: () => number) {
    this.#io = io
    this.#title = printable(title)
    this.#now = now
  }

  /** `size`: the source's bytes, where known. */
  update(progress: Progress, size: number | undefined): void {
    if (!this.#io.isInteractive) return
    const now = this.#now()
    if (progress.phase !== this.#phase) {
      this.#phase = progress.phase
      this.#phaseStart = now
    }
    if (now - this.#drawnAt < redrawEvery) return
    this.#drawnAt = now
    this.#isDrawn = true
    const seconds = (now - this.#phaseStart) / 1000
    this.#io.stderr.write(`\r\u001b[K${progressLine(this.#title, progress, size, seconds, this.#io.columns - 1, style(this.#io))}`)
  }

  clear(): void {
    if (this.#isDrawn) this.#io.stderr.write('\r\u001b[K')
    this.#isDrawn = false
  }
}

/** At most `width` cells: the bar gives way first, then the title, then the phase, then the last figures. */
export function progressLine(
  title: string,
  progress: Progress,
  size: number | undefined,
  seconds: number,
  width: number,
  styles: Style,
): string {
  const parts = [phaseNames[progress.phase], ...figuresOf(progress, size, seconds)]
  const room = () => width - displayWidth(['', ...parts].join(gap))
  if (room() < leastTitle) parts.shift()
  const hasPhase = parts[0] === phaseNames[progress.phase]
  while (room() < leastTitle && parts.length > 1) parts.pop()
  const shownTitle = cutToWidth(title, Math.max(0, room()))
  const barRoom = Math.min(30, room() - displayWidth(shownTitle) - gap.length)
  const bar = size !== undefined && barRoom >= 6 ? [barOf(progress.bytesRead / Math.max(1, size), barRoom, styles)] : []
  const [phase, figures] = hasPhase ? [[styles.dim(parts[0] ?? '')], parts.slice(1)] : [[], parts]
  return [styles.bold(shownTitle), ...phase, ...bar, ...figures].join(gap)
}

const gap = '  '
const leastTitle = 12 // cells

function figuresOf({ bytesRead, rows }: Progress, size: number | undefined, seconds: number): string[] {
  const read = size === undefined ? formatBytes(bytesRead) : `${String(Math.floor(share(bytesRead, size) * 100)).padStart(3)}%`
  const rate = formatRate(bytesRead, seconds)
  const left = size !== undefined && seconds >= settled && bytesRead > 0 ? [timeLeft(bytesRead, size, seconds)] : []
  return [read, rate, `${formatCount(rows)} rows`, ...left]
}

function timeLeft(bytesRead: number, size: number, seconds: number): string {
  return `${formatDuration((Math.max(0, size - bytesRead) / bytesRead) * seconds)} left`
}

function share(bytesRead: number, size: number): number {
  return size === 0 ? 1 : Math.min(1, bytesRead / size)
}

function barOf(done: number, cells: number, { cyan, dim }: Style): string {
  const filled = Math.round(Math.min(1, done) * cells)
  return cyan('━'.repeat(filled)) + dim('─'.repeat(cells - filled))
}
