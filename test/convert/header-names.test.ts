// Names that are hard on other tools: each is a column like any other, where it stands, under its own name, with its own values.

import { readDatasetFile } from '../../src/schema/dataset-file.ts'
import { formatDatasetFile } from '../../src/schema/format-dataset-file.ts'
import { duckdb } from '../interop/readers/duckdb.ts'
import { hyparquet } from '../interop/readers/hyparquet.ts'
import { parquetWasm } from '../interop/readers/parquet-wasm.ts'
import { parquetry } from '../interop/readers/parquetry.ts'
import { convertBytes } from './convert-bytes.ts'
import { naughtyStrings } from './naughty-strings.ts'

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
const csv = (names: readonly string[], ...rows: string[][]) => [names, ...rows].map(cells => `${cells.map(quoted).join(',')}\n`).join('')

/** Of Object.prototype, of promises and arrays, paths, and numbers, which objects put first. */
const ofJavaScript = [
  ...Object.getOwnPropertyNames(Object.prototype),
  ...['prototype', 'then', 'catch', 'length', 'name', 'push', 'toJSON', 'default'],
  ...['a.b', 'a.b.c', '__proto__.polluted', 'constructor.prototype.polluted', 'a[0]', '[object Object]', '$ref', '.'],
  ...['2', '1', '0', '10', '-1', '1.5', '4294967295', 'NaN', 'null', 'undefined', 'true'],
]

// The other readers keep columns in plain objects themselves.
it.each([duckdb, parquetWasm, parquetry])('S5, S6, T44, T45: those that JavaScript knows, read by $name', async reader => {
  const values = ofJavaScript.map((_, i) => `v${i}`)
  const { files } = await convertBytes(csv(ofJavaScript, values, values), { codec: 'snappy' })
  const table = await reader.read(files.get('')!)
  expect(table.columns).toEqual(ofJavaScript)
  expect(table.rows).toEqual([values, values])
  for (const object of [{}, [], () => 0, Promise.resolve()]) expect(Object.keys(object)).toEqual([])
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

describe('S7, T46', () => {
  it.each([
    ['alike', ['a', 'b', 'a'], { code: 'HEADER_DUPLICATE', column: 3 }],
    ['alike but for case', ['Straße', 'x', 'STRAßE'], { code: 'HEADER_DUPLICATE', column: 3 }],
    ['given to a nameless column, and taken', ['column_2', ''], { code: 'HEADER_EMPTY_NAME', column: 2 }],
  ])('refuses names that are %s', async (_, names, data) => {
    await expect(convertBytes(csv(names, names))).rejects.toMatchObject({ data })
  })

  it('keeps names that others would make when they number duplicates, and numbers none itself', async () => {
    const names = ['a', 'a_1', 'a.1', 'a:1', 'a_2', '', 'column_5', ' a', 'a ', 'column_10', '\t', '  ']
    const expected = names.map((name, i) => (name.trim() === '' ? `column_${i + 1}` : name))
    const values = names.map((_, i) => `v${i}`)
    const { files } = await convertBytes(csv(names, values))
    expect(await hyparquet.read(files.get('')!)).toEqual({ columns: expected, rows: [values] })
  })

  it('takes a name of 64 KiB, and cuts it in messages', async () => {
    const long = 'n'.repeat(65_536)
    const { files } = await convertBytes(csv([long, 'b'], ['1', '2']))
    expect((await hyparquet.read(files.get('')!)).columns).toEqual([long, 'b'])
    const failure = await convertBytes(csv([long, long], ['1', '2'])).catch(error => error)
    expect(failure.data.code).toBe('HEADER_DUPLICATE')
    expect(failure.message.length).toBeLessThan(600)
  })
})

describe('S8, T87: strings that break out of what is built around them', () => {
  const names = naughtyStrings.filter(name => name.trim() !== '' && !name.includes('\0'))

  it('come back as names and as values', async () => {
    const { files } = await convertBytes(csv(names, names))
    const table = await hyparquet.read(files.get('')!)
    expect(table.columns).toEqual(names)
    expect(table.rows).toEqual([names])
  })

  it('come back from a dataset file that was made from them', async () => {
    const { report } = await convertBytes(csv(names, names))
    const dataset = readDatasetFile('dataset: x\nmatch: "*"\n', 'x.yaml')
    const text = formatDatasetFile(
      { ...dataset, columns: report.columns },
      { heading: names.join(' '), columns: new Map(names.map(name => [name, name])) },
    )
    expect(readDatasetFile(text, 'made.yaml').columns).toEqual(report.columns)
  })
})
