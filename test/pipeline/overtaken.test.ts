// A worker that is overtaken in the middle of publishing, and what it does when it goes on.

import { Failure } from '../../src/failure/failure.ts'
import { handleMessage } from '../../src/pipeline/handle-message.ts'
import type { Pipeline } from '../../src/pipeline/pipeline.ts'
import type { ReadOptions } from '../../src/store/store.ts'
import { gated, type RequestName, type StalledPipeline, stalledAt } from './faulty-pipeline.ts'
import {
  deliverAll,
  drop,
  ledgerEntry,
  makeWorld,
  objectKeys,
  partitionedDataset,
  publishedRows,
  s3Message,
  type World,
} from './test-pipeline.ts'

const key = 'incoming/events/a.csv'

/** A pipeline whose commits wait until `release` is called, and which is dead after them if `dies`. */
function stalledAtCommit(pipeline: Pipeline, dies: boolean): StalledPipeline {
  const isCommit = (about: RequestName) => about.startsWith('commit ')
  const stalled = stalledAt(pipeline, isCommit)
  let isReleased = false
  const mortal = gated(stalled.pipeline, async (request, about) => {
    if (dies && isReleased && !isCommit(about)) throw new Failure({ code: 'STORE_UNAVAILABLE', detail: 'dead' })
    return await request()
  })
  const release = () => {
    isReleased = true
    stalled.release()
  }
  return { ...stalled, pipeline: mortal, release }
}

/**
 * A first worker stands still while committing partitions 1 and 2; a second one replaces them by a version with partition 2 alone, and that
 * by later ones.
 */
async function overtake(dies: boolean, ...later: string[]): Promise<{ world: World; outcome: string }> {
  const world = makeWorld({ datasets: [partitionedDataset()], maxReceives: 100 })
  await drop(world, key, '1:old 2:old')
  const [message] = await world.queue.receive({ visibilitySeconds: 100_000, waitSeconds: 0 })
  const slow = stalledAtCommit(world.pipeline, dies)
  const slowWorker = handleMessage(slow.pipeline, message!)
  await slow.stalled
  await world.store.put(key, Buffer.from('2:new'))
  const body = s3Message(key)
  world.queue.messages.splice(0) // the slow worker's own message comes back below
  await world.queue.send(body)
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(['2:new'])
  for (const lines of later) {
    await drop(world, key, lines)
    await deliverAll(world)
  }
  slow.release()
  return { world, outcome: await slowWorker }
}

it('T11: a worker that was overtaken takes back what it added', async () => {
  const { world, outcome } = await overtake(false)
  expect(outcome).toBe('postponed')
  expect(publishedRows(world)).toEqual(['2:new'])
  expect(ledgerEntry(world, key)).toMatchObject({ state: 'done', strays: ['parquet/events/p=1/a.parquet', 'parquet/events/p=2/a.parquet'] })
})

it('if it dies over that, its message does when it comes back', async () => {
  const { world, outcome } = await overtake(true)
  expect(outcome).toBe('postponed')
  expect(objectKeys(world, 'parquet/')).toContain('parquet/events/p=1/a.parquet')
  await world.queue.send(s3Message(key))
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(['2:new'])
})

it.each([
  ['a later version', ['2:newer']],
  ['a later version that published under its key', ['1:newer', '2:newest']],
])('it does so too after %s', async (_, later) => {
  const { world } = await overtake(true, ...later)
  await world.queue.send(s3Message(key))
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(later.slice(-1))
})

it('it does so too when the source is gone by then', async () => {
  const { world } = await overtake(true)
  await world.store.delete(key)
  await world.queue.send(s3Message(key))
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(['2:new'])
})

it('T05: two workers at one version publish it once', async () => {
  const world = makeWorld()
  await drop(world, key, 'one two')
  await world.queue.send(s3Message(key))
  const messages = await world.queue.receive({ visibilitySeconds: 60, waitSeconds: 0 })
  const outcomes = await Promise.all(messages.map(message => handleMessage(world.pipeline, message)))
  expect(outcomes).toContain('handled')
  world.queue.now += 1000
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(['one', 'two'])
  expect(world.deadLetters.messages).toEqual([])
})

/** A worker that stands still before it looks at `place`, while a newer version of the source is converted, and then goes on. */
async function overtakeBeforeLook(world: World, place: string, newer: string, whenLooking: 'before' | 'after'): Promise<string> {
  await world.queue.send(s3Message(key))
  const [message] = await world.queue.receive({ visibilitySeconds: 100_000, waitSeconds: 0 })
  const old = world.store.objects.get(key)!.bytes
  const { pipeline, stalled, release } = stalledAt(world.pipeline, about => about === `head ${place}`, whenLooking)
  const { store } = pipeline
  async function* read(found: string, options?: ReadOptions): AsyncIterable<Uint8Array> {
    if (found === key)
      yield old // a bucket with versioning has it still
    else yield* store.read(found, options)
  }
  const slowWorker = handleMessage({ ...pipeline, store: { ...store, read } }, message!)
  await stalled
  const own = world.queue.messages.splice(0)
  await drop(world, key, newer)
  await deliverAll(world)
  world.queue.messages.push(...own)
  release()
  return await slowWorker
}

it('a worker that looks for leftovers leaves alone what a newer version published there meanwhile', async () => {
  const { world } = await overtake(false)
  const outcome = await overtakeBeforeLook(world, 'parquet/events/p=1/a.parquet', '1:newer', 'before')
  expect(publishedRows(world)).toEqual(['1:newer'])
  expect(outcome).toBe('postponed')
})

it('T09: a worker that found an old version does not publish it over a newer one, though it can still read it', async () => {
  const world = makeWorld({ datasets: [partitionedDataset()], maxReceives: 100 })
  await drop(world, key, '1:old')
  world.queue.messages.splice(0)
  const outcome = await overtakeBeforeLook(world, key, '1:new', 'after')
  expect(publishedRows(world)).toEqual(['1:new'])
  expect(outcome).toBe('postponed')
})

it('a worker that takes back what it added leaves alone the same bytes of a later version, though S3 gives them the same etag', async () => {
  const world = makeWorld({ datasets: [partitionedDataset()], maxReceives: 100 })
  world.store.hasContentEtags = true
  await drop(world, key, '1:old 2:old')
  const [message] = await world.queue.receive({ visibilitySeconds: 100_000, waitSeconds: 0 })
  const inSecond = stalledAt(world.pipeline, about => about === 'commit parquet/events/p=2/a.parquet')
  const inRetreat = stalledAt(inSecond.pipeline, about => about === 'delete parquet/events/p=1/a.parquet')
  const slowWorker = handleMessage(inRetreat.pipeline, message!)
  await inSecond.stalled
  world.queue.messages.splice(0)
  await drop(world, key, '2:new')
  await deliverAll(world)
  inSecond.release() // overtaken: it is about to take partition 1 back
  await inRetreat.stalled
  await drop(world, key, '1:old 2:old')
  await deliverAll(world)
  inRetreat.release()
  expect(await slowWorker).toBe('postponed')
  expect(publishedRows(world)).toEqual(['1:old', '2:old'])
})
