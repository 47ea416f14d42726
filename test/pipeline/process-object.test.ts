import { pipelineStatus } from '../../src/pipeline/pipeline-status.ts'
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
  s3Message,
  textOf,
} from './test-pipeline.ts'

describe('a dropped file', () => {
  it('becomes Parquet under the output prefix, with its provenance, and a ledger entry', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/sales/a.csv', 'one two three')
    expect(await deliver(world)).toMatchObject([{ state: 'converted', key: 'incoming/sales/a.csv' }])
    expect(textOf(world, 'parquet/sales/a.parquet')).toBe('one\ntwo\nthree\n')
    const etag = world.store.objects.get('incoming/sales/a.csv')!.etag
    expect(world.store.objects.get('parquet/sales/a.parquet')).toMatchObject({
      contentType: 'application/vnd.apache.parquet',
      metadata: { 'parquetry-source': 'incoming/sales/a.csv', 'parquetry-etag': etag, 'parquetry-kind': 'data' },
    })
    expect(ledgerEntry(world, 'incoming/sales/a.csv')).toMatchObject({
      state: 'done',
      source: { bucket, key: 'incoming/sales/a.csv', etag, size: 13 },
      outputs: [{ key: 'parquet/sales/a.parquet', rows: 3, etag: world.store.objects.get('parquet/sales/a.parquet')!.etag }],
      rows: { parsed: 3, written: 3, rejected: 0 },
      strays: [],
      finishedAt: '2026-01-31T12:00:00.000Z',
    })
    expect(world.queue.messages).toEqual([])
    expect(world.store.unfinished).toBe(0)
  })

  it('T04: is not converted again for a duplicate of its event', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', 'one')
    await world.queue.send(s3Message('incoming/a.csv'))
    expect((await deliver(world)).map(({ state }) => state)).toEqual(['converted', 'unchanged'])
    const before = new Map(world.store.objects)
    await world.queue.send(s3Message('incoming/a.csv'))
    await deliver(world)
    expect(new Map(world.store.objects)).toEqual(before)
  })

  it('is converted again when an output has been deleted, or the configuration changed', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', 'one')
    await deliver(world)
    await world.store.delete('parquet/a.parquet')
    await world.queue.send(s3Message('incoming/a.csv'))
    expect(await deliver(world)).toMatchObject([{ state: 'converted' }])
    world.pipeline.config = { ...world.pipeline.config, datasets: [partitionedDataset({ match: ['*.csv'], codec: 'gzip' })] }
    await world.queue.send(s3Message('incoming/a.csv'))
    expect(await deliver(world)).toMatchObject([{ state: 'converted', entry: { dataset: 'events' } }])
  })

  it('replaces the rows of the version that it overwrites, in every partition', async () => {
    const world = makeWorld({ datasets: [partitionedDataset()] })
    await drop(world, 'incoming/events/2026/a.csv', '1:a 1:b 2:c')
    await deliver(world)
    expect(objectKeys(world, 'parquet/')).toEqual(['parquet/events/p=1/2026/a.parquet', 'parquet/events/p=2/2026/a.parquet'])
    await drop(world, 'incoming/events/2026/a.csv', '2:d 3:e')
    await deliver(world)
    expect(objectKeys(world, 'parquet/')).toEqual(['parquet/events/p=2/2026/a.parquet', 'parquet/events/p=3/2026/a.parquet'])
    expect(publishedRows(world)).toEqual(['2:d', '3:e'])
  })

  it('has its rejected records beside, until a version without any replaces it', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', 'one !reject,x two')
    expect(await deliver(world)).toMatchObject([{ entry: { rows: { parsed: 3, written: 2, rejected: 1 } } }])
    expect(objectKeys(world, 'rejects/')).toEqual(['rejects/a.csv.reasons.ndjson', 'rejects/a.csv.rows.csv'])
    await drop(world, 'incoming/a.csv', 'one two')
    await deliver(world)
    expect(objectKeys(world, 'rejects/')).toEqual([])
  })

  it('never overwrites the rows of another source that maps to the same output', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', 'first')
    await deliver(world)
    await drop(world, 'incoming/a.csv.gz', 'second')
    expect(await deliver(world)).toMatchObject([{ state: 'failed', failure: { code: 'OUTPUT_CONFLICT' } }])
    expect(publishedRows(world)).toEqual(['first'])
    expect(objectKeys(world, 'retry/')).toEqual(['retry/a.csv.gz', 'retry/a.csv.gz.error.json'])
    await world.queue.send(s3Message('incoming/a.csv'))
    expect(await deliver(world)).toMatchObject([{ state: 'unchanged' }])
  })

  it('never overwrites what Parquetry did not write', async () => {
    const world = makeWorld()
    await world.store.put('parquet/a.parquet', Buffer.from('precious'))
    await drop(world, 'incoming/a.csv', 'one')
    expect(await deliver(world)).toMatchObject([{ state: 'failed', failure: { code: 'OUTPUT_CONFLICT' } }])
    expect(textOf(world, 'parquet/a.parquet')).toBe('precious')
  })

  it('that is gone meanwhile is no error, and what was published stays', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', 'one')
    await deliver(world)
    await world.store.delete('incoming/a.csv')
    await world.queue.send(s3Message('incoming/a.csv'))
    expect(await deliver(world)).toEqual([{ state: 'gone', key: 'incoming/a.csv' }])
    expect(publishedRows(world)).toEqual(['one'])
  })

  it.each([
    ['is finished when all of it is there', ['1:a', '2:b'], ['1:a', '2:b'], 'done'],
    ['is taken back when some of it is missing', ['1:a'], [], 'removed'],
  ] as const)('that is gone since its publication was interrupted: it %s', async (_, committed, rows, state) => {
    const world = makeWorld({ datasets: [partitionedDataset()] })
    const key = 'incoming/events/a.csv'
    await drop(world, key, '1:old 3:old')
    await deliver(world)
    await drop(world, key, '1:a 2:b')
    const { put } = world.store
    let left = committed.length + 1 // and the ledger's `publishing`
    world.store.put = (...request) => (left-- > 0 ? put.apply(world.store, request) : Promise.reject(new Error('dead')))
    await deliver(world)
    world.store.put = put
    expect(ledgerEntry(world, key)?.state).toBe('publishing')
    await world.store.delete(key)
    await deliverAll(world)
    expect(publishedRows(world)).toEqual(rows)
    expect(ledgerEntry(world, key)?.state).toBe(state)
    if (state === 'done') expect(ledgerEntry(world, key)?.outputs.every(({ etag }) => etag !== undefined)).toBe(true)
  })

  it('T12, S24: overwritten between the look and the read is not taken for what was looked at', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', 'one')
    const { read } = world.store
    world.store.read = (key, options) => {
      if (key === 'incoming/a.csv') void world.store.put(key, Buffer.from('two'))
      return read.call(world.store, key, options)
    }
    expect(await deliver(world)).toMatchObject([{ state: 'postponed', failure: { code: 'SOURCE_CHANGED' } }])
    expect(publishedRows(world)).toEqual([])
  })

  it('is published by nobody when its rows do not add up', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', 'one !lose')
    expect(await deliver(world)).toMatchObject([{ state: 'postponed', failure: { code: 'ROWS_LOST' } }])
    expect(publishedRows(world)).toEqual([])
    expect(world.store.unfinished).toBe(0)
  })
})

