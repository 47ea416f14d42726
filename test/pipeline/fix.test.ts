// Corrected rejected rows, from the drop to the rows that a query sees, and what becomes of them when their source does not stay.

import { applyRedrive } from '../../src/pipeline/apply-redrive.ts'
import { handleMessage } from '../../src/pipeline/handle-message.ts'
import { planRedrive } from '../../src/pipeline/plan-redrive.ts'
import { FAULT_KINDS, failAt, gated } from './faulty-pipeline.ts'
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

const parent = 'incoming/events/a.csv'
const fix = 'fix/events/a.csv.rows.csv'

async function makeWorldWithRejects(config: Parameters<typeof makeWorld>[0] = {}): Promise<World> {
  const world = makeWorld({ datasets: [partitionedDataset()], ...config })
  await drop(world, parent, '1:a !reject,b')
  await deliverAll(world)
  return world
}

async function dropFix(world: World, lines: string, key = fix) {
  await drop(world, key, lines)
  return await deliverAll(world)
}

describe('corrected rows', () => {
  it('become an output of their own in the same table, linked to their source in the ledger', async () => {
    const world = await makeWorldWithRejects()
    expect(await dropFix(world, '2:b')).toMatchObject([{ state: 'converted', key: fix }])
    expect(publishedRows(world)).toEqual(['1:a', '2:b'])
    expect(objectKeys(world, 'parquet/')).toEqual(['parquet/events/p=1/a.parquet', 'parquet/events/p=2/a.csv.rows.parquet'])
    const { source, configHash } = ledgerEntry(world, parent)!
    expect(ledgerEntry(world, fix)).toMatchObject({
      state: 'done',
      dataset: 'events',
      parent: { key: parent, etag: source.etag, configHash, follows: 'events/a.csv' },
    })
    expect(ledgerEntry(world, parent)).toMatchObject({ state: 'done', fixes: [fix] })
  })

  it('replace those of an earlier correction, and change nothing when their event comes twice', async () => {
    const world = await makeWorldWithRejects()
    await dropFix(world, '2:b')
    await world.queue.send(s3Message(fix))
    expect(await deliverAll(world)).toMatchObject([{ state: 'unchanged' }])
    await dropFix(world, '3:b')
    expect(publishedRows(world)).toEqual(['1:a', '3:b'])
  })

  it('that are rejected again are corrected in the same way', async () => {
    const world = await makeWorldWithRejects()
    await dropFix(world, '2:b !reject,c')
    expect(objectKeys(world, 'rejects/')).toContain('rejects/events/a.csv.rows.csv.rows.csv')
    expect(await dropFix(world, '3:c', `${fix}.rows.csv`)).toMatchObject([{ state: 'converted' }])
    expect(publishedRows(world)).toEqual(['1:a', '2:b', '3:c'])
    expect(ledgerEntry(world, `${fix}.rows.csv`)).toMatchObject({ parent: { key: fix, follows: 'events/a.csv' } })
    await drop(world, parent, '1:new')
    await deliverAll(world)
    expect(publishedRows(world)).toEqual(['1:new'])
  })

  it('follow the rules of their source, whatever their own name is', async () => {
    const world = makeWorld({
      datasets: [partitionedDataset({ match: ['events/*.csv.gz'], afterConvert: 'archive' })],
    })
    await drop(world, 'incoming/events/a.csv.gz', '1:a !reject,b')
    await deliverAll(world)
    await dropFix(world, '1:b', 'fix/events/a.csv.gz.rows.csv')
    expect(objectKeys(world, 'parquet/')).toEqual(['parquet/events/p=1/a.csv.gz.rows.parquet', 'parquet/events/p=1/a.parquet'])
    expect(objectKeys(world, 'archive/')).toEqual(['archive/events/a.csv.gz', 'archive/events/a.csv.gz.rows.csv'])
    expect(objectKeys(world, 'fix/')).toEqual([])
  })

  it('do not wait for a ready marker', async () => {
    const world = await makeWorldWithRejects()
    world.pipeline.config = { ...world.pipeline.config, datasets: [partitionedDataset({ readyMarker: '_SUCCESS' })] }
    expect(await dropFix(world, '2:b')).toMatchObject([{ state: 'converted' }])
  })
})

