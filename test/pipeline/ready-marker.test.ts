// Files that wait until a marker says that their folder is complete.

import { routeKey } from '../../src/pipeline/route-key.ts'
import { FAULT_KINDS, failAt } from './faulty-pipeline.ts'
import {
  deliver,
  deliverAll,
  drop,
  ledgerEntry,
  makeWorld,
  objectKeys,
  partitionedDataset,
  publishedRows,
  remove,
  s3Message,
  type World,
} from './test-pipeline.ts'

const sales = partitionedDataset({ name: 'sales', match: ['sales/**/*.csv'], readyMarker: '_SUCCESS' })
const makeSales = () => makeWorld({ datasets: [sales] })

it('files wait for the marker, which brings them up; those after it do not wait', async () => {
  const world = makeSales()
  await drop(world, 'incoming/sales/1/a.csv', 'one')
  await drop(world, 'incoming/sales/1/b.csv', 'two')
  expect((await deliverAll(world)).map(({ state }) => state)).toEqual(['unready', 'unready'])
  expect(objectKeys(world, 'parquet/')).toEqual([])
  await drop(world, 'incoming/sales/1/_SUCCESS', '')
  expect(await deliverAll(world)).toMatchObject([{ state: 'announced', files: 2 }, { state: 'converted' }, { state: 'converted' }])
  await drop(world, 'incoming/sales/1/c.csv', 'three')
  expect(await deliverAll(world)).toMatchObject([{ state: 'converted' }])
  expect(publishedRows(world)).toEqual(['one', 'three', 'two'])
})

it('a marker holds for the folders below, and for nothing beside or above', async () => {
  const world = makeSales()
  for (const folder of ['', '1/', '1/x/', '2/']) await drop(world, `incoming/sales/${folder}a.csv`, `in:${folder}`)
  await drop(world, 'incoming/sales/1/_SUCCESS', '')
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(['in:1/', 'in:1/x/'])
  await drop(world, 'incoming/sales/_SUCCESS', '')
  await deliverAll(world)
  expect(publishedRows(world)).toHaveLength(4)
})

it('a marker above the folders that the glob spells out is none, nor is one of a dataset that waits for another', () => {
  const { config } = makeSales().pipeline
  expect(routeKey(config, 'incoming/sales/_SUCCESS')).toMatchObject({ kind: 'marker', folder: 'sales/', datasets: [sales] })
  expect(routeKey(config, 'incoming/_SUCCESS')).toMatchObject({ kind: 'ignored' })
  expect(routeKey(config, 'incoming/other/_SUCCESS')).toMatchObject({ kind: 'ignored' })
  expect(routeKey(config, 'incoming/sales/done.txt')).toMatchObject({ kind: 'source' })
})

it('a marker announces thousands of files, a page of them a delivery, and each once', async () => {
  const world = makeSales()
  const keys = Array.from({ length: 2500 }, (_, index) => `incoming/sales/${String(index).padStart(4, '0')}.csv`)
  for (const key of keys) await world.store.put(key, Buffer.from('row'))
  await world.store.put('incoming/sales/notes.json', Buffer.from('{}'))
  await drop(world, 'incoming/sales/_SUCCESS', '')
  const announced = []
  for (let round = 0; round < 4; round++) {
    const marker = world.queue.messages.findIndex(({ body }) => body.includes('_SUCCESS'))
    if (marker < 0) break
    const others = world.queue.messages.splice(0)
    world.queue.messages.push(...others.splice(marker, 1))
    announced.push(...(await deliver(world)))
    world.queue.messages.unshift(...others)
  }
  expect(announced).toMatchObject([{ files: 1000 }, { files: 1000 }, { files: 500 }])
  expect(world.queue.messages.map(({ body }) => JSON.parse(body).key).sort()).toEqual(keys)
})

it('whichever request of an announcement fails, every file is converted', async () => {
  for (let at = 1; at <= 8; at++) {
    const world = makeSales()
    for (const name of ['a', 'b']) await world.store.put(`incoming/sales/${name}.csv`, Buffer.from(name))
    await drop(world, 'incoming/sales/_SUCCESS', '')
    await deliver(world, failAt(world.pipeline, at, 'death before').pipeline)
    world.queue.now += 6000
    await deliverAll(world)
    expect({ at, rows: publishedRows(world) }).toEqual({ at, rows: ['a', 'b'] })
  }
})

it('what is published stays when the marker goes, and a deleted file does not wait for one to be removed', async () => {
  const world = makeWorld({ datasets: [{ ...sales, onSourceDelete: 'remove' }] })
  await drop(world, 'incoming/sales/_SUCCESS', '')
  await drop(world, 'incoming/sales/a.csv', 'one')
  await drop(world, 'incoming/sales/b.csv', 'two')
  await deliverAll(world)
  await remove(world, 'incoming/sales/_SUCCESS')
  await world.queue.send(s3Message('incoming/sales/a.csv'))
  expect((await deliverAll(world)).map(({ state }) => state)).toEqual(['gone', 'unready'])
  expect(publishedRows(world)).toEqual(['one', 'two'])
  await remove(world, 'incoming/sales/a.csv')
  expect(await deliverAll(world)).toMatchObject([{ state: 'removed' }])
  expect(publishedRows(world)).toEqual(['two'])
})

describe.each(FAULT_KINDS)('a publication that is interrupted (%s) while its marker is deleted', kind => {
  it('is finished, or was never begun', async () => {
    const states = await interrupted(kind, async () => undefined)
    expect(new Set(states)).toEqual(new Set(['nothing', 'done']))
  })

  it('is finished or taken back where another version waits by then', async () => {
    const states = await interrupted(kind, world => drop(world, file, 'later'))
    expect(states).toContain('nothing')
    expect(states.filter(state => !['nothing', 'done', 'removed'].includes(state))).toEqual([])
  })
})

const file = 'incoming/sales/a.csv'

/** What the ledger says in the end, whichever request is hit. */
async function interrupted(kind: (typeof FAULT_KINDS)[number], meanwhile: (world: World) => Promise<void>): Promise<string[]> {
  const states: string[] = []
  for (let at = 1, hasFailed = true; hasFailed; at++) {
    const world = makeSales()
    await drop(world, 'incoming/sales/_SUCCESS', '')
    await deliverAll(world)
    await drop(world, file, 'row !reject,bad')
    const faulty = failAt(world.pipeline, at, kind)
    await deliver(world, faulty.pipeline)
    await remove(world, 'incoming/sales/_SUCCESS')
    await meanwhile(world)
    world.queue.now += 6000
    await deliverAll(world)
    const state = ledgerEntry(world, file)?.state ?? 'nothing'
    expect({ at, rows: publishedRows(world) }).toEqual({ at, rows: state === 'done' ? ['row'] : [] })
    expect({ at, rejects: objectKeys(world, 'rejects/').length }).toEqual({ at, rejects: state === 'done' ? 2 : 0 })
    states.push(state)
    hasFailed = faulty.hasFailed()
  }
  return states
}
