// Several conversions to one output at the same time (T89), and what their reports say against what is there (T90).

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { runParquetry, useTemporaryFolder } from './run-parquetry.ts'

const folder = useTemporaryFolder()
const at = (name: string) => join(folder.path, name)
const run = (...args: string[]) => runParquetry(args, { cwd: folder.path })
const listing = () => readdirSync(folder.path, { recursive: true }).map(String).sort()
const rowsOf = async (name: string) => (await run('cat', name, '--format', 'csv')).stdout

const names = ['a', 'b', 'c', 'd']
const textOf = (name: string) => `id,text\n${Array.from({ length: 20_000 }, (_, row) => `${row},${name}${row}\n`).join('')}`

describe('T89: four conversions to one output at once', () => {
  beforeEach(() => {
    for (const name of names) writeFileSync(at(`${name}.csv`), textOf(name))
  })

  it('leave the whole of one, and nothing else: the first, where it must not be replaced', async () => {
    const results = await Promise.all(names.map(name => run('convert', `${name}.csv`, '-o', 'x.parquet')))
    expect(results.map(({ code }) => code).sort()).toEqual([0, 1, 1, 1])
    for (const { code, stderr } of results)
      expect(stderr.includes('the output is there already') || stderr.includes('replaced by another')).toBe(code === 1)
    expect(listing()).toEqual([...names.map(name => `${name}.csv`), 'x.parquet'])
    const winner = names[results.findIndex(({ code }) => code === 0)]!
    expect((await rowsOf('x.parquet')) === textOf(winner)).toBe(true)
  }, 60_000)

  it('leave the whole of one, and nothing else: the last, with --force', async () => {
    const results = await Promise.all(names.map(name => run('convert', `${name}.csv`, '-o', 'x.parquet', '--force')))
    expect(results.map(({ code, stderr }) => ({ code, stderr }))).toEqual(names.map(() => ({ code: 0, stderr: '' })))
    expect(listing()).toEqual([...names.map(name => `${name}.csv`), 'x.parquet'])
    expect(names.map(textOf)).toContain(await rowsOf('x.parquet'))
  }, 60_000)
})

interface Report {
  source: string
  outcome: string
  rowsParsed: number
  rowsWritten: number
  rowsRejected: number
  bytesRead: number
  bytesParsed: number
  outputs: { path: string; rows: number; bytes: number; contentHash: string }[]
  rejectFiles?: { rows: string; reasons: string }
}

it('T90: a report says what is there: rows in, out and rejected, bytes, hashes; the exit code whether all is well', async () => {
  const yaml =
    'dataset: d\nmatch: "*"\nonBadRow: reject\npartitionBy: part\ncolumns: [{ name: part, type: string }, { name: n, type: int }]\n'
  writeFileSync(at('d.yaml'), yaml)
  const csv = `part,n\n${Array.from({ length: 1000 }, (_, row) => `p${row % 3},${row % 10 === 0 ? 'bad' : row}\n`).join('')}`
  writeFileSync(at('good.csv.gz'), gzipSync(csv))
  writeFileSync(at('fails.csv'), 'part,n\n"open')
  const { code, stdout } = await run('convert', 'good.csv.gz', 'fails.csv', '-s', 'd.yaml', '-o', 'lake/', '--json')
  expect(code).toBe(1)
  const [good, failed] = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line)) as [Report, Report]
  expect(failed).toMatchObject({ source: 'fails.csv', outcome: 'failed', error: { code: 'QUOTE_UNTERMINATED' } })
  expect(good).toMatchObject({ source: 'good.csv.gz', outcome: 'converted', rowsParsed: 1000, rowsWritten: 900, rowsRejected: 100 })
  expect(good).toMatchObject({ bytesRead: statSync(at('good.csv.gz')).size, bytesParsed: csv.length })
  expect(good.outputs.map(({ path }) => path).sort()).toEqual(listing().filter(name => name.endsWith('.parquet')))
  for (const { path, rows, bytes, contentHash } of good.outputs) {
    expect(statSync(at(path)).size).toBe(bytes)
    expect((await rowsOf(path)).trimEnd().split('\n')).toHaveLength(1 + rows)
    const { keyValueMetadata } = JSON.parse((await run('inspect', path, '--json')).stdout)
    expect(keyValueMetadata).toContainEqual({ key: 'parquetry.content_hash', value: contentHash })
  }
  expect(good.outputs.reduce((sum, { rows }) => sum + rows, 0)).toBe(good.rowsWritten)
  const rejected = readFileSync(at(listing().find(name => name.endsWith('.rejects.csv'))!), 'utf8')
  expect(rejected.trimEnd().split('\n')).toHaveLength(1 + good.rowsRejected)
  expect((await run('convert', 'good.csv.gz', '-s', 'd.yaml', '-o', 'lake/', '--force')).code).toBe(0)
  expect((await run('convert', '--nonsense')).code).toBe(2)
}, 60_000)