describe('corrected rows go', () => {
  it('with the version that they were rejected from, when the source is overwritten', async () => {
    const world = await makeWorldWithRejects()
    await dropFix(world, '2:b')
    await drop(world, parent, '1:a 2:b')
    await deliverAll(world)
    expect(publishedRows(world)).toEqual(['1:a', '2:b'])
    expect(objectKeys(world, 'parquet/')).toEqual(['parquet/events/p=1/a.parquet', 'parquet/events/p=2/a.parquet'])
    expect(ledgerEntry(world, fix)).toMatchObject({ state: 'removed', parent: { key: parent }, replaced: { outputs: 1 } })
    expect(ledgerEntry(world, parent)?.fixes).toBeUndefined()
    await world.queue.send(s3Message(fix)) // late: neither rows nor a dead letter
    expect(await deliverAll(world)).toMatchObject([{ state: 'ignored' }])
    expect(world.deadLetters.messages).toEqual([])
  })

  it('and stay away, though a reject file of the next version may be of the second in which they came', async () => {
    const world = await makeWorldWithRejects()
    await dropFix(world, '2:b')
    await drop(world, parent, '1:new !reject,z')
    await deliverAll(world)
    const { lastModified } = world.store.objects.get('rejects/events/a.csv.rows.csv')!
    world.store.objects.get(fix)!.lastModified = lastModified
    await world.queue.send(s3Message(fix))
    expect(await deliverAll(world)).toMatchObject([{ state: 'ignored' }])
    expect(publishedRows(world)).toEqual(['1:new'])
  })

  it('when the source is deleted, if that removes outputs, and when they themselves are', async () => {
    const world = await makeWorldWithRejects({ onSourceDelete: 'remove' })
    await dropFix(world, '2:b')
    await remove(world, fix)
    await deliverAll(world)
    expect(publishedRows(world)).toEqual(['1:a'])
    await dropFix(world, '2:b')
    expect(publishedRows(world)).toEqual(['1:a', '2:b'])
    await remove(world, parent)
    await deliverAll(world)
    expect(publishedRows(world)).toEqual([])
  })

  it('not when the source only fails, nor when the same version is converted once more', async () => {
    const world = await makeWorldWithRejects()
    await dropFix(world, '2:b')
    await world.store.delete('parquet/events/p=1/a.parquet')
    await world.queue.send(s3Message(parent))
    await deliverAll(world)
    expect(publishedRows(world)).toEqual(['1:a', '2:b'])
    expect(ledgerEntry(world, parent)).toMatchObject({ fixes: [fix] })
    await drop(world, parent, '!bad')
    await deliverAll(world)
    expect(publishedRows(world)).toEqual(['1:a', '2:b'])
    await drop(world, parent, '1:c')
    await deliverAll(world)
    expect(publishedRows(world)).toEqual(['1:c'])
  })
})

