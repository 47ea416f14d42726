// `parquetry cat`: exact values in three forms, of a file with every type.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { rowsTable } from '../../src/cli/cat/rows-table.ts'
import { cat } from '../../src/cli/cat.ts'
import { displayWidth } from '../../src/cli/display-width.ts'
import { fakeTerminal } from './fake-terminal.ts'
import { resultOf, runParquetry, startParquetry, useTemporaryFolder } from './run-parquetry.ts'

const folder = useTemporaryFolder()

const dataset = `dataset: every-type
match: "*"
columns:
  - { name: flag, type: boolean }
  - { name: i, type: int }
  - { name: l, type: long }
  - { name: f, type: float }
  - { name: d, type: double }
  - { name: amount, type: "decimal(20,2)" }
  - { name: day, type: date }
  - { name: clock, type: time }
  - { name: at, type: timestamp }
  - { name: atz, type: timestamptz }
  - { name: text, type: string }
  - { name: id, type: uuid }
  - { name: raw, type: binary, format: hex }
`
const header = 'flag,i,l,f,d,amount,day,clock,at,atz,text,id,raw'
const full =
  'true,-7,9223372036854775807,0.1,1e-7,123456789012345678.90,2026-01-31,23:59:59.123456,2026-01-31T12:00:00.000001,2026-01-31T12:00:00Z,"a ""quoted"", =1+1",' +
  '00112233-4455-6677-8899-aabbccddeeff,00ff'
const special = 'false,0,-9223372036854775808,NaN,-Infinity,-0.05,0001-01-01,00:00:00,1969-12-31T23:59:59.999999,9999-12-31T23:59:59Z,"",,'
const empty = ',,,,,,,,,,,,'

async function everyType(): Promise<string> {
  const at = (name: string) => join(folder.path, name)
  writeFileSync(at('t.yaml'), dataset)
  writeFileSync(at('t.csv'), `${[header, full, special, empty].join('\n')}\n`)
  const { code, stderr } = await runParquetry(['convert', at('t.csv'), '-s', at('t.yaml')])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return at('t.parquet')
}

async function printed(...args: string[]): Promise<string> {
  const io = fakeTerminal()
  expect(await cat.run(args, io)).toBe(0)
  return io.written.stdout
}

