// The same content again, under another etag or version: touched, uploaded once more, restored from a copy.

import type { ObjectInfo } from '../../src/store/store.ts'
import { deliverAll, drop, ledgerEntry, makeWorld, partitionedDataset, publishedRows, s3Message, type World } from './test-pipeline.ts'

const key = 'incoming/events/a.csv'

/** All objects but the ledger's, by key, with the etags that change with every write. */
function written({ store }: World): Record<string, string> {
  const objects = [...store.objects].filter(([name]) => !name.startsWith('_parquetry/') && name !== key)
  return Object.fromEntries(objects.map(([name, { etag }]) => [name, etag]))
}

/** What `head` says beside what the store knows. */
function withHead({ store }: World, extra: (info: ObjectInfo) => Partial<ObjectInfo>): void {
  const { head } = store
  store.head = async name => {
    const info = await head.call(store, name)
    return info && { ...info, ...(name === key ? extra(info) : {}) }
  }
}

it('rewrites nothing; the ledger knows the source by its new identity, and what the outputs call it', async () => {
  const world = makeWorld({ datasets: [partitionedDataset()] })
  await drop(world, key, '1:a 2:b')
  await deliverAll(world)
  const before = written(world)
  const { source: first } = ledgerEntry(world, key)!
  await drop(world, key, '1:a 2:b')
  expect(await deliverAll(world)).toMatchObject([{ state: 'unchanged' }])
  expect(written(world)).toEqual(before)
  expect(world.store.unfinished).toBe(0)
  const { etag } = world.store.objects.get(key)!
  expect(ledgerEntry(world, key)).toMatchObject({ state: 'done', source: { etag }, convertedFrom: first })
  await drop(world, key, '1:a 2:b')
  await deliverAll(world)
  expect(ledgerEntry(world, key)).toMatchObject({ convertedFrom: first })
  await drop(world, key, '1:a 2:c')
  expect(await deliverAll(world)).toMatchObject([{ state: 'converted' }])
  expect(ledgerEntry(world, key)?.convertedFrom).toBeUndefined()
  expect(publishedRows(world)).toEqual(['1:a', '2:c'])
})

it('is not even converted where the store has a checksum of it', async () => {
  const world = makeWorld()
  let conversions = 0
  const { convert } = world.pipeline
  world.pipeline.convert = request => {
    conversions++
    return convert(request)
  }
  withHead(world, () => ({ checksum: `CRC64NVME:${Buffer.from(world.store.objects.get(key)!.bytes).toString('base64')}` }))
  await drop(world, key, 'one !reject,x')
  await deliverAll(world)
  await drop(world, key, 'one !reject,x')
  expect(await deliverAll(world)).toMatchObject([{ state: 'unchanged' }])
  expect(conversions).toBe(1)
  await drop(world, key, 'one !reject,y')
  expect(await deliverAll(world)).toMatchObject([{ state: 'converted' }])
})

it('of a bucket with versions is known by its newest version', async () => {
  const world = makeWorld()
  let version = 0
  withHead(world, () => ({ etag: '"same"', versionId: `v${version}` }))
  const { read } = world.store
  world.store.read = (name, { ifMatch: _, ...options } = {}) => read.call(world.store, name, options)
  for (version = 1; version <= 2; version++) {
    await drop(world, key, 'one')
    await deliverAll(world)
    expect(ledgerEntry(world, key)).toMatchObject({ source: { versionId: `v${version}` } })
  }
})

it.each([
  ['rejected records, which nobody compares', '1:a !reject,x', '1:a !reject,x'],
  ['another row of the same length', '1:a', '1:b'],
  ['the same rows in another partition', '1:a', '2:a'],
  ['fewer rows', '1:a 1:b', '1:a'],
])('is told from %s', async (_, before, after) => {
  const world = makeWorld({ datasets: [partitionedDataset()] })
  await drop(world, key, before)
  await deliverAll(world)
  await drop(world, key, after)
  expect(await deliverAll(world)).toMatchObject([{ state: 'converted' }])
})

it('is published again where an output is gone, and by another configuration', async () => {
  const world = makeWorld({ datasets: [partitionedDataset()] })
  await drop(world, key, '1:a')
  await deliverAll(world)
  await world.store.delete('parquet/events/p=1/a.parquet')
  await drop(world, key, '1:a')
  expect(await deliverAll(world)).toMatchObject([{ state: 'converted' }])
  world.pipeline.config = { ...world.pipeline.config, datasets: [partitionedDataset({ codec: 'gzip' })] }
  await drop(world, key, '1:a')
  expect(await deliverAll(world)).toMatchObject([{ state: 'converted' }])
})

it('leaves corrected rows where they are', async () => {
  const world = makeWorld({ datasets: [partitionedDataset()] })
  withHead(world, () => ({ checksum: `CRC64NVME:${Buffer.from(world.store.objects.get(key)!.bytes).toString('base64')}` }))
  await drop(world, key, '1:a !reject,x')
  await deliverAll(world)
  await drop(world, 'fix/events/a.csv.rows.csv', '1:x')
  await deliverAll(world)
  await drop(world, key, '1:a !reject,x')
  await world.queue.send(s3Message('fix/events/a.csv.rows.csv'))
  expect((await deliverAll(world)).map(({ state }) => state)).toEqual(['unchanged', 'unchanged'])
  expect(publishedRows(world)).toEqual(['1:a', '1:x'])
})
