// Events come at least once and in any order, and their deletion may get lost: whatever comes again changes nothing.

import { handleBatch } from '../../src/pipeline/handle-batch.ts'
import { handleMessage } from '../../src/pipeline/handle-message.ts'
import type { Outcome } from '../../src/pipeline/outcome.ts'
import {
  deliver,
  deliverAll,
  drop,
  ledgerEntry,
  makeWorld,
  objectKeys,
  partitionedDataset,
  publishedRows,
  s3Message,
} from './test-pipeline.ts'

const key = 'incoming/a.csv'

describe('T04: the same event', () => {
  it.each([2, 10, 100])('%d times, one after the other, is converted once and writes nothing more', async times => {
    const world = makeWorld()
    await drop(world, key, 'one two')
    for (let more = 1; more < times; more++) await world.queue.send(s3Message(key))
    const [first, ...others] = await deliverAll(world)
    expect(first).toMatchObject({ state: 'converted' })
    expect(others).toHaveLength(times - 1)
    for (const { state } of others) expect(state).toBe('unchanged')
    expect(world.store.writes).toBe(1 + 4) // dropped; the attempt's mark, publishing, output, done
  })

  it.each([2, 10, 100])('%d times at once ends as one output, without a failure', async times => {
    const world = makeWorld({ datasets: [partitionedDataset({ match: ['*.csv'] })] })
    await drop(world, key, '1:one 2:two')
    for (let more = 1; more < times; more++) await world.queue.send(s3Message(key))
    const outcomes: Outcome[] = []
    const handleAll = async () => {
      for (let messages = await receive(); messages.length > 0; messages = await receive()) await Promise.all(messages.map(handle))
    }
    const receive = () => world.queue.receive({ visibilitySeconds: 5400, waitSeconds: 0 })
    const handle = async (message: Awaited<ReturnType<typeof receive>>[number]) => {
      const answer = await handleMessage(world.pipeline, message, { onOutcome: outcome => outcomes.push(outcome) })
      if (answer === 'handled') await world.queue.delete(message.receipt)
    }
    await Promise.all(Array.from({ length: 10 }, handleAll)) // ten workers of ten messages each
    world.queue.now += 6000
    outcomes.push(...(await deliverAll(world)))
    expect(outcomes.filter(({ state }) => state === 'converted').length).toBeGreaterThan(0)
    const others = new Set(outcomes.map(({ state }) => state))
    for (const state of others) expect(['converted', 'unchanged', 'postponed']).toContain(state)
    expect(world.deadLetters.messages).toEqual([])
    expect(objectKeys(world)).toEqual(['_parquetry/ledger/incoming/a.csv.json', key, 'parquet/p=1/a.parquet', 'parquet/p=2/a.parquet'])
    expect(publishedRows(world)).toEqual(['1:one', '2:two'])
    expect(world.store.unfinished).toBe(0)
  })
})

it('T11: an event of an old version that comes after that of a new one leaves the newest content', async () => {
  const world = makeWorld()
  const event = (etag: string, sequencer: string) =>
    s3Message(key).replace('"eTag":"e"', `"eTag":"${etag}"`).replace('"0A"', `"${sequencer}"`)
  await world.store.put(key, Buffer.from('old'))
  const old = event('old', '0055AED6DCD90281E5')
  await world.store.put(key, Buffer.from('new'))
  await world.queue.send(event('new', '0055AED6DCD90281E50A')) // longer, and so greater only after padding on the right
  expect(await deliver(world)).toMatchObject([{ state: 'converted' }])
  await world.queue.send(old)
  await world.queue.send(old.replace('ObjectCreated:Put', 'ObjectRemoved:Delete'))
  expect((await deliver(world)).map(({ state }) => state)).toEqual(['unchanged', 'unchanged'])
  expect(publishedRows(world)).toEqual(['new'])
})

it.each(['keep', 'archive', 'delete'] as const)(
  'T13: a message whose deletion got lost is no second conversion (afterConvert: %s)',
  async afterConvert => {
    const world = makeWorld({ afterConvert })
    await drop(world, key, 'one')
    const messages = await world.queue.receive({ visibilitySeconds: 5400, waitSeconds: 0 })
    expect(await handleBatch(world.pipeline, messages)).toEqual([])
    const before = new Map(world.store.objects)
    world.queue.now += 6000 // nobody deleted it
    expect((await deliver(world)).map(({ state }) => state)).toEqual([afterConvert === 'keep' ? 'unchanged' : 'gone'])
    expect(new Map(world.store.objects)).toEqual(before)
    expect(ledgerEntry(world, key)).toMatchObject({ state: 'done' })
    expect(world.queue.messages).toEqual([])
  },
)
