// Corrected rows in a reconcile: sources of their own, under a prefix of their own.

import { type ReconcileOptions, reconcile } from '../../../src/pipeline/reconcile/reconcile.ts'
import { ledgerKey } from '../../../src/pipeline/route-key.ts'
import { failAt } from '../faulty-pipeline.ts'
import { deliver, deliverAll, drop, ledgerEntry, makeWorld, partitionedDataset, publishedRows, type World } from '../test-pipeline.ts'

const parent = 'incoming/events/a.csv'
const fix = 'fix/events/a.csv.rows.csv'

async function worldWithRejects(overrides = {}): Promise<World> {
  const world = makeWorld({ datasets: [partitionedDataset(overrides)] })
  await drop(world, parent, '1:a !reject,b')
  await deliverAll(world)
  return world
}

async function fixed(overrides = {}): Promise<World> {
  const world = await worldWithRejects(overrides)
  await drop(world, fix, '2:b')
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(['1:a', '2:b'])
  return world
}

async function reasons(world: World, options: ReconcileOptions = {}): Promise<string[]> {
  const found: string[] = []
  await reconcile(world.pipeline, { ...options, onFinding: ({ key, reason }) => void found.push(`${key}: ${reason}`) })
  return found
}

it('are found when their event was lost', async () => {
  const world = await worldWithRejects()
  await world.store.put(fix, Buffer.from('2:b'))
  expect(await reasons(world, { prefix: 'incoming/', dryRun: true })).toEqual([])
  expect(await reasons(world, { prefix: 'fix/events/', dryRun: true })).toEqual([`${fix}: never-converted`])
  expect(await reasons(world)).toEqual([`${fix}: never-converted`])
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(['1:a', '2:b'])
  expect(await reasons(world)).toEqual([])
})

it('are converted again when their output is gone, or another version lies there', async () => {
  const world = await fixed()
  await world.store.delete('parquet/events/p=2/a.csv.rows.parquet')
  expect(await reasons(world)).toEqual([`${fix}: output-gone`])
  await deliverAll(world)
  await world.store.put(fix, Buffer.from('3:c'))
  expect(await reasons(world)).toEqual([`${fix}: other-version`])
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(['1:a', '3:c'])
  expect(await reasons(world)).toEqual([])
})

it('stay quiet once they went with the version that they correct', async () => {
  const world = await fixed()
  await drop(world, parent, '1:new')
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(['1:new'])
  expect(ledgerEntry(world, fix)).toMatchObject({ state: 'removed' })
  expect(await reasons(world)).toEqual([])
  expect((await reconcile(world.pipeline)).oldest).toBeUndefined() // an alarm would never end
})

it('are found when the event of a later correction was lost while the earlier one went', async () => {
  const world = await fixed()
  await drop(world, parent, '1:new !reject,z')
  await deliverAll(world)
  await world.store.put(fix, Buffer.from('2:z'))
  world.store.objects.get(fix)!.lastModified = world.store.objects.get(ledgerKey(world.pipeline.config, fix))!.lastModified
  expect(await reasons(world)).toEqual([`${fix}: other-version`])
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(['1:new', '2:z'])
})

it('go with a version that was half published when its last worker died', async () => {
  const world = await fixed()
  await drop(world, parent, '1:new 2:more')
  const { body } = world.queue.messages[0]!
  for (let at = 1; ledgerEntry(world, parent)?.state !== 'publishing'; at++) {
    world.queue.now += 6000
    await deliver(world, failAt(world.pipeline, at, 'death after').pipeline)
  }
  world.queue.messages.splice(0)
  const etag = world.store.objects.get(parent)!.etag.replaceAll('"', '')
  await world.deadLetters.send(body.replace('"eTag":"e"', `"eTag":"${etag}"`))
  expect(await reasons(world)).toContain(`${parent}: worker-lost`)
  expect(ledgerEntry(world, parent)).toMatchObject({ state: 'failed', outputs: [] })
  expect(ledgerEntry(world, fix)).toMatchObject({ state: 'removed' })
  expect(publishedRows(world)).toEqual([])
})

it('that failed are told where they wait, and looked at again when they were dropped again', async () => {
  const world = await worldWithRejects()
  await drop(world, fix, '!bad')
  await deliverAll(world)
  expect(await reasons(world)).toEqual([`${fix}: fix-failed`])
  const { etag } = world.store.objects.get(fix)!
  await world.store.put(fix, Buffer.from('!bad'))
  world.store.objects.get(fix)!.etag = etag // the same bytes
  expect(await reasons(world)).toEqual([`${fix}: other-version`])
})

it('go with a deleted source, also where its worker died over that', async () => {
  const world = await fixed({ onSourceDelete: 'remove' })
  await world.store.delete(parent)
  expect(await reasons(world)).toEqual([`${parent}: source-removed`])
  const entry = ledgerEntry(world, parent)!
  await world.store.put(ledgerKey(world.pipeline.config, parent), Buffer.from(JSON.stringify({ ...entry, state: 'removed', outputs: [] })))
  world.queue.messages.splice(0)
  expect(await reasons(world)).toEqual([`${parent}: source-removed`])
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(['1:a']) // whose output that entry no longer names
  expect(ledgerEntry(world, fix)).toMatchObject({ state: 'removed' })
  expect(await reasons(world)).toEqual([])
})
