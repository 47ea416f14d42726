import { stripVTControlCharacters } from 'node:util'
import { displayWidth } from '../../src/cli/display-width.ts'
import { table } from '../../src/cli/table.ts'

const columns = [{ title: 'file' }, { title: 'rows', align: 'right', fixed: true }, { title: 'state' }] as const

describe('table', () => {
  it('aligns columns below a header and a rule', () => {
    expect(
      table(columns, [
        ['a.csv', '1', 'done'],
        ['long-name.csv', '12,345', 'failed'],
      ]),
    ).toBe(
      [
        'file             rows  state',
        '─────────────  ──────  ──────',
        'a.csv               1  done',
        'long-name.csv  12,345  failed',
        '',
      ].join('\n'),
    )
  })

  it('cuts the widest columns first, and figures never', () => {
    const name = 'a'.repeat(60)
    const text = table(columns, [[name, '1,234,567', 'done']], { width: 40 })
    for (const line of text.trimEnd().split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(40)
    expect(text).toContain('1,234,567')
    expect(text).toMatch(/a+… {2}1,234,567 {2}done/)
  })

  it('stays as wide as figures need when the terminal is narrower', () => {
    expect(table(columns, [['name-of-a-file', '1,234,567', 'converted']], { width: 5 })).toContain('name-of…  1,234,567  convert…')
  })

  it('counts cells, not characters', () => {
    const lines = table(
      [{ title: 'a' }, { title: 'b' }],
      [
        ['日本', 'x'],
        ['ab', 'y'],
      ],
    ).split('\n')
    expect(lines[2]).toBe('日本  x')
    expect(lines[3]).toBe('ab    y')
  })

  it('paints without moving anything', () => {
    const painted = [
      {
        title: 'n',
        paint: (padded: string, cell: string, row: number) => (row === 1 && cell === '2' ? `\u001b[31m${padded}\u001b[39m` : padded),
      },
    ]
    const rows = [['1'], ['2']]
    const text = table(painted, rows, { color: true })
    expect(text).toContain('\u001b[31m2\u001b[39m')
    expect(stripVTControlCharacters(text)).toBe(table([{ title: 'n' }], rows))
  })

  it('survives a hundred thousand rows and a cell of a million characters', () => {
    const rows = Array.from({ length: 100_000 }, () => ['x'])
    expect(table([{ title: 'a' }], rows).split('\n')).toHaveLength(100_003)
    expect(table([{ title: 'a' }, { title: 'b' }], [['y'.repeat(1_000_000), 'z']], { width: 80 }).split('\n')[2]).toHaveLength(80)
  })
})
