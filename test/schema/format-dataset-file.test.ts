import { randomInt } from 'node:crypto'
import fc from 'fast-check'
import { parse } from 'yaml'
import { type Dataset, defaultConversionOptions } from '../../src/schema/dataset.ts'
import { readDatasetFile } from '../../src/schema/dataset-file.ts'
import { formatDatasetFile } from '../../src/schema/format-dataset-file.ts'
import { arbitraryDataset } from './arbitrary-dataset.ts'

const minimal: Dataset = {
  ...defaultConversionOptions,
  name: 'sales',
  match: ['sales/*.csv'],
  columns: undefined,
  afterConvert: 'keep',
  onSourceDelete: undefined,
  readyMarker: undefined,
}

const airports: Dataset = {
  ...minimal,
  dialect: { ...minimal.dialect, delimiter: '\t' },
  columns: [
    { name: 'iata', type: { name: 'string' }, nullable: false, source: 'iata' },
    { name: 'opened', type: { name: 'date' }, nullable: true, source: 'Opened on' },
    { name: 'fee', type: { name: 'decimal', precision: 10, scale: 2 }, nullable: true, source: 'fee' },
  ],
  partitionBy: [
    { column: 'opened', transform: 'year', name: 'year' },
    { column: 'opened', transform: 'month', name: 'opened_month' },
  ],
  rowGroupBytes: 64 * 1024 * 1024,
}

describe('formatDatasetFile', () => {
  it('prints nothing that is a default', () => {
    expect(formatDatasetFile(minimal)).toBe('dataset: sales\nmatch: sales/*.csv\n')
  })

  it('prints one column a line, short forms, and remarks', () => {
    const comments = { heading: 'Inferred from sales.csv.\nCheck the types.', columns: new Map([['iata', 'leading zeros\nin 3 values']]) }
    expect(formatDatasetFile(airports, comments)).toBe(`# Inferred from sales.csv.
# Check the types.

dataset: sales
match: sales/*.csv
csv:
  delimiter: "\\t"
columns:
  - { name: iata, type: string, nullable: false } # leading zeros in 3 values
  - { name: opened, type: date, source: Opened on }
  - { name: fee, type: "decimal(10,2)" }
partitionBy:
  - year(opened)
  - { column: opened, transform: month, name: opened_month }
rowGroupSize: 64 MiB
`)
  })

  it('prints the long form where the short one would say something else', () => {
    const columns = ['day(a)', 'a'].map(name => ({ name, type: { name: 'date' as const }, nullable: true, source: name }))
    const dataset: Dataset = { ...minimal, columns, partitionBy: [{ column: 'day(a)', transform: 'identity', name: 'day(a)' }] }
    expect(formatDatasetFile(dataset)).toContain('partitionBy:\n  - { column: day(a) }\n')
    expect(readDatasetFile(formatDatasetFile(dataset), 'x.yaml')).toEqual(dataset)
  })

  it('reads back as what was printed, with and without remarks', () => {
    const seed = randomInt(2 ** 31)
    console.info(`format-dataset-file seed ${seed}`)
    fc.assert(
      fc.property(arbitraryDataset, fc.string({ unit: 'grapheme' }), (dataset, remark) => {
        const columns = new Map(dataset.columns?.map(column => [column.name, remark]))
        expect(readDatasetFile(formatDatasetFile(dataset), 'x.yaml')).toEqual(dataset)
        expect(readDatasetFile(formatDatasetFile(dataset, { heading: remark, columns }), 'x.yaml')).toEqual(dataset)
      }),
      { seed, numRuns: 300 },
    )
  })

  it('means the same to any other reader of YAML', () => {
    const columns = [{ name: 'no', type: { name: 'int' as const }, nullable: true, source: '3' }]
    const text = formatDatasetFile({ ...minimal, nullTokens: ['null', '-999', '~'], columns })
    expect(parse(text)).toMatchObject({ nullTokens: ['null', '-999', '~'], columns: [{ name: 'no', type: 'int', source: '3' }] })
  })
})