describe('what is no correction of today’s rejected rows is refused, and stays where it is', () => {
  it.each([
    ['a name that no reject file has', 'fix/events/b.csv.rows.csv', 'FIX_UNKNOWN'],
    ['the name of the source itself', 'fix/events/a.csv', 'FIX_UNKNOWN'],
  ])('%s', async (_, key, code) => {
    const world = await makeWorldWithRejects()
    expect(await dropFix(world, '2:b', key)).toMatchObject([{ state: 'failed', failure: { code } }])
    expect(objectKeys(world, 'fix/')).toEqual([key])
    expect(ledgerEntry(world, key)).toMatchObject({ state: 'failed', failure: { code } })
    expect(objectKeys(world, 'retry/')).toEqual([])
  })

  it('a source without rejected rows, and rows older than the present reject file', async () => {
    const world = await makeWorldWithRejects()
    await world.store.put(fix, Buffer.from('2:b'))
    await drop(world, parent, '1:a !reject,x')
    await deliverAll(world)
    await world.queue.send(s3Message(fix))
    expect(await deliverAll(world)).toMatchObject([{ state: 'failed', failure: { code: 'FIX_OUTDATED' } }])
    expect(await dropFix(world, '2:x')).toMatchObject([{ state: 'converted' }])
    await drop(world, parent, '1:a')
    await deliverAll(world)
    expect(await dropFix(world, '2:y')).toMatchObject([{ state: 'failed', failure: { code: 'FIX_OUTDATED' } }])
    expect(publishedRows(world)).toEqual(['1:a'])
  })

  it('rows that are still wrong; corrected under the same name, or redriven, they are taken', async () => {
    const world = await makeWorldWithRejects()
    expect(await dropFix(world, '!bad')).toMatchObject([{ state: 'failed', failure: { code: 'VALUE_INVALID' } }])
    expect(objectKeys(world, 'fix/')).toEqual([fix])
    expect(publishedRows(world)).toEqual(['1:a'])
    await world.store.put(fix, Buffer.from('2:b'))
    await applyRedrive(world.pipeline, await planRedrive(world.pipeline))
    expect(await deliverAll(world)).toMatchObject([{ state: 'converted' }])
    expect(publishedRows(world)).toEqual(['1:a', '2:b'])
  })
})

describe.each([
  ['a correction', '2:b', undefined, ['1:a', '2:b']],
  ['a source that is overwritten after a correction', undefined, '1:new', ['1:new']],
])('%s', (_, correction, overwrite, rows) => {
  it.each(FAULT_KINDS)('comes out the same, whichever request is hit: %s', async kind => {
    for (let at = 1, hasFailed = true; hasFailed; at++) {
      const world = await makeWorldWithRejects()
      if (correction === undefined) await dropFix(world, '2:b')
      await drop(world, correction === undefined ? parent : fix, correction ?? overwrite ?? '')
      const faulty = failAt(world.pipeline, at, kind)
      await deliver(world, faulty.pipeline)
      world.queue.now += 6000
      await deliverAll(world)
      for (const key of [parent, fix]) await world.queue.send(s3Message(key)) // late duplicates
      await deliverAll(world)
      expect({ at, kind, rows: publishedRows(world) }).toEqual({ at, kind, rows })
      hasFailed = faulty.hasFailed()
    }
  })
})

it.each(FAULT_KINDS)('nothing of a correction stays when its source goes, whichever request of the removal is hit: %s', async kind => {
  for (let at = 1, hasFailed = true; hasFailed; at++) {
    const world = await makeWorldWithRejects({ onSourceDelete: 'remove' })
    await dropFix(world, '2:b !reject,c')
    await remove(world, parent)
    const faulty = failAt(world.pipeline, at, kind)
    await deliver(world, faulty.pipeline)
    world.queue.now += 6000
    await deliverAll(world)
    expect({ at, kind, left: [...objectKeys(world, 'parquet/'), ...objectKeys(world, 'rejects/')] }).toEqual({ at, kind, left: [] })
    hasFailed = faulty.hasFailed()
  }
})

it('a correction that is published while its source is replaced does not outlive that', async () => {
  for (let pause = 1; pause < 60; pause++) {
    const world = await makeWorldWithRejects({ maxReceives: 100 })
    await drop(world, fix, '2:b')
    const [message] = await world.queue.receive({ visibilitySeconds: 100_000, waitSeconds: 0 })
    let requests = 0
    const gate = Promise.withResolvers<void>()
    const stalled = Promise.withResolvers<void>()
    const slow = handleMessage(
      gated(world.pipeline, async request => {
        if (++requests === pause) {
          stalled.resolve()
          await gate.promise
        }
        return await request()
      }),
      message!,
    )
    const isOver = await Promise.race([slow, stalled.promise.then(() => undefined)])
    await drop(world, parent, '1:new')
    await deliverAll(world)
    gate.resolve()
    await slow
    world.queue.now += 200_000
    await world.queue.send(s3Message(fix))
    await deliverAll(world)
    expect({ pause, rows: publishedRows(world) }).toEqual({ pause, rows: ['1:new'] })
    if (isOver !== undefined) return
  }
  throw new Error('the correction takes more requests than were paused')
})
