// `parquetry redrive` against a pipeline that runs in this process, over HTTP.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as elapsed } from 'node:timers/promises'
import { type LocalInstance, startLocalInstance } from '../../src/local/local-instance.ts'
import { readLedger } from '../../src/pipeline/ledger.ts'
import { runParquetry, useTemporaryFolder } from './run-parquetry.ts'

const folder = useTemporaryFolder()
const broken = 'incoming/sales/broken.csv'
let instance: LocalInstance | undefined

beforeEach(async () => {
  mkdirSync(join(folder.path, 'schemas'))
  const failed = Promise.withResolvers<void>()
  instance = await startLocalInstance({
    port: 0,
    schemasFolder: join(folder.path, 'schemas'),
    environment: {},
    onEvent: event => event.kind === 'outcome' && event.outcome.state === 'failed' && failed.resolve(),
  })
  await instance.pipeline.store.put(broken, Buffer.from('id,name\n1,a,b\n'))
  await failed.promise
})
afterEach(() => instance?.stop())

const redrive = (...args: string[]) => runParquetry(['redrive', ...args], { env: instance?.environment ?? {} })
const isConverted = async () => instance && (await readLedger(instance.pipeline, broken)).entry?.state === 'done'
const isRetried = async () => (await instance?.pipeline.store.head('retry/sales/broken.csv')) !== undefined

describe('redrive', () => {
  it('shows with --dry-run what it would do and why, and changes nothing', async () => {
    for (let round = 0; round < 2; round++) {
      const { code, stdout, stderr } = await redrive('--dry-run')
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toMatch(
        /^incoming\/sales\/broken\.csv {2}RECORD_TOO_LONG\n {2}line 2: the record has too many fields.*; fix: .*\n\n1 file would be brought back\n$/,
      )
    }
    expect(await isRetried()).toBe(true)
  })

  it('brings back what the glob selects', async () => {
    expect((await redrive('--key', 'sales/2026-*.csv')).stdout).toBe('no failed file matches sales/2026-*.csv\n')
    expect(await isRetried()).toBe(true)
    const { code, stdout } = await redrive('--key', 'sales/*.csv', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      key: broken,
      state: 'redriven',
      messages: 1,
      reason: { code: 'RECORD_TOO_LONG' },
      restore: { from: 'retry/sales/broken.csv', to: broken },
    })
  })
})

it('says of a file that was corrected meanwhile that only its message is left, and clears that', async () => {
  await instance?.pipeline.store.put(broken, Buffer.from('id,name\n1,a\n'))
  while (!(await isConverted())) await elapsed(20)
  const planned = (await redrive('--dry-run')).stdout
  expect(planned).toContain('converted since; what is left is the message of its failure')
  expect(planned).toMatch(/\n\nwhat is left of 1 file converted since would be cleared\n$/)
  const { code, stdout } = await redrive()
  expect(code).toBe(0)
  expect(stdout).toMatch(/\n\nwhat is left of 1 file converted since cleared\n$/)
  expect((await redrive()).stdout).toContain('nothing has failed')
})

it('says what to do when there is no pipeline', async () => {
  const { code, stderr } = await runParquetry(['redrive'])
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /^error: the configuration is not valid \(no pipeline is named.*; fix: start one with parquetry up, or set PARQUETRY_BUCKET/,
  )
})
