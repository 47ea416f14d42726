import { isTabSeparated, looksLikeCsv, outputName } from '../../src/cli/output-name.ts'

describe('outputName', () => {
  it.each([
    ['a.csv', 'a.parquet'],
    ['2026/a.csv.gz', '2026/a.parquet'],
    ['a.TSV.ZST', 'a.parquet'],
    ['a.txt.gzip', 'a.parquet'],
    ['a.b.csv', 'a.b.parquet'],
    ['a.gz', 'a.parquet'],
    ['data', 'data.parquet'],
    ['a.csv.bak', 'a.csv.bak.parquet'],
  ])('%s → %s', (name, output) => expect(outputName(name)).toBe(output))
})

describe('looksLikeCsv', () => {
  it.each(['a.csv', 'A.CSV', 'a.csv.gz', 'a.tsv', 'a.txt.zstd'])('takes %s', name => expect(looksLikeCsv(name)).toBe(true))
  it.each(['a.parquet', 'a', '.a.csv', '_a.csv', 'a.rejects.csv', 'a.csv.bak'])('leaves %s', name => expect(looksLikeCsv(name)).toBe(false))
})

it('knows tab-separated files by their suffix', () => {
  expect(['a.tsv', 'a.TSV.gz', 'a.csv', 'tsv'].map(isTabSeparated)).toEqual([true, true, false, false])
})