describe('after a conversion', () => {
  it.each([
    ['keep', ['incoming/a.csv']],
    ['archive', ['archive/a.csv']],
    ['delete', []],
  ] as const)('the source is treated as told: %s', async (afterConvert, kept) => {
    const world = makeWorld({ afterConvert })
    await drop(world, 'incoming/a.csv', 'one')
    expect(await deliver(world)).toMatchObject([{ state: 'converted' }])
    expect([...objectKeys(world, 'archive/'), ...objectKeys(world, 'incoming/')]).toEqual(kept)
    await world.queue.send(s3Message('incoming/a.csv'))
    await deliver(world)
    expect(publishedRows(world)).toEqual(['one'])
  })

  it('an archive that fails is told, and made up for when the message comes back', async () => {
    const world = makeWorld({ afterConvert: 'archive' })
    const { copy } = world.store
    world.store.copy = () => Promise.reject(new Error('no room'))
    await drop(world, 'incoming/a.csv', 'one')
    expect(await deliver(world)).toMatchObject([{ state: 'converted', warning: expect.stringContaining('no room') }])
    world.store.copy = copy
    world.queue.now += 60
    expect(await deliver(world)).toMatchObject([{ state: 'unchanged' }])
    expect(objectKeys(world, 'archive/')).toEqual(['archive/a.csv'])
    expect(objectKeys(world, 'incoming/')).toEqual([])
  })
})

describe('T50: an event is ignored', () => {
  it.each([
    'incoming/',
    'incoming/folder/',
    'elsewhere/a.csv',
    'parquet/a.csv',
    'incoming/a.json',
    'incoming/.a.csv',
    'incoming/_temporary/0/a.csv',
  ])('for %s', async key => {
    const world = makeWorld()
    await drop(world, key, 'one')
    expect(await deliver(world)).toMatchObject([{ state: 'ignored', key }])
    expect(publishedRows(world).filter(row => row !== 'one')).toEqual([])
  })

  it('S14, T53: for an output of ours that was copied to the input', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', 'one')
    await deliver(world)
    await world.store.copy('parquet/a.parquet', 'incoming/b.csv')
    await world.queue.send(s3Message('incoming/b.csv'))
    expect(await deliver(world)).toMatchObject([{ state: 'ignored', reason: expect.stringContaining('Parquetry') }])
  })
})

it('a status tells what was done, and what is waiting', async () => {
  const world = makeWorld()
  await drop(world, 'incoming/a.csv', 'one')
  await drop(world, 'incoming/b.csv', '!bad')
  await deliverAll(world)
  await drop(world, 'incoming/c.csv', 'three')
  expect(await pipelineStatus(world.pipeline)).toMatchObject({
    sources: 2,
    entries: [
      { source: { key: 'incoming/b.csv' }, state: 'failed' },
      { source: { key: 'incoming/a.csv' }, state: 'done' },
    ],
    failedObjects: ['retry/b.csv'],
    queue: { waiting: 1 },
    deadLetters: { waiting: 1 },
  })
})
