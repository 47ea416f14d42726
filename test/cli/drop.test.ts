// `parquetry drop --wait` against a pipeline that runs in this process, over HTTP.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LocalInstance, startLocalInstance } from '../../src/local/local-instance.ts'
import { runParquetry, useTemporaryFolder } from './run-parquetry.ts'

const folder = useTemporaryFolder()
let instance: LocalInstance

beforeEach(async () => {
  writeFileSync(join(folder.path, 'daily.yaml'), 'dataset: daily\nmatch: daily/**/*.csv\nreadyMarker: _SUCCESS\n')
  writeFileSync(join(folder.path, 'a.csv'), 'id\n1\n')
  writeFileSync(join(folder.path, '_SUCCESS'), '')
  instance = await startLocalInstance({ port: 0, schemasFolder: folder.path, environment: {}, onEvent: () => {} })
})
afterEach(() => instance.stop())

async function drop(...files: string[]): Promise<[string, string][]> {
  const args = ['drop', ...files, '--to', 'daily/1', '--wait', '--json']
  const { code, stdout, stderr } = await runParquetry(args, { cwd: folder.path, env: instance.environment })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const rows: { key: string; state: string; note?: string }[] = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  return rows.map(({ key, state, note }) => [key, note === undefined ? state : `${state}: ${note}`])
}

it('does not wait for a file whose marker is not there', async () => {
  expect(await drop('a.csv')).toEqual([['incoming/daily/1/a.csv', 'unready: waits for _SUCCESS']])
  expect(await drop('a.csv', '_SUCCESS')).toEqual([
    ['incoming/daily/1/a.csv', 'converted'],
    ['incoming/daily/1/_SUCCESS', 'announced'],
  ])
})

it.each(['/daily/1', 'daily//1/', './daily/1'])('takes %s for the folder that is meant', async to => {
  const { stdout } = await runParquetry(['drop', 'a.csv', '--to', to], { cwd: folder.path, env: instance.environment })
  expect(stdout).toBe('s3://parquetry/incoming/daily/1/a.csv  5 B\n')
})

it('takes no folder above the input prefix', async () => {
  const { code, stderr } = await runParquetry(['drop', 'a.csv', '--to', '../x'], { cwd: folder.path, env: instance.environment })
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--to takes a folder below the input prefix, not "../x"') })
})
