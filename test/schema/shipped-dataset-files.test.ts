// The dataset files of schemas/ and examples/dataset-files/: all are valid, and those for the sample data fit it.

import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { Column } from '../../src/schema/dataset.ts'
import { type DatasetFileText, loadDatasets } from '../../src/schema/load-datasets.ts'
import { matchDataset } from '../../src/schema/match-dataset.ts'

const root = new URL('../../', import.meta.url)

function dataFiles(folder: string): DatasetFileText[] {
  const names = readdirSync(new URL(folder, root)).filter(name => name.endsWith('.yaml'))
  return names.map(name => ({ name: `${folder}${name}`, text: readFileSync(new URL(folder + name, root), 'utf8') }))
}

describe.each([
  ['schemas/', 'dataset.schema.json'],
  ['examples/dataset-files/', '../../schemas/dataset.schema.json'],
])('%s', (folder, schema) => {
  const files = dataFiles(folder)

  it.each(files)('$name tells editors its schema and is named after its dataset', ({ name, text }) => {
    expect(text.split('\n')[0]).toBe(`# yaml-language-server: $schema=${schema}`)
    expect(loadDatasets([{ name, text }])[0]?.name).toBe(name.slice(folder.length, -'.yaml'.length))
  })

  it('is one valid configuration', () => {
    expect(loadDatasets(files)).toHaveLength(files.length)
  })
})

/** What the values of each type that the samples use must look like. */
const forms: Partial<Record<Column['type']['name'], RegExp>> = {
  string: /^/,
  int: /^-?\d{1,9}$/,
  long: /^-?\d{1,18}$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
}

function fits(value: string, { type, nullable }: Column): boolean {
  if (value === '') return nullable
  if (type.name !== 'decimal') return forms[type.name]?.test(value) ?? false
  const [, whole = '', fraction = ''] = /^-?(\d+)(?:\.(\d+))?$/.exec(value) ?? []
  return whole.length > 0 && whole.length + type.scale <= type.precision && fraction.length <= type.scale
}

describe('the datasets of the samples', () => {
  const datasets = loadDatasets(dataFiles('schemas/'))

  it.each(['seattle-weather', 'birdstrikes', 'zipcodes'])('%s fits every value of its data', sample => {
    const columns = matchDataset(datasets, `samples/${sample}.csv`)?.columns ?? []
    const text = readFileSync(new URL(`node_modules/vega-datasets/data/${sample}.csv`, root))
    const [header = [], ...records]: string[][] = parse(text)
    expect(columns.map(column => column.source)).toEqual(header)
    expect(records.length).toBeGreaterThan(1000)
    const unfit = records.flatMap(record => columns.filter((column, index) => !fits(record[index] ?? '', column)).map(({ name }) => name))
    expect([...new Set(unfit)]).toEqual([])
  })

  it('leaves airports to inference', () => {
    expect(matchDataset(datasets, 'samples/airports.csv')).toBeUndefined()
  })
})
