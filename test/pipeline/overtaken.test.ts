// A worker that is overtaken in the middle of publishing, and what it does when it goes on.

import { Failure } from '../../src/failure/failure.ts'
import { handleMessage } from '../../src/pipeline/handle-message.ts'
import type { Pipeline } from '../../src/pipeline/pipeline.ts'
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
function stalledAtCommit(pipeline: Pipeline, dies: boolean): { pipeline: Pipeline; release: () => void; stalled: Promise<void> } {
  const gate = Promise.withResolvers<void>()
  const stalled = Promise.withResolvers<void>()
  let isReleased = false
  const alive = <Answer>(request: () => Promise<Answer>) => {
    if (isReleased && dies) throw new Failure({ code: 'STORE_UNAVAILABLE', detail: 'dead' })
    return request()
  }
  const { store } = pipeline
  const stalling: Pipeline['store'] = {
    head: async found => alive(() => store.head(found)),
    read: (found, options) => store.read(found, options),
    writer: (found, options) => {
      const writer = store.writer(found, options)
      return {
        write: bytes => writer.write(bytes),
        abort: () => writer.abort(),
        commit: async condition => {
          stalled.resolve()
          await gate.promise
          return await writer.commit(condition)
        },
      }
    },
    put: async (found, bytes, options) => alive(() => store.put(found, bytes, options)),
    copy: async (from, to, options) => alive(() => store.copy(from, to, options)),
    delete: async (found, options) => alive(() => store.delete(found, options)),
    list: (prefix, options) => store.list(prefix, options),
  }
  const release = () => {
    isReleased = true
    gate.resolve()
  }
  return { pipeline: { ...pipeline, store: stalling }, release, stalled: stalled.promise }
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

it('a worker that was overtaken takes back what it added', async () => {
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

it('two workers at one version publish it once', async () => {
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
  const gate = Promise.withResolvers<void>()
  const stalled = Promise.withResolvers<void>()
  const { store } = world
  const old = store.objects.get(key)!.bytes
  const head: Pipeline['store']['head'] = async looked => {
    const early = await store.head(looked)
    if (looked !== place) return early
    stalled.resolve()
    await gate.promise
    return whenLooking === 'before' ? await store.head(looked) : early
  }
  async function* read(found: string, options: object): AsyncIterable<Uint8Array> {
    if (found === key)
      yield old // a bucket with versioning has it still
    else yield* store.read(found, options)
  }
  const slowStore: Pipeline['store'] = {
    head,
    read,
    writer: (to, options) => store.writer(to, options),
    put: (to, bytes, options) => store.put(to, bytes, options),
    copy: (from, to, options) => store.copy(from, to, options),
    delete: (found, options) => store.delete(found, options),
    list: (prefix, options) => store.list(prefix, options),
  }
  const slowWorker = handleMessage({ ...world.pipeline, store: slowStore }, message!)
  await stalled.promise
  const own = world.queue.messages.splice(0)
  await drop(world, key, newer)
  await deliverAll(world)
  world.queue.messages.push(...own)
  gate.resolve()
  return await slowWorker
}

it('a worker that looks for leftovers leaves alone what a newer version published there meanwhile', async () => {
  const { world } = await overtake(false)
  const outcome = await overtakeBeforeLook(world, 'parquet/events/p=1/a.parquet', '1:newer', 'before')
  expect(publishedRows(world)).toEqual(['1:newer'])
  expect(outcome).toBe('postponed')
})

it('a worker that found an old version does not publish it over a newer one, though it can still read it', async () => {
  const world = makeWorld({ datasets: [partitionedDataset()], maxReceives: 100 })
  await drop(world, key, '1:old')
  world.queue.messages.splice(0)
  const outcome = await overtakeBeforeLook(world, key, '1:new', 'after')
  expect(publishedRows(world)).toEqual(['1:new'])
  expect(outcome).toBe('postponed')
})
