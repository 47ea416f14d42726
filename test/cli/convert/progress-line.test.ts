import { stripVTControlCharacters } from 'node:util'
import { ProgressLine, progressLine } from '../../../src/cli/convert/progress-line.ts'
import { displayWidth } from '../../../src/cli/display-width.ts'
import { style } from '../../../src/cli/style.ts'
import { fakeTerminal } from '../fake-terminal.ts'

const plain = style({ color: false })
const halfway = { phase: 'convert', bytesRead: 50_000_000, rows: 1_234_567 } as const

describe('progressLine', () => {
  it('tells share, rate, rows and the time left', () => {
    const line = progressLine('taxi.csv', halfway, 100_000_000, 0.5, 100, plain)
    expect(line).toBe(`taxi.csv  converting  ${'━'.repeat(15)}${'─'.repeat(15)}   50%  100 MB/s  1,234,567 rows  0.50 s left`)
  })

  it('tells bytes where nobody knows the size', () => {
    expect(progressLine('stdin', halfway, undefined, 2, 100, plain)).toBe('stdin  converting  50.0 MB  25.0 MB/s  1,234,567 rows')
  })

  it('does not foretell from the first moments', () => {
    expect(progressLine('a', halfway, 100_000_000, 0.4, 100, plain)).not.toContain('left')
  })

  it.each([120, 100, 80, 60, 40, 20])('fits %d cells, whatever the name', width => {
    for (const title of ['a.csv', 'a-rather-long-folder/with-a-rather-long-file-name-2026-01-31.csv.gz', '日本語'.repeat(30)]) {
      expect(displayWidth(progressLine(title, halfway, 100_000_000, 1, width, plain))).toBeLessThanOrEqual(width)
    }
  })
})

describe('ProgressLine', () => {
  it('draws nothing in a pipe', () => {
    const io = fakeTerminal()
    const line = new ProgressLine(io, 'a.csv', () => 0)
    line.update(halfway, 100)
    line.clear()
    expect(io.written.stderr).toBe('')
  })

  it('redraws in place, at most ten times a second, and clears', () => {
    const io = fakeTerminal({ isInteractive: true })
    let now = 0
    const line = new ProgressLine(io, 'a\u001b[31m.csv', () => now)
    for (; now < 1000; now += 10) line.update({ ...halfway, bytesRead: now }, 1000)
    line.clear()
    const frames = io.written.stderr.split('\r\u001b[K').slice(1)
    expect(frames).toHaveLength(11) // ten, and the clearing
    expect(frames.at(-1)).toBe('')
    expect(frames[0]).toContain('a\\u001b[31m.csv')
    expect(stripVTControlCharacters(io.written.stderr)).not.toContain('\n')
  })

  it('begins anew with each phase', () => {
    const io = fakeTerminal({ isInteractive: true, columns: 120 })
    let now = 0
    const line = new ProgressLine(io, 'a.csv', () => now)
    line.update({ phase: 'infer', bytesRead: 0, rows: 0 }, 100e6)
    now = 10_000
    line.update({ phase: 'convert', bytesRead: 0, rows: 0 }, 100e6)
    now = 11_000
    line.update({ phase: 'convert', bytesRead: 50e6, rows: 1 }, 100e6)
    const frames = io.written.stderr.split('\r\u001b[K')
    expect(frames[1]).toContain('finding types')
    expect(frames.at(-1)).toContain('50.0 MB/s')
    expect(frames.at(-1)).toContain('1.00 s left')
  })
})
