// `parquetry history` and `parquetry verify` against a pipeline that runs in this process, over HTTP.

import { type LocalInstance, startLocalInstance } from '../../src/local/local-instance.ts'
import { runParquetry, useTemporaryFolder } from './run-parquetry.ts'

const folder = useTemporaryFolder()
let instance: LocalInstance

beforeEach(async () => {
  let waiting = () => {}
  const settled = new Set<string>()
  instance = await startLocalInstance({
    port: 0,
    schemasFolder: folder.path,
    environment: {},
    onEvent: event => {
      if (event.kind === 'outcome' && ['converted', 'failed'].includes(event.outcome.state)) settled.add(event.outcome.key)
      waiting()
    },
  })
  for (const [name, text] of [
    ['a b', 'id\n1\n2\n'],
    ['bad', 'id\n1,2\n'],
  ])
    await instance.pipeline.store.put(`incoming/sales/${name}.csv`, Buffer.from(text!))
  await new Promise<void>(resolve => {
    waiting = () => settled.size === 2 && resolve()
    waiting()
  })
})
afterEach(() => instance.stop())

const run = (...args: string[]) => runParquetry(args, { env: instance.environment })

describe('history', () => {
  it('tells of every file, the newest first, with what else there is to know', async () => {
    const { code, stdout, stderr } = await run('history')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}done {8}sales\/a b\.csv {2}2 rows, \d+\.\d\d s$/m)
    expect(stdout).toMatch(/failed {6}sales\/bad\.csv\n {2}line 2: the record has too many fields.*\n {2}waits at retry\/sales\/bad\.csv$/m)
  })

  it('selects, and says so when there is nothing', async () => {
    const { stdout } = await run('history', '--key', 'sales/*', '--state', 'failed', '--since', '1h', '--json')
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line)),
    ).toEqual([
      expect.objectContaining({
        key: 'incoming/sales/bad.csv',
        state: 'failed',
        failure: expect.objectContaining({ code: 'RECORD_TOO_LONG', class: 'permanent', message: expect.stringContaining('; fix: ') }),
        retryKey: 'retry/sales/bad.csv',
        attempts: 1,
      }),
    ])
    expect((await run('history', '--key', 'nothing')).stdout).toBe('the ledger has nothing like that\n')
    expect(await run('history', '--state', 'fine')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--state takes publishing, done, failed, removed, waiting, not "fine"'),
    })
  })
})

describe('verify', () => {
  it('says that an output is what its source converts to, however the source is named', async () => {
    for (const name of ['sales/a b.csv', 'incoming/sales/a b.csv', 's3://parquetry/incoming/sales/a b.csv']) {
      const { code, stdout } = await run('verify', name)
      expect(code).toBe(0)
      expect(stdout).toMatch(
        /^incoming\/sales\/a b\.csv {2}✓ the same\n {2}parquet\/sales\/a b\.parquet {2}same {2}2 rows, \d+ B, content [0-9a-f]{16}\n$/,
      )
    }
  })

  it('exits with 1 where one differs or cannot be verified, and says what', async () => {
    const { store } = instance.pipeline
    const { metadata } = (await store.head('parquet/sales/a b.parquet'))!
    await store.put('parquet/sales/a b.parquet', Buffer.from('other'), { metadata })
    const { code, stdout } = await run('verify', 'sales/a b.csv', 'sales/bad.csv')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^incoming\/sales\/a b\.csv {2}✗ different\n {2}parquet\/sales\/a b\.parquet {2}different {2}2 rows, 5 B/)
    expect(stdout).toMatch(/\n {4}somebody has replaced it since it was published\n {4}5 bytes lie there, \d+ come out now\n/)
    expect(stdout).toMatch(/\nincoming\/sales\/bad\.csv {2}\? cannot be verified\n {2}its last version failed/)
    const { stdout: json } = await run('verify', 'sales/a b.csv', '--json')
    expect(JSON.parse(json)).toMatchObject({
      key: 'incoming/sales/a b.csv',
      verdict: 'different',
      outputs: [{ kind: 'data', verdict: 'different' }],
    })
  })
})
