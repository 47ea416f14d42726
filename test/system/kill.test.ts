// SIGKILL at random times while files are dropped, and again while what is left is converted: nothing may be lost, nothing half visible.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as elapsed } from 'node:timers/promises'
import { openStored } from '../../src/cli/open-stored.ts'
import { readMetadata } from '../../src/parquet/read/read-metadata.ts'
import type { Pipeline } from '../../src/pipeline/pipeline.ts'
import { type PipelineStatus, pipelineStatus } from '../../src/pipeline/pipeline-status.ts'
import { planRedrive } from '../../src/pipeline/plan-redrive.ts'
import { readText } from '../../src/pipeline/read-text.ts'
import { startProcess } from './local-process.ts'
import { type Random, seededRandom } from './random.ts'
import { bytes, keysUnder, of, startPipeline } from './running-pipeline.ts'

const kills = Number(process.env.KILLS ?? 5)
const random = seededRandom('killing the local pipeline')
const folder = mkdtempSync(join(tmpdir(), 'parquetry-kill-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Drop {
  key: string
  content: Uint8Array
  isBroken: boolean
}

it(`T03, T40: ${kills} kills lose nothing and leave nothing half visible`, async () => {
  const drops = Array.from({ length: 3 * kills }, (_, at) => makeDrop(at, random))
  const pending = [...drops]
  for (let n = 0; n < kills; n++) {
    const local = startProcess(folder)
    const work = dropSome(local.pipeline, pending)
    await Promise.race([work, elapsed(random.between(100, 400))]) // sometimes before it is up
    await Promise.race([local.pipeline, elapsed(random.between(0, 3000))])
    await elapsed(random.between(0, 500))
    await local.kill()
    await work
  }
  const last = startProcess(folder)
  const pipeline = (await last.pipeline)!
  await expectWholeFiles(pipeline)
  while (pending.length > 0) await dropSome(last.pipeline, pending)
  const status = await settledStatus(pipeline, drops.length)
  await expectWholeFiles(pipeline)
  await expectAsUndisturbed(pipeline, drops)
  await expectFailed(pipeline, status, drops)
  await last.kill()
}, 240_000)

/** Drops what is pending, in order, until the process dies; what was not acknowledged stays pending. */
async function dropSome(starting: Promise<Pipeline | undefined>, pending: Drop[]): Promise<void> {
  const pipeline = await starting
  try {
    for (let next = pending[0]; pipeline && next; next = pending[0]) {
      await pipeline.store.put(next.key, next.content)
      pending.shift()
      await elapsed(random.between(0, 120))
    }
  } catch {
    // killed: the drop may have been stored or not, and is repeated
  }
}

/** Every object that can be seen under the output prefix is a complete Parquet file. */
async function expectWholeFiles({ store, config }: Pipeline): Promise<void> {
  for (const key of await keysUnder(store, config.outputPrefix)) {
    expect((await readMetadata(await openStored(store, key))).num_rows).toBeGreaterThan(0)
  }
}

async function settledStatus(pipeline: Pipeline, sources: number): Promise<PipelineStatus> {
  for (;;) {
    const status = await pipelineStatus(pipeline)
    const isIdle = status.queue.waiting + status.queue.inFlight + status.queue.delayed === 0
    if (isIdle && status.sources === sources && status.entries.every(({ state }) => state !== 'publishing')) return status
    await elapsed(200)
  }
}

/** The same keys with the same bytes as a pipeline has them that nobody killed. */
async function expectAsUndisturbed(killed: Pipeline, drops: readonly Drop[]): Promise<void> {
  const undisturbed = await startPipeline()
  for (const { key, content } of drops) await undisturbed.store.put(key, content)
  for (const { key } of drops) await undisturbed.next(of(key))
  for (const prefix of ['parquet/', 'incoming/', 'retry/', 'rejects/']) {
    const keys = await keysUnder(undisturbed.store, prefix)
    expect(await keysUnder(killed.store, prefix)).toEqual(keys)
    for (const key of keys.filter(key => !key.endsWith('.error.json'))) {
      expect({ key, bytes: await contentOf(killed, key) }).toEqual({ key, bytes: await contentOf(undisturbed.instance.pipeline, key) })
    }
  }
  await undisturbed.instance.stop()
}

async function contentOf({ store }: Pipeline, key: string): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of store.read(key)) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('latin1')
}

async function expectFailed(pipeline: Pipeline, { entries }: PipelineStatus, drops: readonly Drop[]): Promise<void> {
  const broken = drops.filter(({ isBroken }) => isBroken).map(({ key }) => key)
  expect(
    entries
      .filter(({ state }) => state === 'failed')
      .map(({ source }) => source.key)
      .sort(),
  ).toEqual(broken.sort())
  const { steps } = await planRedrive(pipeline)
  expect(steps.map(({ key }) => key)).toEqual(broken)
  for (const { restore, delete: messages } of steps) {
    expect(messages.length).toBeGreaterThan(0)
    expect(JSON.parse(await readText(pipeline.store, `${restore?.from}.error.json`))).toMatchObject({
      failure: { code: 'RECORD_TOO_SHORT' },
    })
  }
}

/** From a few bytes to some MB; every sixth is broken near its end, every fifth partitioned. */
function makeDrop(at: number, { between }: Random): Drop {
  const isBroken = at % 6 === 5
  const isPartitioned = at === 8
  const lines = Array.from(
    { length: between(1, at % 4 === 0 ? 60_000 : 500) },
    () => `${between(0, 1e9)},${between(0, 100)},text ${between(0, 5000)}`,
  )
  if (isBroken) lines.push('too,short')
  if (isPartitioned) return { key: 'incoming/samples/seattle-weather.csv', content: bytes(weather(between)), isBroken: false }
  return { key: `incoming/${at % 3}/file ${at}.csv`, content: bytes(`id,n,text\n${lines.join('\n')}\n`), isBroken }
}

function weather(between: Random['between']): string {
  const days = Array.from({ length: 2000 }, () => `20${between(10, 30)}-0${between(1, 10)}-${between(10, 29)},1.0,2.0,3.0,4.0,rain`)
  return ['date,precipitation,temp_max,temp_min,wind,weather', ...days, ''].join('\n')
}
