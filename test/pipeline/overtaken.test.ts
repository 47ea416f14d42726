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
    list: prefix => store.list(prefix),
  }
  const release = () => {
    isReleased = true
    gate.resolve()
  }
  return { pipeline: { ...pipeline, store: stalling }, release, stalled: stalled.promise }
}

/** A first worker stands still while committing partitions 1 and 2; a second one replaces them by a version with partition 2 alone. */
async function overtake(dies: boolean): Promise<{ world: World; outcome: string }> {
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
  slow.release()
  return { world, outcome: await slowWorker }
}

it('a worker that was overtaken takes back what it added', async () => {
  const { world, outcome } = await overtake(false)
  expect(outcome).toBe('postponed')
  expect(publishedRows(world)).toEqual(['2:new'])
  expect(ledgerEntry(world, key)).toMatchObject({ state: 'done', strays: ['parquet/events/p=1/a.parquet'] })
})

it('if it dies over that, its message does when it comes back', async () => {
  const { world, outcome } = await overtake(true)
  expect(outcome).toBe('postponed')
  expect(objectKeys(world, 'parquet/')).toContain('parquet/events/p=1/a.parquet')
  await world.queue.send(s3Message(key))
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(['2:new'])
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
