import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from '../../src/cli/inspect.ts'
import { fakeTerminal } from './fake-terminal.ts'
import { runParquetry, useTemporaryFolder } from './run-parquetry.ts'

const folder = useTemporaryFolder()

async function converted(csv: string, ...options: string[]): Promise<string> {
  const path = join(folder.path, 'sales.csv')
  writeFileSync(path, csv)
  const { code, stderr } = await runParquetry(['convert', path, ...options])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return join(folder.path, 'sales.parquet')
}

async function page(...args: string[]): Promise<string> {
  const io = fakeTerminal()
  expect(await inspect.run(args, io)).toBe(0)
  return io.written.stdout
}

const csv = `id,amount,note\n${Array.from({ length: 20_000 }, (_, n) => `${n - 100},${(n / 100).toFixed(2)},${n % 3 === 0 ? '' : `note ${n % 5}`}\n`).join('')}`

describe('the page', () => {
  it('shows rows, schema, nulls, bounds over all row groups, and where the rows come from', async () => {
    const file = await converted(csv, '--row-group-size', '64KiB', '-c', 'gzip')
    const text = await page(file)
    expect(text).toMatch(
      /^\S+sales\.parquet\nrows +20,000 in \d+ row groups\ncolumns +3\nsize .* before compression \(GZIP level 6\)\nwritten by +parquetry version /,
    )
    expect(text).toMatch(/\nid +int +0 +\S+ kB +\S.* -100 +19899\n/)
    expect(text).toMatch(/\namount +decimal\(5,2\) +0 +\S+ kB +\S.* 0\.00 +199\.99\n/)
    expect(text).toMatch(/\nnote +string +6,667 +\S+ k?B +\d+ dict +note 0 +note 4\n/)
    expect(text).toMatch(/\nparquetry\.source +sales\.csv\n/)
  })

  it('shows encodings, bloom filters and by which columns rows are sorted', async () => {
    const dataset = join(folder.path, 'sales.yaml')
    writeFileSync(
      dataset,
      'dataset: sales\nmatch: "*"\nencodings: smallest\ncolumns:\n  - { name: id, type: int, bloomFilter: true }\n  - { name: amount, type: "decimal(9,2)" }\n  - { name: note, type: string, bloomFilter: { falsePositives: 0.1 } }\n',
    )
    const text = await page(await converted(csv, '-s', dataset, '-c', 'zstd-3'))
    expect(text).toContain('(ZSTD level 3)')
    expect(text).toMatch(/\nid +int +0 +\S+ k?B +1 delta, bloom filter +-100 +19899\n/)
    expect(text).toMatch(/\nnote +string +6,667 +\S+ k?B +1 dict, bloom filter +note 0 +note 4\n/)
    expect(text).toMatch(/\n0 +20,000 .* yes +id, amount\n/)
  })

  it('escapes what could give a terminal orders', async () => {
    const text = await page(await converted('"a\u001b[31m"\n"x\u0007y"\n'))
    expect(text).toContain('a\\u001b[31m')
    expect(text).toContain('x\\u0007y')
    expect(text).not.toContain('\u0007')
  })
})

describe('--json', () => {
  it('tells everything of every chunk, bounds as text', async () => {
    const text = await page(await converted(csv, '--row-group-size', '64KiB'), '--json')
    const file = JSON.parse(text)
    expect(file).toMatchObject({
      rows: 20_000,
      columns: [{ name: 'id', type: 'int' }, { type: 'decimal(5,2)' }, { type: 'string', nullable: true }],
    })
    expect(file.rowGroups.length).toBeGreaterThan(2)
    expect(file.rowGroups.reduce((sum: number, group: { rows: number }) => sum + group.rows, 0)).toBe(20_000)
    expect(file.rowGroups[0].chunks[0]).toMatchObject({
      codec: 'ZSTD',
      nulls: 0,
      min: { value: '-100', isExact: true },
      hasPageIndex: true,
    })
    expect(text.indexOf('\n')).toBe(text.length - 1)
  })
})
