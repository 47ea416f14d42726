// A source that somebody deletes, with `onSourceDelete: remove`, and all the ways in which it can be gone without that.

import { applyRedrive } from '../../src/pipeline/apply-redrive.ts'
import type { PipelineConfig } from '../../src/pipeline/pipeline-config.ts'
import { planRedrive } from '../../src/pipeline/plan-redrive.ts'
import {
  bucket,
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
} from './test-pipeline.ts'

const key = 'incoming/events/a.csv'
const removing: Partial<PipelineConfig> = { onSourceDelete: 'remove' }

describe('a deleted source', () => {
  it('takes its outputs and reject files with it, and nothing of others', async () => {
    const world = makeWorld({ ...removing, datasets: [partitionedDataset()] })
    await drop(world, key, '1:a 2:b !reject,c')
    await drop(world, 'incoming/events/b.csv', '1:c')
    await deliverAll(world)
    await remove(world, key)
    expect(await deliver(world)).toMatchObject([{ state: 'removed', key }])
    expect(publishedRows(world)).toEqual(['1:c'])
    expect(objectKeys(world, 'rejects/')).toEqual([])
    expect(ledgerEntry(world, key)).toMatchObject({
      state: 'removed',
      outputs: [],
      rejectFiles: [],
      strays: [],
      replaced: { rows: { parsed: 3, written: 2, rejected: 1 }, outputs: 2 },
    })
    await world.queue.send(s3Message(key))
    expect(await deliver(world)).toEqual([{ state: 'gone', key }])
  })

  it.each([
    ['the dataset file over the environment', 'keep', 'remove', []],
    ['the dataset file over the environment', 'remove', 'keep', ['1:a']],
    ['the environment where the dataset file is silent', 'remove', undefined, []],
    ['nothing, by default', 'keep', undefined, ['1:a']],
  ] as const)('is treated as it is told by %s (%s, %s)', async (_, environment, file, rows) => {
    const world = makeWorld({ onSourceDelete: environment, datasets: [partitionedDataset({ onSourceDelete: file })] })
    await drop(world, key, '1:a')
    await deliverAll(world)
    await remove(world, key)
    await deliverAll(world)
    expect(publishedRows(world)).toEqual(rows)
  })

  it('is known by its absence: its event may be lost, late or twofold', async () => {
    const world = makeWorld(removing)
    await drop(world, key, 'one')
    await deliverAll(world)
    await remove(world, key)
    await drop(world, key, 'two')
    await world.queue.send(world.queue.messages[0]!.body) // the removal once more, after the new object's event
    expect((await deliverAll(world)).map(({ state }) => state)).toEqual(['converted', 'unchanged', 'unchanged'])
    expect(publishedRows(world)).toEqual(['two'])
    await world.store.delete(key)
    await world.queue.send(s3Message(key)) // only a duplicate of ObjectCreated
    await deliverAll(world)
    expect(publishedRows(world)).toEqual([])
  })

  it.each([
    ['SNS', (body: string) => JSON.stringify({ Type: 'Notification', Message: body })],
    [
      'EventBridge',
      () =>
        JSON.stringify({
          source: 'aws.s3',
          'detail-type': 'Object Deleted',
          detail: { bucket: { name: bucket }, object: { key }, 'deletion-type': 'Permanently Deleted' },
        }),
    ],
  ])('is told by %s, too', async (_, wrap) => {
    const world = makeWorld(removing)
    await drop(world, key, 'one')
    await deliverAll(world)
    await remove(world, key)
    const [message] = world.queue.messages
    message!.body = wrap(message!.body)
    expect(await deliver(world)).toMatchObject([{ state: 'removed' }])
  })

  it('that comes back is converted again', async () => {
    const world = makeWorld(removing)
    await drop(world, key, 'one')
    await deliverAll(world)
    await remove(world, key)
    await deliverAll(world)
    await drop(world, key, 'one')
    expect(await deliver(world)).toMatchObject([{ state: 'converted' }])
    expect(publishedRows(world)).toEqual(['one'])
  })

  it('while it fails for a reason that needs a person takes the outputs of its earlier version, too', async () => {
    const world = makeWorld(removing)
    await drop(world, key, 'one')
    await deliverAll(world)
    await drop(world, key, '!denied')
    await deliver(world)
    await remove(world, key)
    world.queue.now += 6000
    await deliverAll(world)
    expect(publishedRows(world)).toEqual([])
  })
})

describe('a source that the pipeline itself moved is not taken for deleted', () => {
  it.each(['archive', 'delete'] as const)('after a conversion: %s', async afterConvert => {
    const world = makeWorld({ ...removing, afterConvert })
    await drop(world, key, 'one')
    await deliver(world)
    expect(objectKeys(world, 'incoming/')).toEqual([])
    await remove(world, key) // the event of that move
    expect(await deliver(world)).toMatchObject([{ state: 'gone' }])
    expect(publishedRows(world)).toEqual(['one'])
  })

  it.each([
    ['archive', 'keep', []],
    ['keep', 'archive', ['one']],
  ] as const)('and what afterConvert says by then counts: %s, then %s', async (before, after, rows) => {
    const world = makeWorld({ ...removing, afterConvert: before })
    await drop(world, key, 'one')
    await deliver(world)
    world.pipeline.config = { ...world.pipeline.config, afterConvert: after }
    await drop(world, key, 'one')
    world.store.objects.get(key)!.etag = ledgerEntry(world, key)!.source.etag // the same content: S3 gives it the same etag
    expect(await deliver(world)).toMatchObject([{ state: 'unchanged' }])
    await remove(world, key)
    await deliver(world)
    expect(publishedRows(world)).toEqual(rows)
  })

  it('to the retry prefix, and back', async () => {
    const world = makeWorld({ ...removing, maxReceives: 2 })
    await drop(world, key, 'one')
    await deliverAll(world)
    await drop(world, key, '!busy')
    await deliverAll(world)
    expect(objectKeys(world, 'incoming/')).toEqual([])
    await remove(world, key) // the event of that move
    expect(await deliver(world)).toMatchObject([{ state: 'gone' }])
    expect(publishedRows(world)).toEqual(['one'])
    await world.store.put('retry/events/a.csv', Buffer.from('two'))
    await applyRedrive(world.pipeline, await planRedrive(world.pipeline))
    await deliverAll(world)
    expect(publishedRows(world)).toEqual(['two'])
    await remove(world, key)
    await deliverAll(world)
    expect(publishedRows(world)).toEqual([])
  })
})
