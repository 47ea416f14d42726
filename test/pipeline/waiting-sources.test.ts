// Sources that wait for a ready marker are found by looking: `status` and `history` show them.

import { pipelineStatus } from '../../src/pipeline/pipeline-status.ts'
import { readHistory } from '../../src/pipeline/read-history.ts'
import { waitingSources } from '../../src/pipeline/waiting-sources.ts'
import { deliverAll, drop, makeWorld, partitionedDataset, remove, type World } from './test-pipeline.ts'

const marked = (name: string, match: string) => partitionedDataset({ name, match: [match], readyMarker: '_SUCCESS' })
const makeSales = () => makeWorld({ datasets: [marked('sales', 'sales/*/*.csv'), marked('more', 'sales/more/x/**'), partitionedDataset()] })

async function waitingKeys(world: World): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of waitingSources(world.pipeline)) keys.push(key)
  return keys
}

it('those without a marker wait, each told once; those with one, converted or of other datasets do not', async () => {
  const world = makeSales()
  await drop(world, 'incoming/sales/b/_SUCCESS', '')
  for (const name of ['sales/a/1', 'sales/a/2', 'sales/b/1', 'sales/more/x/1', 'sales/elsewhere', 'events/1'])
    await drop(world, `incoming/${name}.csv`, `1:of-${name}`)
  await deliverAll(world)
  expect(await waitingKeys(world)).toEqual(['incoming/sales/a/1.csv', 'incoming/sales/a/2.csv', 'incoming/sales/more/x/1.csv'])
  await drop(world, 'incoming/sales/_SUCCESS', '')
  await deliverAll(world)
  expect(await waitingKeys(world)).toEqual(['incoming/sales/more/x/1.csv'])
})

it('a new version of a converted file waits, too', async () => {
  const world = makeSales()
  await drop(world, 'incoming/sales/a/_SUCCESS', '')
  await drop(world, 'incoming/sales/a/1.csv', '1:old')
  await deliverAll(world)
  expect(await waitingKeys(world)).toEqual([])
  await remove(world, 'incoming/sales/a/_SUCCESS')
  await drop(world, 'incoming/sales/a/1.csv', '1:new')
  await deliverAll(world)
  expect(await waitingKeys(world)).toEqual(['incoming/sales/a/1.csv'])
})

it('nothing is listed where no dataset has a marker, and nothing is written', async () => {
  const world = makeWorld({ datasets: [partitionedDataset()] })
  await drop(world, 'incoming/sales/a/1.csv', 'x')
  const before = new Map(world.store.objects)
  world.store.list = () => {
    throw new Error('listed')
  }
  expect(await waitingKeys(world)).toEqual([])
  expect(new Map(world.store.objects)).toEqual(before)
})

it('status counts them and names the first, history selects them', async () => {
  const world = makeSales()
  await drop(world, 'incoming/sales/b/_SUCCESS', '')
  for (const name of ['a/1', 'a/2', 'b/1']) await drop(world, `incoming/sales/${name}.csv`, '1:x')
  await deliverAll(world)
  const { waiting, entries } = await pipelineStatus(world.pipeline, 1)
  expect(waiting).toMatchObject({ count: 2, sources: [{ key: 'incoming/sales/a/1.csv', marker: '_SUCCESS', size: 3 }] })
  expect(entries).toHaveLength(1)
  const history = async (options = {}) => {
    const found = await readHistory(world.pipeline, { newest: 10, ...options })
    return [found.waiting.map(({ key }) => key).sort(), found.entries.map(({ source }) => source.key)]
  }
  const both = ['incoming/sales/a/1.csv', 'incoming/sales/a/2.csv']
  expect(await history()).toEqual([both, ['incoming/sales/b/1.csv']])
  expect(await history({ state: 'waiting' })).toEqual([both, []])
  expect(await history({ state: 'done' })).toEqual([[], ['incoming/sales/b/1.csv']])
  expect(await history({ state: 'waiting', keyGlob: 'sales/*/2.csv' })).toEqual([['incoming/sales/a/2.csv'], []])
  expect(await history({ state: 'waiting', since: new Date('2999-01-01') })).toEqual([[], []])
  expect((await readHistory(world.pipeline, { newest: 1, state: 'waiting' })).hasMore).toBe(true)
})
