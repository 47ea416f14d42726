import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDatasetFile } from '../../src/schema/dataset-file.ts'
import { matchDataset } from '../../src/schema/match-dataset.ts'
import { runParquetry, useTemporaryFolder } from './run-parquetry.ts'

const folder = useTemporaryFolder()

async function inferred(name: string, content: string, ...options: string[]): Promise<string> {
  writeFileSync(join(folder.path, name), content)
  const { code, stdout, stderr } = await runParquetry(['infer', name, ...options], { cwd: folder.path })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

describe('the dataset file', () => {
  it('reads back, and declares what every value survives', async () => {
    const text = await inferred('sales (1).csv', 'zip,amount,day\n01234,1.50,2026-01-31\n99999,22.25,2026-02-01\n')
    const dataset = readDatasetFile(text, 'sales.yaml')
    expect(dataset.name).toBe('sales-1-')
    expect(dataset.columns?.map(({ name, type }) => [name, type])).toEqual([
      ['zip', { name: 'string' }],
      ['amount', { name: 'decimal', precision: 4, scale: 2 }],
      ['day', { name: 'date' }],
    ])
    expect(matchDataset([dataset], '2026/sales (1).csv')).toBe(dataset)
    expect(matchDataset([dataset], 'sales 1.csv')).toBeUndefined()
  })

  it('keeps the dialect, and converts the file it was made from', async () => {
    writeFileSync(join(folder.path, 'a.yaml'), await inferred('a.csv', 'id;x\n1;2\n', '-d', 'semicolon'))
    const { code, stdout } = await runParquetry(['convert', 'a.csv', '-s', 'a.yaml', '--json'], { cwd: folder.path })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ inferred: false, rowsWritten: 1, columns: [{ name: 'id' }, { name: 'x' }] })
  })

  it('holds the patterns of dates, with which it gives the same Parquet', async () => {
    const csv = 'on,at\n31/12/2026,12/31/2026 11:59 PM\n05/12/2026,1/2/2026 9:05 AM\n'
    writeFileSync(join(folder.path, 'dates.yaml'), await inferred('dates.csv', csv))
    expect(readDatasetFile(readFileSync(join(folder.path, 'dates.yaml'), 'utf8'), 'x').columns).toMatchObject([
      { type: { name: 'date' }, format: '%d/%m/%Y' },
      { type: { name: 'timestamp' }, format: '%m/%d/%Y %I:%M %p' },
    ])
    const hashOf = async (...options: string[]) => {
      const { stdout } = await runParquetry(['convert', 'dates.csv', '--force', '--json', ...options], { cwd: folder.path })
      const { columns, outputs } = JSON.parse(stdout)
      return { columns, hash: outputs[0].contentHash }
    }
    expect(await hashOf('-s', 'dates.yaml')).toEqual(await hashOf())
  })

  it('is the same from stdin', async () => {
    const { stdout } = await runParquetry(['infer', '-'], { input: 'a\n1\n' })
    expect(readDatasetFile(stdout, 'x')).toMatchObject({ name: 'stdin', columns: [{ name: 'a', type: { name: 'int' } }] })
  })
})

it('--json gives the columns', async () => {
  expect(JSON.parse(await inferred('a.csv', 'a\n1\n', '--json'))).toEqual({
    source: 'a.csv',
    dialect: { delimiter: ',', quote: '"', escape: '"', header: true },
    columns: [{ name: 'a', type: 'int', nullable: true, source: 'a' }],
  })
})

it('finds out how the file is written, unless it is told', async () => {
  const text = '1,5;ä\n2,5;ö\n'
  expect(readDatasetFile(await inferred('a.csv', text), 'x').dialect).toMatchObject({ delimiter: ';', header: false })
  expect(readDatasetFile(await inferred('a.csv', text, '--header', 'true'), 'x').dialect).toMatchObject({ delimiter: ';', header: true })
  expect(readDatasetFile(await inferred('a.csv', text, '-d', ',', '--quote', 'none'), 'x').dialect).toMatchObject({
    delimiter: ',',
    quote: undefined,
  })
})

it('takes one file', async () => {
  mkdirSync(join(folder.path, 'd'))
  writeFileSync(join(folder.path, 'd/a.csv'), 'a\n1\n')
  expect(await runParquetry(['infer', 'd'], { cwd: folder.path })).toMatchObject({ code: 2 })
  expect(await runParquetry(['infer', 'x.csv'], { cwd: folder.path })).toMatchObject({ code: 1 })
  expect(await runParquetry(['infer', 'd/a.csv', 'x.csv'], { cwd: folder.path })).toMatchObject({ code: 2 })
})

it('finds out Windows-1252, says with a word of it that it did, and puts it into the dataset file', async () => {
  writeFileSync(join(folder.path, 'old.csv'), Buffer.from('a,ort\n1,K\xf6ln\n', 'latin1'))
  const { code, stdout, stderr } = await runParquetry(['infer', 'old.csv'], { cwd: folder.path })
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^warning: old\.csv: it is not UTF-8 .*"Köln".*--encoding/) })
  writeFileSync(join(folder.path, 'old.yaml'), stdout)
  const converted = await runParquetry(['convert', 'old.csv', '-s', 'old.yaml', '--json'], { cwd: folder.path })
  expect(JSON.parse(converted.stdout)).toMatchObject({ dialect: { encoding: 'windows-1252' }, rowsWritten: 1, warnings: [] })
  expect(await runParquetry(['infer', 'old.csv', '--encoding', 'latin-1'], { cwd: folder.path })).toMatchObject({ code: 0, stderr: '' })
})

it('warns of text that is not UTF-8 behind a beginning that is, which its dataset file could not convert', async () => {
  const late = Buffer.concat([Buffer.from(`a,ort\n${'1,Bonn\n'.repeat(20_000)}`), Buffer.from('1,K\xf6ln\n', 'latin1')])
  writeFileSync(join(folder.path, 'late.csv'), late)
  const { code, stderr } = await runParquetry(['infer', 'late.csv'], { cwd: folder.path })
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/^warning: late\.csv: some text is not valid UTF-8.*--encoding/),
  })
})

it('warns of an encoding that was named for a file that is UTF-8', async () => {
  writeFileSync(join(folder.path, 'new.csv'), 'a,ort\n1,Köln\n')
  const { code, stderr } = await runParquetry(['infer', 'new.csv', '--encoding', 'latin-1'], { cwd: folder.path })
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^warning: new\.csv: it was read as latin-1.*UTF-8/) })
})

it('leaves the line out that names the delimiter for Excel, and says so in the dataset file', async () => {
  const dataset = readDatasetFile(await inferred('sep.csv', 'sep=;\na;b\n1;2\n'), 'x')
  expect(dataset).toMatchObject({ dialect: { delimiter: ';', skipLines: 1 }, columns: [{ name: 'a' }, { name: 'b' }] })
})
