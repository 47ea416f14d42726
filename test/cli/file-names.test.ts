import { looksLikeCsv } from '../../src/cli/file-names.ts'

describe('looksLikeCsv', () => {
  it.each(['a.csv', 'A.CSV', 'a.csv.gz', 'a.tsv', 'a.txt.zstd'])('takes %s', name => expect(looksLikeCsv(name)).toBe(true))
  it.each(['a.parquet', 'a', '.a.csv', '_a.csv', 'a.rejects.csv', 'a.csv.bak'])('leaves %s', name => expect(looksLikeCsv(name)).toBe(false))
})
