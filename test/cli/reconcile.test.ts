// `parquetry reconcile` against a pipeline that runs in this process, over HTTP.

import { type LocalInstance, startLocalInstance } from '../../src/local/local-instance.ts'
import type { Outcome } from '../../src/pipeline/outcome.ts'
import { runParquetry, useTemporaryFolder } from './run-parquetry.ts'

const folder = useTemporaryFolder()
let instance: LocalInstance
let outcomes: Outcome[]
let look: () => void

beforeEach(async () => {
  outcomes = []
  look = () => undefined
  instance = await startLocalInstance({
    port: 0,
    schemasFolder: folder.path,
    environment: {},
    onEvent: event => {
      if (event.kind === 'outcome') outcomes.push(event.outcome)
      look()
    },
  })
  for (const [name, text] of [
    ['a', 'id\n1\n'],
    ['b', 'id\n2\n'],
    ['bad', 'id\n1,2\n'],
  ] as const)
    await instance.pipeline.store.put(`incoming/${name}.csv`, Buffer.from(text))
  await settled(3)
  await instance.pipeline.store.delete('parquet/a.parquet')
})
afterEach(() => instance.stop())

/** Files that came out one way or the other; events of deleted ones do not count. */
const settled = (count: number) =>
  new Promise<void>(resolve => {
    look = () => outcomes.filter(({ state }) => state === 'converted' || state === 'failed').length >= count && resolve()
    look()
  })
const reconcile = (...args: string[]) => runParquetry(['reconcile', ...args], { env: instance.environment })

it('shows in a dry run what it would do, and then does it', async () => {
  const dry = await reconcile('--dry-run', '--grace', '0')
  expect(dry).toMatchObject({ code: 0, stderr: '' })
  expect(dry.stdout).toBe(
    [
      'missing  incoming/a.csv  it was converted, but an output is gone',
      'failed   incoming/bad.csv  it waits in the retry prefix (RECORD_TOO_LONG)',
      '',
      '2 objects and 3 of the ledger looked at: 1 missing, 1 failed',
      'parquetry redrive --dry-run shows why files failed',
      '',
    ].join('\n'),
  )
  expect(await instance.pipeline.store.head('parquet/a.parquet')).toBeUndefined()
  const { code, stdout } = await reconcile('--grace', '0', '--json')
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(code).toBe(0)
  expect(lines).toEqual([
    {
      kind: 'missing',
      reason: 'output-gone',
      remedy: 'requeue',
      key: 'incoming/a.csv',
      since: expect.stringMatching(/Z$/),
      etag: expect.any(String),
      outputs: ['parquet/a.parquet'],
    },
    expect.objectContaining({ kind: 'failed', reason: 'in-retry', remedy: 'none', key: 'incoming/bad.csv' }),
    {
      state: 'complete',
      startedAt: expect.stringMatching(/Z$/),
      dryRun: false,
      sources: 2,
      entries: 3,
      found: { 'output-gone': 1, 'in-retry': 1 },
      requeued: 1,
      setAside: 0,
      swept: 0,
      deferred: 0,
      failed: 0,
      needPerson: 1,
    },
  ])
  await settled(4)
  expect(await instance.pipeline.store.head('parquet/a.parquet')).toBeDefined()
})

it('leaves alone what is young, and says so; and looks below a prefix', async () => {
  expect((await reconcile()).stdout).toContain('0 files re-queued\nwhat is younger than 30m was left alone; --grace 0 looks at all\n')
  const { stdout } = await reconcile('--prefix', 'b', '--grace', '0')
  expect(stdout).toMatch(/^failed +incoming\/bad.csv .*\n\n1 object and 3 of the ledger looked at: 1 failed\n0 files re-queued/)
})
