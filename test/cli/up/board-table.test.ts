import { displayWidth } from '../../../src/cli/display-width.ts'
import type { BoardRow } from '../../../src/cli/up/board.ts'
import { ROW_STATES } from '../../../src/cli/up/board.ts'
import { boardTable, headerLines, rowLine } from '../../../src/cli/up/board-table.ts'

const row: BoardRow = {
  key: 'incoming/samples/birdstrikes.csv',
  state: 'converted',
  rows: 10_000,
  rejected: 3,
  bytesIn: 1_223_329,
  bytesOut: 77_000,
  bytesPerSecond: 26_200_000,
}

describe('the table of files', () => {
  it('has a line a file, its note below', () => {
    const failed: BoardRow = { key: 'incoming/b.csv', state: 'failed', bytesIn: 10, note: 'line 2: too long; fix: quote it' }
    expect(boardTable([row, failed], { width: undefined, color: false, prefix: 'incoming/' })).toBe(
      [
        'file                     state              rows  rejected       in      out   MB/s',
        '───────────────────────  ────────────  ─────────  ────────  ───────  ───────  ─────',
        'samples/birdstrikes.csv  ✓ converted      10,000         3  1.22 MB  77.0 kB   26.2',
        'b.csv                    ✗ failed                              10 B',
        '  line 2: too long; fix: quote it',
        '',
      ].join('\n'),
    )
  })

  it.each([72, 80, 100, 200])('fits %s columns, keys cut at the front', width => {
    const layout = { width, color: false, prefix: '', longestName: 300 }
    const long = { ...row, key: `${'folder/'.repeat(40)}name.csv` }
    const lines = [...headerLines(layout), rowLine(long, layout)]
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width)
    expect(lines[2]).toMatch(/^….*name\.csv {2}/)
  })

  it.each(ROW_STATES)('keeps its columns in place in the state %s', state => {
    const layout = { width: 100, color: false, prefix: '', longestName: 30 }
    expect(rowLine({ ...row, state }, layout).indexOf('10,000')).toBe(rowLine(row, layout).indexOf('10,000'))
  })

  it('makes what a key could do to a terminal visible', () => {
    expect(boardTable([{ key: 'a\u001b[2Jb.csv', state: 'waiting' }], { width: 100, color: false, prefix: '' })).toContain(
      'a\\u001b[2Jb.csv',
    )
  })

  it('has colours only where they are wanted', () => {
    const layout = { width: 100, prefix: '', longestName: 40 }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what it looks for
    expect(rowLine(row, { ...layout, color: true })).toMatch(/\u001b\[32m✓ converted/)
    expect(rowLine(row, { ...layout, color: false })).not.toContain('\u001b')
  })
})
