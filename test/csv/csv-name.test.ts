import { marksOfName, parquetName } from '../../src/csv/csv-name.ts'

describe('the Parquet file', () => {
  it.each([
    ['a.csv', 'a.parquet'],
    ['2026/a.csv.gz', '2026/a.parquet'],
    ['a.TSV.ZST', 'a.parquet'],
    ['a.txt.gzip', 'a.parquet'],
    ['a.b.csv', 'a.b.parquet'],
    ['a.gz', 'a.parquet'],
    ['data', 'data.parquet'],
    ['a.csv.bak', 'a.csv.bak.parquet'],
  ])('of %s is called %s', (name, output) => expect(parquetName(name)).toBe(output))
})

it.each(['a.tsv', 'a.TSV.gz', 'a.tsv.2026-01'])('%s is tab-separated', name => expect(marksOfName(name)).toEqual({ delimiter: '\t' }))
it.each(['a.csv', 'tsv', 'a.tsv.b.csv', 'a.tsv/b'])('%s says nothing of its delimiter', name => expect(marksOfName(name)).toBeUndefined())
