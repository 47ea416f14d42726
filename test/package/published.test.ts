// What is published of the CLI: `convert` as it starts there gives what the sources give, with and without the code kept from before.

import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runParquetry } from '../cli/run-parquetry.ts'
import { root } from './package.ts'

const run = promisify(execFile)
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parquetry-published-'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  await run(process.execPath, [join(root, 'bin/bundle.js'), join(folder, 'dist')])
  writeFileSync(join(folder, 'a.csv'), 'id,price,name\n1,2.5,x\n2,3.75,y\n')
  const columns = 'columns: [{ name: id, type: int }, { name: price, type: double }, { name: name, type: string }]\n'
  writeFileSync(join(folder, 'a.yaml'), `dataset: a\nmatch: "*"\n${columns}`)
})
afterAll(() => rmSync(folder, { recursive: true }))

/** @param cache where compiled code is kept */
async function convert(cache: string, ...options: string[]): Promise<Buffer> {
  const args = [join(folder, 'dist/cli.js'), 'convert', 'a.csv', '-o', 'a.parquet', '--force', ...options]
  await run(process.execPath, args, { cwd: folder, env: { ...process.env, NODE_COMPILE_CACHE: cache } })
  return readFileSync(join(folder, 'a.parquet'))
}

function keptIn(cache: string): string[] {
  const folders = readdirSync(cache).map(name => join(cache, name))
  return folders.flatMap(path => readdirSync(path).map(name => join(path, name))).filter(path => /parquetry-[0-9a-f]+$/.test(path))
}

it.each([[], ['--schema', 'a.yaml'], ['--threads', '2', '--row-group-size', '64KiB']])(
  'converts as the sources do, each time: %j',
  async (...options: string[]) => {
    await runParquetry(['convert', 'a.csv', '-o', 'sources.parquet', '--force', ...options], { cwd: folder })
    const expected = readFileSync(join(folder, 'sources.parquet'))
    const cache = join(folder, 'cache', options.join(''))
    expect((await convert(cache, ...options)).equals(expected)).toBe(true)
    const [kept, ...others] = keptIn(cache)
    const keptAt = statSync(kept!).mtimeMs
    expect((await convert(cache, ...options)).equals(expected)).toBe(true)
    expect(others).toEqual([])
    expect(statSync(kept!).mtimeMs).toBe(keptAt) // V8 has taken it
  },
)

it('knows characters that are not ASCII', async () => {
  writeFileSync(join(folder, 'signs.csv'), '\u20ac1.50,\u20ac2.50\n\u20ac3.50,\u20ac4.25\n') // no header
  writeFileSync(join(folder, 'swiss.csv'), 'n\n1\u2019234\n')
  writeFileSync(join(folder, 'swiss.yaml'), 'dataset: s\nmatch: "*"\ncolumns: [{ name: n, type: int, thousands: "\u2019" }]\n')
  const rows = async (...args: string[]) => {
    const entry = join(folder, 'dist/cli.js')
    const { stdout } = await run(process.execPath, [entry, 'convert', ...args, '--force', '--json'], { cwd: folder })
    return JSON.parse(stdout.split('\n')[0]!).rowsWritten
  }
  expect(await rows('signs.csv')).toBe(2)
  expect(await rows('swiss.csv', '--schema', 'swiss.yaml')).toBe(1)
})

it('does without kept code that is damaged, and keeps it anew', async () => {
  const cache = join(folder, 'damaged')
  const expected = await convert(cache)
  const [kept] = keptIn(cache)
  const bytes = readFileSync(kept!)
  for (const wrong of [bytes.subarray(0, 1000), bytes.map((byte, i) => (i === 5000 ? byte ^ 1 : byte)), Buffer.alloc(0)]) {
    writeFileSync(kept!, wrong)
    expect((await convert(cache)).equals(expected)).toBe(true)
    expect(readFileSync(kept!).length).toBeGreaterThan(bytes.length / 2)
  }
})

it('keeps nothing of a conversion that fails', async () => {
  const cache = join(folder, 'failed')
  mkdirSync(cache)
  await expect(convert(cache, '--schema', 'none.yaml')).rejects.toThrow()
  expect(keptIn(cache)).toEqual([])
})

it('shows how convert is used', async () => {
  const { stdout } = await run(process.execPath, [join(folder, 'dist/cli.js'), 'convert', '--help'])
  expect(stdout).toContain('parquetry convert IN…')
})
