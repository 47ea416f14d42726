// The local pipeline is told to stop while it is at work (T69): it takes nothing more, finishes what it has begun or gives it back, and
// the next start goes on from there.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as elapsed } from 'node:timers/promises'
import { startLocalInstance } from '../../src/local/local-instance.ts'
import type { Pipeline } from '../../src/pipeline/pipeline.ts'
import { pipelineStatus } from '../../src/pipeline/pipeline-status.ts'
import { startProcess } from './local-process.ts'
import { bytes, keysUnder, of, rowsIn, startPipeline } from './running-pipeline.ts'

const folder = mkdtempSync(join(tmpdir(), 'parquetry-terminate-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const line = (row: number) => `${row},${row % 97},text number ${row % 5000}\n`
const large = bytes(`id,n,text\n${Array.from({ length: 100_000 }, (_, row) => line(row)).join('')}`)
const small = bytes(`id,n,text\n${line(1)}`)

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await elapsed(10)
}

const isAtWork = async ({ queue }: Pipeline) => (await queue.depth()).inFlight > 0

it('T69: by SIGTERM it finishes the file in hand, leaves the others in the queue, and ends with 0', async () => {
  const first = startProcess(folder)
  const pipeline = (await first.pipeline)!
  const keys = ['large', 'a', 'b', 'c', 'd'].map(name => `incoming/${name}.csv`)
  for (const key of keys) await pipeline.store.put(key, key === keys[0] ? large : small)
  await until(() => isAtWork(pipeline))
  expect(await first.terminate()).toBe(0)

  const second = startProcess(folder)
  const again = (await second.pipeline)!
  await until(async () => {
    const { entries } = await pipelineStatus(again)
    return entries.filter(({ state }) => state === 'done').length === keys.length
  })
  const { entries, deadLetters } = await pipelineStatus(again)
  expect(entries.map(({ rows }) => rows?.written).sort()).toEqual([1, 1, 1, 1, 100_000])
  expect(entries.map(({ attempts }) => attempts)).toEqual(keys.map(() => 1)) // nothing was begun in vain
  expect(deadLetters.waiting).toBe(0)
  expect(await keysUnder(again.store, 'parquet/')).toHaveLength(keys.length)
  expect(await second.terminate()).toBe(0)
}, 60_000)

it('T69: what takes longer than it may wait is given back whole, and taken up at the next start', async () => {
  const dataFolder = join(folder, 'impatient')
  const begun = Promise.withResolvers<void>()
  const instance = await startLocalInstance({
    port: 0,
    schemasFolder: 'schemas',
    environment: {},
    dataFolder,
    onEvent: event => {
      if (event.kind === 'progress') begun.resolve()
    },
  })
  await instance.pipeline.store.put('incoming/large.csv', large)
  await begun.promise
  await instance.stop(0)
  const next = await startPipeline({ dataFolder })
  try {
    expect(await next.next(of('incoming/large.csv'))).toMatchObject({ state: 'converted', entry: { rows: { written: 100_000 } } })
    expect(await rowsIn(next.store, 'parquet/large.parquet')).toHaveLength(100_000)
  } finally {
    await next.instance.stop()
  }
}, 60_000)
