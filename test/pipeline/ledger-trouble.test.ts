// The ledger is what knows that something was done already. When it cannot be asked, is throttled, has forgotten, or is left by a worker
// that died, nothing is lost and nothing doubled (T37).

import { Failure } from '../../src/failure/failure.ts'
import type { Pipeline } from '../../src/pipeline/pipeline.ts'
import { gated } from './faulty-pipeline.ts'
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
  type World,
} from './test-pipeline.ts'

const key = 'incoming/events/a.csv'
const place = '_parquetry/ledger/incoming/events/a.csv.json'
const makePartitioned = () => makeWorld({ datasets: [partitionedDataset()], maxReceives: 5 })

/** Every request to the ledger whose number (from 0) `fails` accepts is answered with this error. */
function troubled({ pipeline }: World, fails: (request: number) => boolean): Pipeline {
  let requests = 0
  return gated(pipeline, (request, about) => {
    const isHit = about.endsWith(` ${place}`) && fails(requests++)
    return isHit ? Promise.reject(new Failure({ code: 'STORE_UNAVAILABLE', detail: 'SlowDown' })) : request()
  })
}

describe('T37: the ledger', () => {
  it('that cannot be reached puts everything off, and publishes nothing', async () => {
    const world = makePartitioned()
    await drop(world, key, '1:one 2:two')
    const outcome = { state: 'postponed', failure: { code: 'STORE_UNAVAILABLE' } }
    expect(
      await deliver(
        world,
        troubled(world, () => true),
      ),
    ).toMatchObject([outcome])
    expect(objectKeys(world)).toEqual([key])
    expect(world.store.unfinished).toBe(0)
    world.queue.now += 6000
    expect(await deliver(world)).toMatchObject([{ state: 'converted' }])
    expect(publishedRows(world)).toEqual(['1:one', '2:two'])
  })

  it.each([0, 1, 2, 3])('that is throttled at its request %d is asked again later, and the rows are there once', async at => {
    const world = makePartitioned()
    await drop(world, key, '1:old 3:old')
    await deliver(world)
    await drop(world, key, '1:one 2:two')
    expect(
      await deliver(
        world,
        troubled(world, request => request === at),
      ),
    ).toMatchObject([{ state: 'postponed' }])
    await deliverAll(world)
    expect(publishedRows(world)).toEqual(['1:one', '2:two'])
    expect(ledgerEntry(world, key)).toMatchObject({ state: 'done' })
    expect(world.deadLetters.messages).toEqual([])
  })

  it('that has lost an entry has it made anew, with the same output', async () => {
    const world = makePartitioned()
    await drop(world, key, '1:one 2:two')
    await deliver(world)
    const { outputs, rows } = ledgerEntry(world, key)!
    const contents = outputs.map(({ contentHash }) => contentHash)
    await world.store.delete(place)
    await world.queue.send(s3Message(key))
    expect(await deliver(world)).toMatchObject([{ state: 'converted', entry: { rows } }])
    expect(ledgerEntry(world, key)!.outputs.map(({ contentHash }) => contentHash)).toEqual(contents)
    expect(publishedRows(world)).toEqual(['1:one', '2:two'])
  })

  it('in which a dead worker left “publishing” holds nobody up, however young that is', async () => {
    const world = makePartitioned()
    await drop(world, key, '1:one 2:two')
    await deliver(
      world,
      troubled(world, request => request === 2),
    ) // after `publishing`: the outputs are there, `done` is not
    expect(ledgerEntry(world, key)).toMatchObject({ state: 'publishing' })
    await world.queue.send(s3Message(key))
    expect(await deliver(world)).toMatchObject([{ state: 'converted' }])
    expect(publishedRows(world)).toEqual(['1:one', '2:two'])
  })
})

describe('T37: the mark of an attempt', () => {
  const markOf = (id: string) => `_parquetry/attempts/${id}.json`
  const mark = (begun: number) => Buffer.from(JSON.stringify({ key, etag: '"0"', begun, startedAt: '2025-01-01T00:00:00.000Z' }))

  it('that is stale, of another version, stops nobody and is cleared away', async () => {
    const world = makePartitioned()
    await drop(world, key, '1:one')
    const [message] = world.queue.messages
    await world.store.put(markOf(message!.id), mark(3))
    message!.receiveCount = 1
    expect(await deliver(world)).toMatchObject([{ state: 'converted' }])
    expect(objectKeys(world, '_parquetry/attempts/')).toEqual([])
  })

  it('that cannot be written puts the conversion off; one that cannot be deleted does no harm', async () => {
    const world = makePartitioned()
    await drop(world, key, '1:one')
    await drop(world, 'incoming/events/b.csv', '1:two')
    const failing = (operation: 'put' | 'delete') =>
      gated(world.pipeline, (request, about) =>
        about.startsWith(`${operation} _parquetry/attempts/`)
          ? Promise.reject(new Failure({ code: 'STORE_UNAVAILABLE', detail: 'SlowDown' }))
          : request(),
      )
    expect((await deliver(world, failing('put'))).map(({ state }) => state)).toEqual(['postponed', 'postponed'])
    expect(publishedRows(world)).toEqual([])
    world.queue.now += 6000
    expect((await deliver(world, failing('delete'))).map(({ state }) => state)).toEqual(['converted', 'converted'])
    for (const again of [key, 'incoming/events/b.csv']) await world.queue.send(s3Message(again))
    expect((await deliverAll(world)).map(({ state }) => state)).toEqual(['unchanged', 'unchanged'])
    expect(publishedRows(world)).toEqual(['1:one', '1:two'])
  })
})
