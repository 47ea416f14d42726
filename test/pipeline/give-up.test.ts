// A version that one worker gives up while another converts it: it is published, and its source must lie where it was dropped.

import { Failure } from '../../src/failure/failure.ts'
import { handleMessage } from '../../src/pipeline/handle-message.ts'
import type { Pipeline } from '../../src/pipeline/pipeline.ts'
import { finishMove } from '../../src/pipeline/reconcile/finish-move.ts'
import { failAt, gated, stalledAt } from './faulty-pipeline.ts'
import {
  deliver,
  deliverAll,
  drop,
  ledgerEntry,
  makeWorld,
  objectKeys,
  publishedRows,
  s3Message,
  textOf,
  type World,
} from './test-pipeline.ts'

const key = 'incoming/a.csv'
const retryKey = 'retry/a.csv'
const ledger = '_parquetry/ledger/incoming/a.csv.json'
const output = 'parquet/a.parquet'

/** A worker that cannot convert, and gives up at once. */
function failing(pipeline: Pipeline): Pipeline {
  return { ...pipeline, convert: () => Promise.reject(new Failure({ code: 'STORE_UNAVAILABLE' })) }
}

async function received({ queue }: World) {
  const [message] = await queue.receive({ visibilitySeconds: 100_000, waitSeconds: 0 })
  return message!
}

function expectInPlace(world: World): void {
  expect(publishedRows(world)).toEqual(['one', 'two'])
  expect(textOf(world, key)).toBe('one\ntwo')
  expect(objectKeys(world, 'retry/')).toEqual([])
  expect(ledgerEntry(world, key)).toMatchObject({ state: 'done' })
}

it('a worker that stalls before it deletes what it gave up leaves it, if it was published meanwhile', async () => {
  const world = makeWorld({ maxReceives: 1 })
  await drop(world, key, 'one two')
  const slow = stalledAt(failing(world.pipeline), about => about === `put ${ledger}`, 'after')
  const slowWorker = handleMessage(slow.pipeline, await received(world))
  await slow.stalled
  await world.queue.send(s3Message(key))
  expect(await deliver(world)).toMatchObject([{ state: 'converted' }])
  slow.release()
  expect(await slowWorker).toBe('postponed')
  expectInPlace(world)
})

it('so does a reconcile that finishes the move of a worker that died', async () => {
  const world = makeWorld({ maxReceives: 1 })
  await drop(world, key, 'one two')
  const dies = gated(failing(world.pipeline), async (request, about) => {
    if (about === `delete ${key}`) throw new Failure({ code: 'STORE_UNAVAILABLE' })
    return await request()
  })
  await handleMessage(dies, await received(world))
  const { etag } = (await world.store.head(key))!
  const slow = stalledAt(world.pipeline, about => about === `head ${retryKey}`, 'after')
  const finished = finishMove(slow.pipeline, { key, etag, reason: 'half-moved' })
  await slow.stalled
  await world.queue.send(s3Message(key))
  expect(await deliver(world)).toMatchObject([{ state: 'converted' }])
  slow.release()
  await expect(finished).rejects.toMatchObject({ code: 'OUTPUT_CHANGED' })
  expectInPlace(world)
})

/** One worker stands still before it commits, having begun when another had given the version up; that one now takes the source away. */
async function takenAway(isDead: () => boolean = () => false): Promise<{ world: World; release: () => void; worker: Promise<string> }> {
  const world = makeWorld({ maxReceives: 1 })
  await drop(world, key, 'one two')
  const givingUp = stalledAt(failing(world.pipeline), about => about === `put ${ledger}`, 'after')
  const first = handleMessage(givingUp.pipeline, await received(world))
  await givingUp.stalled
  await world.queue.send(s3Message(key))
  const mortal = gated(world.pipeline, async (request, about) => {
    if (isDead()) throw new Failure({ code: 'STORE_UNAVAILABLE', detail: `dead at ${about}` })
    return await request()
  })
  // Before it says so in the ledger, with all that it needs of the source in hand.
  const converting = stalledAt(mortal, about => about === `head ${output}`)
  const second = handleMessage(converting.pipeline, await received(world))
  await converting.stalled
  givingUp.release()
  expect(await first).toBe('handled')
  expect(objectKeys(world, 'incoming/')).toEqual([])
  return { world, release: converting.release, worker: second }
}

it('a worker that publishes what another has just taken away brings it back', async () => {
  const { world, release, worker } = await takenAway()
  release()
  expect(await worker).toBe('handled')
  expectInPlace(world)
})

it('if it dies over that, whoever comes next does', async () => {
  let isDead = false
  const { world, release, worker } = await takenAway(() => isDead)
  const { put } = world.store
  // Its last request: the outputs are there, the copy in the retry prefix is the only one.
  world.store.put = async function (this: typeof world.store, ...args) {
    const stored = await put.apply(this, args)
    isDead ||= args[0] === output
    return stored
  }
  release()
  await worker
  expect(ledgerEntry(world, key)).toMatchObject({ state: 'publishing' })
  await deliverAll({ ...world, queue: emptied(world) })
  expectInPlace(world)
})

/** The queue with nothing but a new message on the key. */
function emptied({ queue }: World): World['queue'] {
  queue.messages.splice(0)
  void queue.send(s3Message(key))
  return queue
}

it('a source that its owner deleted meanwhile stays deleted, and an earlier failed version goes', async () => {
  const world = makeWorld({ maxReceives: 1 })
  await drop(world, key, 'bad')
  await handleMessage(failing(world.pipeline), await received(world))
  expect(objectKeys(world, 'retry/')).toEqual([retryKey, `${retryKey}.error.json`])
  world.queue.messages.splice(0)
  await drop(world, key, 'one two')
  const slow = stalledAt(world.pipeline, about => about === `head ${output}`)
  const worker = handleMessage(slow.pipeline, await received(world))
  await slow.stalled
  await world.store.delete(key)
  slow.release()
  expect(await worker).toBe('handled')
  expect(objectKeys(world, 'incoming/')).toEqual([])
  expect(objectKeys(world, 'retry/')).toEqual([])
})

it('takes back what is half published only once the ledger says that it failed: a worker that is at it must not call it done', async () => {
  const world = makeWorld()
  await drop(world, 'incoming/a.csv', 'one')
  for (let at = 1; world.store.objects.get('parquet/a.parquet') === undefined; at++) {
    world.queue.now += 6000
    await deliver(world, failAt(world.pipeline, at, 'death after').pipeline)
  }
  expect(ledgerEntry(world, 'incoming/a.csv')).toMatchObject({ state: 'publishing' })
  const states: (string | undefined)[] = []
  const { delete: remove } = world.store
  world.store.delete = async (key, options) => {
    if (key === 'parquet/a.parquet') states.push(ledgerEntry(world, 'incoming/a.csv')?.state)
    await remove.call(world.store, key, options)
  }
  world.pipeline.convert = () => Promise.reject(new Failure({ code: 'VALUE_INVALID' }))
  world.queue.now += 6000
  expect(await deliverAll(world)).toMatchObject([{ state: 'failed' }])
  expect(states).toEqual(['failed'])
  expect(objectKeys(world, 'parquet/')).toEqual([])
})
