// Files that kill their function, functions that run out of time, and the messages beside them.

import type { ConvertRequest } from '../../src/convert/convert.ts'
import { handleBatch } from '../../src/pipeline/handle-batch.ts'
import type { Outcome } from '../../src/pipeline/outcome.ts'
import { convertLines } from './line-converter.ts'
import { deliverAll, drop, ledgerEntry, makeWorld, objectKeys, publishedRows, s3Message, type World } from './test-pipeline.ts'

/** A world whose converter is killed by files that hold `!kill`: the batch is never answered, its messages come back by themselves. */
function makeDeadlyWorld(): World {
  const world = makeWorld()
  world.pipeline.convert = async request => {
    for await (const chunk of request.source.open()) if (Buffer.from(chunk).includes('!kill')) await death(world)
    return await convertLines(request)
  }
  return world
}

const neverEnds = new Promise<never>(() => undefined)
const deaths = new WeakMap<World, () => void>()

async function death(world: World): Promise<never> {
  deaths.get(world)?.()
  return await neverEnds
}

/** One invocation; undefined when it was killed. */
async function invoke(world: World): Promise<Outcome[] | undefined> {
  const messages = await world.queue.receive({ visibilitySeconds: 5400, waitSeconds: 0 })
  if (messages.length === 0) return []
  const outcomes: Outcome[] = []
  const killed = new Promise<'killed'>(resolve => deaths.set(world, () => resolve('killed')))
  const answer = await Promise.race([handleBatch(world.pipeline, messages, { onOutcome: outcome => outcomes.push(outcome) }), killed])
  if (answer === 'killed') return undefined
  for (const { id, receipt } of messages) if (!answer.includes(id)) await world.queue.delete(receipt)
  return outcomes
}

describe('a file that kills its function', () => {
  it('T40: takes its batch mates down once, and is left alone with the second death', async () => {
    const world = makeDeadlyWorld()
    for (const name of ['a', 'b']) await drop(world, `incoming/${name}.csv`, name)
    await drop(world, 'incoming/poison.csv', '!kill')
    for (const name of ['c', 'd']) await drop(world, `incoming/${name}.csv`, name)
    expect(await invoke(world)).toBeUndefined()
    expect(publishedRows(world)).toEqual(['a', 'b'])
    world.queue.now += 6000
    expect(await invoke(world)).toBeUndefined()
    expect(publishedRows(world)).toEqual(['a', 'b', 'c', 'd'])
    expect(world.queue.messages.map(({ body }) => body)).toEqual([s3Message('incoming/poison.csv')])
  })

  it('is given up after three deaths: retry prefix, report, dead letter', async () => {
    const world = makeDeadlyWorld()
    await drop(world, 'incoming/poison.csv', '!kill')
    await drop(world, 'incoming/a.csv', 'a')
    for (let round = 0; round < 3; round++) {
      expect(await invoke(world)).toBeUndefined()
      world.queue.now += 6000
    }
    expect(await invoke(world)).toMatchObject([{ state: 'failed', failure: { code: 'WORKER_DIED' }, retryKey: 'retry/poison.csv' }])
    expect(world.deadLetters.messages).toMatchObject([{ attributes: { 'parquetry.code': 'WORKER_DIED' } }])
    expect(ledgerEntry(world, 'incoming/poison.csv')).toMatchObject({ state: 'failed', attempts: 4 })
    expect(objectKeys(world, '_parquetry/attempts/')).toEqual([])
  })

  it('is as good as any once it is corrected', async () => {
    const world = makeDeadlyWorld()
    await drop(world, 'incoming/poison.csv', '!kill')
    await drop(world, 'incoming/a.csv', 'a')
    await invoke(world)
    await world.store.put('incoming/poison.csv', Buffer.from('fine'))
    world.queue.now += 6000
    expect((await invoke(world))?.map(({ state }) => state)).toEqual(['converted', 'converted'])
    expect(publishedRows(world)).toEqual(['a', 'fine'])
    expect(objectKeys(world, '_parquetry/attempts/')).toEqual([])
  })

  it('is not tried beside another one', async () => {
    const world = makeDeadlyWorld()
    for (const name of ['x', 'y']) await drop(world, `incoming/${name}.csv`, '!kill')
    await invoke(world) // x dies
    const [x] = world.queue.messages.splice(0, 1)
    await drop(world, 'incoming/z.csv', 'z')
    world.queue.now += 6000
    await invoke(world) // y dies
    world.queue.messages.unshift(x!)
    world.queue.now += 6000
    await invoke(world) // x again: z is done, y goes back without an attempt
    expect(publishedRows(world)).toEqual(['z'])
    expect(world.queue.messages.map(({ body, visibleAt }) => [body, visibleAt <= world.queue.now])).toEqual([
      [s3Message('incoming/x.csv'), false],
      [s3Message('incoming/y.csv'), true],
    ])
  })
})

it('a message that comes alone for the first time is not marked, nor is one that changes nothing', async () => {
  const world = makeWorld()
  const puts: string[] = []
  const { put } = world.store
  world.store.put = (key, ...rest) => {
    puts.push(key)
    return put.call(world.store, key, ...rest)
  }
  await drop(world, 'incoming/a.csv', 'one')
  await deliverAll(world)
  for (let times = 0; times < 3; times++) await world.queue.send(s3Message('incoming/a.csv'))
  await deliverAll(world)
  expect(puts.filter(key => key.startsWith('_parquetry/attempts/'))).toEqual([])
})

describe('when the time is up', () => {
  /** Ends when it is told to, if it listens. */
  function patientWorld(listens: boolean): World {
    const world = makeWorld()
    world.pipeline.convert = ({ signal, destination }: ConvertRequest) =>
      new Promise((_, reject) => {
        const writer = destination.data('')
        if (listens) signal?.addEventListener('abort', () => void writer.abort().then(() => reject(signal.reason)))
      })
    return world
  }

  it('a conversion is ended, its uploads aborted, and its message delivered again (T70, S30)', async () => {
    const world = patientWorld(true)
    await drop(world, 'incoming/a.csv', 'one')
    const messages = await world.queue.receive({ visibilitySeconds: 60, waitSeconds: 0 })
    const outcomes: Outcome[] = []
    const postponed = await handleBatch(world.pipeline, messages, {
      signal: AbortSignal.timeout(5),
      onOutcome: outcome => outcomes.push(outcome),
    })
    expect(postponed).toEqual([messages[0]!.id])
    expect(outcomes).toMatchObject([{ state: 'postponed', failure: { code: 'TIMEOUT' } }])
    expect(world.store.unfinished).toBe(0)
  })

  it('the batch is answered even if the conversion does not listen', async () => {
    const world = patientWorld(false)
    await drop(world, 'incoming/a.csv', 'one')
    const messages = await world.queue.receive({ visibilitySeconds: 60, waitSeconds: 0 })
    expect(await handleBatch(world.pipeline, messages, { signal: AbortSignal.abort(), lastSignal: AbortSignal.timeout(5) })).toEqual([
      messages[0]!.id,
    ])
  })
})
