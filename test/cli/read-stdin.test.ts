// The real binary with a stdin of each kind: what comes out of `convert` is what went in.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runShell, useTemporaryFolder } from './run-parquetry.ts'

const folder = useTemporaryFolder()
const rows = Array.from({ length: 200_000 }, (_, i) => `${i},${'text'.repeat(i % 5)}\n`).join('')
const csv = `a,b\n${rows}`
const convert = ['convert', '-', '-o', 'out.parquet', '--json', '--force', '--threads', '1']

async function convertFrom(redirection: string): Promise<number> {
  const { stdout, stderr } = await runShell(`${redirection} parquetry ${convert.join(' ')}`, { cwd: folder.path })
  expect(stderr).toBe('')
  return JSON.parse(stdout).rowsWritten
}

describe('stdin', () => {
  beforeEach(() => {
    writeFileSync(join(folder.path, 'in.csv'), csv)
    writeFileSync(join(folder.path, 'titled.csv'), `a title, which is not for us\n${csv}`)
  })

  it('may be a pipe, which is filled as fast as it is read', async () => {
    expect(await convertFrom('cat in.csv |')).toBe(200_000)
    const piped = readFileSync(join(folder.path, 'out.parquet'))
    expect(await convertFrom('<in.csv')).toBe(200_000)
    expect(readFileSync(join(folder.path, 'out.parquet')).equals(piped)).toBe(true)
  })

  it('may be a pipe whose bytes come now and then', async () => {
    expect(await convertFrom("(printf 'a,'; sleep 0.1; printf 'b\\n1,'; sleep 0.1; printf '2\\n3,4') |")).toBe(2)
  })

  it('may be a file, and is read from where it stands', async () => {
    const { stdout } = await runShell(`{ IFS= read -r title; parquetry ${convert.join(' ')}; } <titled.csv`, { cwd: folder.path })
    expect(JSON.parse(stdout)).toMatchObject({ rowsWritten: 200_000, columns: [{ name: 'a' }, { name: 'b' }] })
  })

  it('is no folder', async () => {
    const { code, stderr } = await runShell(`parquetry ${convert.join(' ')} < .`, { cwd: folder.path })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: stdin: .*it is a folder.*fix: name the folder/)
  })

  it('may be empty, and is then no CSV', async () => {
    const { code, stderr } = await runShell('parquetry convert - -o out.parquet </dev/null', { cwd: folder.path })
    expect(code).toBe(1)
    expect(stderr).toContain('empty')
  })

  it('is left when the command fails, though more would come', async () => {
    const { code, stderr } = await runShell("(printf 'a,b\\n\"'; yes '1,2') | parquetry convert - -o out.parquet", { cwd: folder.path })
    expect(code).toBe(1)
    expect(stderr).not.toBe('')
  })
})