describe('values', () => {
  it('in CSV are exact, null apart from the empty string', async () => {
    const lines = (await printed(await everyType())).split('\n')
    expect(lines[0]).toBe(header)
    expect(parse(lines[1] ?? '')).toEqual([
      [
        'true',
        '-7',
        '9223372036854775807',
        '0.1',
        '1e-7',
        '123456789012345678.90',
        '2026-01-31',
        '23:59:59.123456',
        '2026-01-31T12:00:00.000001',
        '2026-01-31T12:00:00Z',
        'a "quoted", =1+1',
        '00112233-4455-6677-8899-aabbccddeeff',
        '00ff',
      ],
    ])
    expect(lines[2]).toBe(special)
    expect(lines[3]).toBe(empty)
  })

  it('in CSV convert back to the same values', async () => {
    const first = await everyType()
    const text = await printed(first)
    writeFileSync(join(folder.path, 'again.csv'), text)
    const { code } = await runParquetry(['convert', join(folder.path, 'again.csv'), '-s', join(folder.path, 't.yaml')])
    expect(code).toBe(0)
    expect(await printed(join(folder.path, 'again.parquet'))).toBe(text)
  })

  it('in NDJSON keep all digits, in the order of the columns', async () => {
    const [first = '', second = '', third = ''] = (await printed(await everyType(), '--format', 'ndjson')).split('\n')
    expect(first).toMatch(
      /^\{"flag":true,"i":-7,"l":9223372036854775807,"f":0\.1,"d":1e-7,"amount":123456789012345678\.90,"day":"2026-01-31",/,
    )
    expect(JSON.parse(first).text).toBe('a "quoted", =1+1')
    expect(JSON.parse(second)).toMatchObject({ f: 'NaN', d: '-Infinity', amount: -0.05, text: '', id: null })
    expect(Object.values(JSON.parse(third))).toEqual(Array(13).fill(null))
  })

  it('T44, T45: keep awkward column names', async () => {
    writeFileSync(join(folder.path, 'a.csv'), '__proto__,10,9,"a ""b"""\n1,2,3,4\n')
    expect((await runParquetry(['convert', join(folder.path, 'a.csv')])).code).toBe(0)
    expect(await printed(join(folder.path, 'a.parquet'), '--format', 'ndjson')).toBe('{"__proto__":1,"10":2,"9":3,"a \\"b\\"":4}\n')
    expect(await printed(join(folder.path, 'a.parquet'))).toBe('__proto__,10,9,"a ""b"""\n1,2,3,4\n')
  })
})

describe('rows', () => {
  async function numbered(rows: number): Promise<string> {
    const path = join(folder.path, 'n.csv')
    writeFileSync(path, `n\n${Array.from({ length: rows }, (_, n) => `${n}\n`).join('')}`)
    const { code } = await runParquetry(['convert', path, '--row-group-size', '64KiB'])
    expect(code).toBe(0)
    return join(folder.path, 'n.parquet')
  }

  it('are all printed over several row groups, or as many as asked', async () => {
    const file = await numbered(50_000)
    const all = (await printed(file)).trimEnd().split('\n').slice(1)
    expect(all).toEqual(Array.from({ length: 50_000 }, (_, n) => String(n)))
    expect(await printed(file, '-n', '2')).toBe('n\n0\n1\n')
    expect(await printed(file, '-n', '0')).toBe('n\n')
    expect(await printed(file, '-n', '2', '--format', 'table')).toBe('n\n─\n0\n1\n2 of 50,000 rows, 1 column\n')
    expect((await printed(file, '--format', 'table')).split('\n')).toHaveLength(24) // header, rule, 20 rows, footer
  })

  it('end quietly when the reader leaves', async () => {
    const file = await numbered(50_000)
    const child = startParquetry(['cat', file])
    child.stdout?.once('data', () => child.stdout?.destroy())
    const { code, stderr } = await resultOf(child)
    expect({ code, stderr }).toEqual({ code: 141, stderr: '' })
  })

  it('of a file without any', async () => {
    writeFileSync(join(folder.path, 'e.csv'), 'a,b\n')
    expect((await runParquetry(['convert', join(folder.path, 'e.csv')])).code).toBe(0)
    expect(await printed(join(folder.path, 'e.parquet'))).toBe('a,b\n')
    expect(await printed(join(folder.path, 'e.parquet'), '--format', 'table')).toBe('a  b\n─  ─\n0 rows, 2 columns\n')
  })
})

describe('a table', () => {
  const text = (name: string) => ({ name, type: 'BYTE_ARRAY', logicalType: { STRING: {} } }) as const
  const long = (name: string) => ({ name, type: 'INT64' }) as const

  it('shows control characters as escapes, and null apart from the text', () => {
    const shown = rowsTable([text('a')], [['\u001b[2Jx\n'], [null]], { color: true, totalRows: 2 })
    expect(shown).toContain('\\u001b[2Jx\\n')
    expect(shown).toContain('\u001b[2mnull\u001b[22m')
  })

  it('leaves out the columns that do not fit, and names them', () => {
    const columns = [long('id'), text('one'), text('two'), text('three'), long('last')]
    const rows = [[1n, 'x'.repeat(50), 'y'.repeat(50), 'z', 9007199254740993n]]
    const shown = rowsTable(columns, rows, { width: 80, color: false, totalRows: 1000 })
    for (const line of shown.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(80)
    expect(shown).toContain(`id  one${' '.repeat(29)}  two`)
    expect(shown).toContain('1 of 1,000 rows; 1 more column: last\n')
  })

  it('is not cut in a pipe', () => {
    const shown = rowsTable([text('one')], [['x'.repeat(500)]], { color: false, totalRows: 1 })
    expect(shown).toContain('x'.repeat(500))
  })
})

describe('what is no Parquet', () => {
  it.each([
    ['empty', ''],
    ['short', 'PAR1'],
    ['text', 'this is a text of more than twelve bytes'],
    ['no footer', `PAR1${'\u0000'.repeat(20)}PAR1`],
  ])('%s is named in one line', async (_name, content) => {
    const path = join(folder.path, 'x.parquet')
    writeFileSync(path, content)
    const { code, stdout, stderr } = await runParquetry(['cat', path])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^error: \S+x\.parquet: the file is not a readable Parquet file .*; fix: check where it came from\n$/)
  })

  it('nothing there, a folder, stdin', async () => {
    expect((await runParquetry(['cat', join(folder.path, 'x')])).stderr).toContain('there is no such file')
    expect((await runParquetry(['cat', folder.path])).code).toBe(1)
    expect((await runParquetry(['cat', '-'])).code).toBe(2)
  })
})
