// What a reconcile finds and does, on a pipeline in memory: its clock stands long after everything that lies there.

import { Failure } from '../../../src/failure/failure.ts'
import { applyRedrive } from '../../../src/pipeline/apply-redrive.ts'
import { readLedger } from '../../../src/pipeline/ledger.ts'
import { planRedrive } from '../../../src/pipeline/plan-redrive.ts'
import type { Finding } from '../../../src/pipeline/reconcile/finding.ts'
import { type ReconcileOptions, reconcile } from '../../../src/pipeline/reconcile/reconcile.ts'
import { ledgerKey } from '../../../src/pipeline/route-key.ts'
import { failAt } from '../faulty-pipeline.ts'
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
  textOf,
  type World,
} from '../test-pipeline.ts'

async function findings(world: World, options: ReconcileOptions = {}) {
  const found: Finding[] = []
  const result = await reconcile(world.pipeline, { ...options, onFinding: finding => void found.push(finding) })
  return { result, found, reasons: found.map(({ key, reason }) => `${key}: ${reason}`).sort() }
}

/** As it was put, without the event. */
async function put({ store }: World, key: string, lines: string): Promise<void> {
  await store.put(key, Buffer.from(lines.split(' ').join('\n')), { contentType: 'text/csv', metadata: {} })
}

async function converted(...names: string[]): Promise<World> {
  const world = makeWorld()
  for (const name of names) await drop(world, `incoming/${name}`, `rows-of-${name}`)
  await deliverAll(world)
  return world
}

/** Everything but the reconcile's own state. */
const snapshot = ({ store }: World) => new Map([...store.objects].filter(([key]) => !key.startsWith('_parquetry/reconcile/')))

it('finds nothing where all is well, and changes nothing', async () => {
  const world = await converted('a.csv', 'b.csv', 'sub/a.csv')
  const before = snapshot(world)
  expect((await findings(world, { isScheduled: true })).result).toMatchObject({
    state: 'complete',
    sources: 3,
    entries: 3,
    found: {},
    requeued: 0,
  })
  expect(snapshot(world)).toEqual(before)
  expect(world.queue.messages).toEqual([])
})

it('T79: after three outputs were deleted and two events lost, exactly these five are rebuilt and nothing else is touched', async () => {
  const names = ['a.csv', 'b.csv', 'c.csv', 'd.csv', 'e.csv', 'f.csv', 'g.csv']
  const world = await converted(...names)
  const whole = new Map([...world.store.objects].map(([key, { bytes }]) => [key, Buffer.from(bytes).toString()]))
  for (const name of ['a', 'c', 'e']) await world.store.delete(`parquet/${name}.parquet`)
  await put(world, 'incoming/new.csv', 'new') // never converted
  await put(world, 'incoming/g.csv', 'changed') // its new version neither
  const before = snapshot(world)
  const { reasons, result } = await findings(world)
  expect(reasons).toEqual([
    'incoming/a.csv: output-gone',
    'incoming/c.csv: output-gone',
    'incoming/e.csv: output-gone',
    'incoming/g.csv: other-version',
    'incoming/new.csv: never-converted',
  ])
  expect(result).toMatchObject({ requeued: 5 })
  const outcomes = await deliverAll(world)
  expect(outcomes.map(({ state, key }) => `${key}: ${state}`).sort()).toEqual(
    ['a', 'c', 'e', 'g', 'new'].map(name => `incoming/${name}.csv: converted`),
  )
  for (const name of ['a', 'c', 'e']) expect(textOf(world, `parquet/${name}.parquet`)).toBe(whole.get(`parquet/${name}.parquet`))
  for (const name of ['b', 'd', 'f']) {
    for (const key of [`incoming/${name}.csv`, `parquet/${name}.parquet`, ledgerKey(world.pipeline.config, `incoming/${name}.csv`)])
      expect(world.store.objects.get(key)).toBe(before.get(key))
  }
  expect(publishedRows(world)).toEqual(['changed', 'new', ...['a', 'b', 'c', 'd', 'e', 'f'].map(name => `rows-of-${name}.csv`)])
  expect((await findings(world)).reasons).toEqual([])
})

it('T80: after a dead letter was redriven, its file is converted once and nothing is left to do', async () => {
  const world = makeWorld()
  await drop(world, 'incoming/a.csv', '!bad')
  await deliverAll(world)
  await put(world, 'retry/a.csv', 'good')
  await applyRedrive(world.pipeline, await planRedrive(world.pipeline))
  const outcomes = await deliverAll(world)
  expect(outcomes.filter(({ state }) => state === 'converted')).toHaveLength(1)
  const { etag } = world.store.objects.get('parquet/a.parquet')!
  expect((await findings(world)).reasons).toEqual([])
  await world.queue.send(s3Message('incoming/a.csv'))
  await deliverAll(world)
  expect(world.store.objects.get('parquet/a.parquet')!.etag).toBe(etag)
})

it('changes nothing in a dry run, and finds the same', async () => {
  const world = await converted('a.csv', 'b.csv')
  await world.store.delete('parquet/a.parquet')
  await put(world, 'incoming/new.csv', 'new')
  const before = new Map(world.store.objects)
  const dry = await findings(world, { dryRun: true, isScheduled: true })
  expect(new Map(world.store.objects)).toEqual(before)
  expect(world.queue.messages).toEqual([])
  expect(dry.result).toMatchObject({ requeued: 0, deferred: 0 })
  expect(dry.found).toEqual((await findings(world)).found)
})

it('looks below a prefix only, with and without the input prefix', async () => {
  const world = await converted('a.csv')
  for (const name of ['sub/x.csv', 'sub two/x.csv', 'other.csv']) await put(world, `incoming/${name}`, 'x')
  const below = async (prefix: string) => (await findings(world, { prefix, dryRun: true })).reasons
  expect(await below('sub')).toEqual(['incoming/sub two/x.csv: never-converted', 'incoming/sub/x.csv: never-converted'])
  expect(await below('incoming/sub two/')).toEqual(['incoming/sub two/x.csv: never-converted'])
  await world.store.delete('parquet/a.parquet')
  expect(await below('sub')).toHaveLength(2)
  expect(await below('a')).toEqual(['incoming/a.csv: output-gone'])
})

it('says nothing of what may be at work, but knows since when it waits', async () => {
  const world = makeWorld()
  const now = world.pipeline.clock().getTime()
  const at = async (key: string, minutesAgo: number) => {
    await put(world, key, 'x')
    world.store.objects.get(key)!.lastModified = new Date(now - minutesAgo * 60_000)
  }
  await at('incoming/young.csv', 29)
  await at('incoming/younger.csv', 1)
  const young = await findings(world)
  expect(young.reasons).toEqual([])
  expect(young.result.oldest).toEqual({ key: 'incoming/young.csv', since: new Date(now - 29 * 60_000).toISOString() })
  expect((await findings(world, { graceMs: 0, dryRun: true })).reasons).toHaveLength(2)
  await at('incoming/old.csv', 31)
  expect((await findings(world)).reasons).toEqual(['incoming/old.csv: never-converted'])
})

it('leaves what is to be re-queued to a later run while many messages wait', async () => {
  const world = await converted('a.csv')
  await put(world, 'incoming/new.csv', 'new')
  for (let count = 0; count < 3; count++) await world.queue.send(s3Message('incoming/a.csv'))
  expect((await findings(world, { mostWaiting: 2 })).result).toMatchObject({ requeued: 0, deferred: 1 })
  expect((await findings(world, { mostWaiting: 3 })).result).toMatchObject({ requeued: 1, deferred: 0 })
})

it('re-queues nothing while somebody looks at the dead letters: what is found could be one of them', async () => {
  const world = makeWorld()
  await put(world, 'incoming/a.csv', 'poison')
  await world.deadLetters.send(s3Message('incoming/a.csv'))
  await world.deadLetters.receive({ visibilitySeconds: 300, waitSeconds: 0 })
  expect((await findings(world)).result).toMatchObject({ requeued: 0, deferred: 1 })
})

it('takes no object for a source that is none', async () => {
  const world = makeWorld()
  for (const key of ['incoming/', 'incoming/x/', 'incoming/notes.md', 'incoming/_hidden.csv', 'elsewhere/a.csv']) await put(world, key, 'x')
  await world.store.put('incoming/ours.csv', Buffer.from('x'), { metadata: { 'parquetry-kind': 'data', 'parquetry-source': 'x' } })
  expect((await findings(world)).reasons).toEqual([])
})

it.each(['archive', 'delete'] as const)('takes a source that was put away for converted (afterConvert: %s)', async afterConvert => {
  const world = makeWorld({ afterConvert })
  await drop(world, 'incoming/a.csv', 'one')
  await deliverAll(world)
  expect((await findings(world)).reasons).toEqual([])
})

it('tells of outputs whose source somebody deleted, and leaves them', async () => {
  const world = await converted('a.csv')
  await world.store.delete('incoming/a.csv')
  const { reasons, result } = await findings(world)
  expect(reasons).toEqual(['incoming/a.csv: source-gone'])
  expect(result.attention.count).toBe(0)
  expect(publishedRows(world)).toEqual(['rows-of-a.csv'])
  await world.store.delete('parquet/a.parquet')
  expect((await findings(world)).reasons).toEqual([])
})

it('has the outputs of deleted sources removed where they are to go', async () => {
  const world = makeWorld({ onSourceDelete: 'remove' })
  for (const name of ['a', 'b']) await drop(world, `incoming/${name}.csv`, name)
  await deliverAll(world)
  await world.store.delete('incoming/a.csv') // and the event is lost
  expect((await findings(world)).reasons).toEqual(['incoming/a.csv: source-removed'])
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(['b'])
  expect((await findings(world)).reasons).toEqual([])
})

it('has a converted source put away where its worker died over it', async () => {
  const world = makeWorld({ afterConvert: 'archive' })
  await drop(world, 'incoming/a.csv', 'one')
  world.store.copy = () => Promise.reject(new Failure({ code: 'STORE_UNAVAILABLE' }))
  await deliver(world)
  delete (world.store as Partial<typeof world.store>).copy
  world.queue.messages.splice(0)
  expect((await findings(world)).reasons).toEqual(['incoming/a.csv: not-put-away'])
  await deliverAll(world)
  expect(objectKeys(world).filter(key => !key.startsWith('_'))).toEqual(['archive/a.csv', 'parquet/a.parquet'])
})

it('leaves sources alone that wait for their ready marker', async () => {
  const world = makeWorld({ datasets: [partitionedDataset({ readyMarker: '_SUCCESS' })] })
  for (const name of ['x/a', 'x/b', 'y/a']) await put(world, `incoming/events/${name}.csv`, name)
  expect((await findings(world, { mostWaitMs: Number.MAX_SAFE_INTEGER })).reasons).toEqual([])
  await put(world, 'incoming/events/x/_SUCCESS', '')
  const { reasons, result } = await findings(world)
  expect(reasons).toEqual([
    'incoming/events/x/a.csv: never-converted',
    'incoming/events/x/b.csv: never-converted',
    'incoming/events/y/a.csv: marker-missing', // for longer than a day
  ])
  expect(result).toMatchObject({ requeued: 2, oldest: { key: 'incoming/events/x/a.csv' }, attention: { count: 1 } })
})

it('does not bring up another version that waits for its ready marker, and tells of it once that is long', async () => {
  const world = makeWorld({ datasets: [partitionedDataset({ readyMarker: '_SUCCESS' })] })
  const key = 'incoming/events/a.csv'
  await put(world, 'incoming/events/_SUCCESS', '')
  await drop(world, key, '1:a')
  await deliverAll(world)
  await world.store.delete('incoming/events/_SUCCESS')
  await put(world, key, '1:b')
  expect((await findings(world, { mostWaitMs: Number.MAX_SAFE_INTEGER })).reasons).toEqual([])
  const { reasons, result } = await findings(world)
  expect(reasons).toEqual([`${key}: marker-missing`])
  expect(result.requeued).toBe(0)
  expect(result.oldest).toBeUndefined()
  await put(world, 'incoming/events/_SUCCESS', '')
  expect((await findings(world)).reasons).toEqual([`${key}: other-version`])
})

it('deletes marks of attempts whose message no queue can have any more, and no others', async () => {
  const world = makeWorld()
  const ages = { old: 14.01, young: 13.99 } // days
  for (const [name, days] of Object.entries(ages)) {
    await put(world, `_parquetry/attempts/${name}.json`, '{}')
    const { lastModified } = world.store.objects.get(`_parquetry/attempts/${name}.json`)!
    lastModified.setTime(world.pipeline.clock().getTime() - days * 86_400_000)
  }
  const before = snapshot(world)
  expect((await findings(world, { dryRun: true })).reasons).toEqual(['_parquetry/attempts/old.json: old-mark'])
  expect((await findings(world, { prefix: 'sales/' })).reasons).toEqual([])
  expect(snapshot(world)).toEqual(before)
  expect((await findings(world, { isScheduled: true })).result).toMatchObject({ found: { 'old-mark': 1 }, swept: 1, failed: 0 })
  expect(objectKeys(world, '_parquetry/attempts/')).toEqual(['_parquetry/attempts/young.json'])
})

it('tells of an output that was replaced by somebody else, and leaves it', async () => {
  const world = await converted('a.csv')
  await put(world, 'parquet/a.parquet', 'strange')
  const { reasons, result } = await findings(world)
  expect(reasons).toEqual(['incoming/a.csv: output-altered'])
  expect(result).toMatchObject({ requeued: 0, attention: { count: 1 } })
})

describe('failed files', () => {
  it('are told while they wait in the retry prefix', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', '!bad')
    await deliverAll(world)
    const { found, result } = await findings(world)
    expect(found).toMatchObject([{ key: 'incoming/a.csv', reason: 'in-retry', failure: { code: 'VALUE_INVALID' } }])
    expect(JSON.stringify(found)).not.toContain('cell content')
    expect(result).toMatchObject({ requeued: 0, attention: { count: 1 } })
    await world.store.delete('retry/a.csv') // somebody has given it up
    expect((await findings(world)).reasons).toEqual([])
  })

  it('are told while they wait for a person, and not sent out again', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', '!denied')
    await deliver(world)
    const { reasons, result } = await findings(world)
    expect(reasons).toEqual(['incoming/a.csv: operator-needed'])
    expect(result).toMatchObject({ requeued: 0, oldest: { key: 'incoming/a.csv' } })
  })

  it('are looked at again when a corrected version lies there', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', '!bad')
    await deliverAll(world)
    await put(world, 'incoming/a.csv', 'good')
    expect((await findings(world)).reasons).toEqual(['incoming/a.csv: other-version'])
    await deliverAll(world)
    expect(publishedRows(world)).toEqual(['good'])
  })

  /** The worker dies at its last step, and its message is lost with it. */
  async function halfMoved(): Promise<World> {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', '!bad')
    world.store.delete = () => Promise.reject(new Failure({ code: 'STORE_UNAVAILABLE' }))
    await deliver(world)
    delete (world.store as Partial<typeof world.store>).delete
    world.queue.messages.splice(0)
    expect(objectKeys(world, 'incoming/')).toEqual(['incoming/a.csv'])
    return world
  }

  it('are moved out of the input prefix where a crash left them', async () => {
    const world = await halfMoved()
    await put(world, 'retry/a.csv', 'corrected in place')
    const { reasons, result } = await findings(world)
    expect(reasons).toEqual(['incoming/a.csv: half-moved'])
    expect(result.setAside).toBe(1)
    expect(objectKeys(world).filter(key => !key.startsWith('_'))).toEqual(['retry/a.csv', 'retry/a.csv.error.json'])
    expect(textOf(world, 'retry/a.csv')).toBe('corrected\nin\nplace')
  })

  it('are looked at again where the same bytes were dropped once more', async () => {
    const world = await halfMoved()
    const { etag } = world.store.objects.get('incoming/a.csv')!
    await put(world, 'incoming/a.csv', '!bad')
    world.store.objects.get('incoming/a.csv')!.etag = etag // as S3 tells it: a hash of the content
    expect((await findings(world)).reasons).toEqual(['incoming/a.csv: other-version'])
  })
})

describe('objects that kill their workers', () => {
  /** The queue itself moves the message away; nobody has said what is wrong. */
  async function poisoned(): Promise<World> {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', 'poison')
    const { body } = world.queue.messages.splice(0)[0]!
    await world.deadLetters.send(body.replace('"eTag":"e"', '"eTag":"1"'))
    return world
  }

  it('are set aside with a report, not sent out again', async () => {
    const world = await poisoned()
    const { reasons, result } = await findings(world)
    expect(reasons).toEqual(['incoming/a.csv: in-retry', 'incoming/a.csv: worker-lost'])
    expect(result).toMatchObject({ requeued: 0, setAside: 1 })
    expect(objectKeys(world).filter(key => !key.startsWith('_'))).toEqual(['retry/a.csv', 'retry/a.csv.error.json'])
    expect(ledgerEntry(world, 'incoming/a.csv')).toMatchObject({
      state: 'failed',
      failure: { code: 'WORKER_DIED' },
      retryKey: 'retry/a.csv',
    })
    expect(await world.deadLetters.depth()).toMatchObject({ waiting: 1 }) // visible again
    await applyRedrive(world.pipeline, await planRedrive(world.pipeline))
    await deliverAll(world)
    expect(publishedRows(world)).toEqual(['poison'])
  })

  it('stay where they are in a dry run', async () => {
    const world = await poisoned()
    expect((await findings(world, { dryRun: true })).reasons).toContain('incoming/a.csv: worker-lost')
    expect(objectKeys(world, 'incoming/')).toEqual(['incoming/a.csv'])
  })

  it('are not mistaken for a newer version, which is looked at', async () => {
    const world = await poisoned()
    await put(world, 'incoming/a.csv', 'good')
    expect((await findings(world)).reasons).toEqual(['incoming/a.csv: never-converted'])
    await deliverAll(world)
    expect(publishedRows(world)).toEqual(['good'])
  })

  it('are told from those that a person keeps waiting', async () => {
    const world = makeWorld({ maxReceives: 2 })
    await drop(world, 'incoming/a.csv', '!denied')
    await deliverAll(world)
    expect(world.deadLetters.messages).toHaveLength(1)
    expect((await findings(world)).reasons).toEqual(['incoming/a.csv: operator-needed'])
    expect(objectKeys(world, 'incoming/')).toEqual(['incoming/a.csv'])
  })
})

it('completes what was interrupted while it was published', async () => {
  const world = makeWorld({ datasets: [partitionedDataset()] })
  await drop(world, 'incoming/events/a.csv', '1:a 2:b')
  for (let at = 1; ledgerEntry(world, 'incoming/events/a.csv')?.state !== 'publishing'; at++) {
    world.queue.now += 6000
    await deliver(world, failAt(world.pipeline, at, 'death after').pipeline)
  }
  world.queue.messages.splice(0)
  expect((await findings(world)).reasons).toEqual(['_parquetry/attempts/m1.json: old-mark', 'incoming/events/a.csv: interrupted'])
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(['1:a', '2:b'])
})

it.each([
  ['keep', ['1:a', '2:b']],
  ['remove', []],
] as const)('has an interrupted publication settled whose source is gone meanwhile (onSourceDelete: %s)', async (onSourceDelete, rows) => {
  const world = makeWorld({ datasets: [partitionedDataset()], onSourceDelete })
  await drop(world, 'incoming/events/a.csv', '1:a 2:b')
  const { put: write } = world.store
  world.store.put = async (key, bytes, options) => {
    if (Buffer.from(bytes).includes('"state": "done"')) throw new Failure({ code: 'STORE_UNAVAILABLE' })
    return await write.call(world.store, key, bytes, options)
  }
  await deliver(world)
  delete (world.store as Partial<typeof world.store>).put
  expect(ledgerEntry(world, 'incoming/events/a.csv')).toMatchObject({ state: 'publishing' })
  world.queue.messages.splice(0)
  await world.store.delete('incoming/events/a.csv')
  expect((await findings(world)).reasons).toEqual([
    `incoming/events/a.csv: ${onSourceDelete === 'keep' ? 'half-published' : 'source-removed'}`,
  ])
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(rows)
  expect(world.queue.messages).toEqual([])
  expect((await findings(world)).result).toMatchObject({ requeued: 0 })
})

it('sweeps what an overtaken worker left behind, and only that', async () => {
  const world = makeWorld({ datasets: [partitionedDataset()] })
  await drop(world, 'incoming/events/a.csv', '1:a 2:b')
  await deliverAll(world)
  const place = ledgerKey(world.pipeline.config, 'incoming/events/a.csv')
  const { entry } = await readLedger(world.pipeline, 'incoming/events/a.csv')
  const strays = ['parquet/events/p=1/a.parquet', 'parquet/events/p=3/a.parquet', 'parquet/events/p=4/a.parquet']
  await world.store.put(place, Buffer.from(JSON.stringify({ ...entry, strays })))
  const { metadata } = world.store.objects.get('parquet/events/p=1/a.parquet')!
  await world.store.put('parquet/events/p=3/a.parquet', Buffer.from('3:stray'), { metadata })
  await world.store.put('parquet/events/p=4/a.parquet', Buffer.from('4:of another'), { metadata: {} })
  const { found, result } = await findings(world)
  expect(found).toMatchObject([{ reason: 'strays', outputs: ['parquet/events/p=3/a.parquet', 'parquet/events/p=4/a.parquet'] }])
  expect(result.swept).toBe(1)
  expect(publishedRows(world)).toEqual(['1:a', '2:b', '4:of another'])
})

it('of two sources of one output tells the second as failed, and leaves the first', async () => {
  const world = await converted('a.csv')
  await drop(world, 'incoming/a.csv.gz', 'other')
  await deliverAll(world)
  expect((await findings(world)).reasons).toEqual(['incoming/a.csv.gz: in-retry'])
  expect(publishedRows(world)).toEqual(['rows-of-a.csv'])
})

it('tells of a damaged entry, and goes on', async () => {
  const world = await converted('a.csv', 'b.csv')
  await put(world, ledgerKey(world.pipeline.config, 'incoming/a.csv'), 'damaged')
  await world.store.delete('parquet/b.parquet')
  expect((await findings(world)).reasons).toEqual([
    `${ledgerKey(world.pipeline.config, 'incoming/a.csv')}: unreadable`,
    'incoming/b.csv: output-gone',
  ])
})

it('tells a remedy that fails, and does the others', async () => {
  const world = await converted('c.csv')
  for (const name of ['a', 'b']) await drop(world, `incoming/${name}.csv`, '!bad')
  const { delete: remove } = world.store
  world.store.delete = () => Promise.reject(new Failure({ code: 'STORE_UNAVAILABLE' }))
  await deliver(world)
  world.store.delete = (key, options) =>
    key === 'incoming/a.csv' ? Promise.reject(new Error('down')) : remove.call(world.store, key, options)
  world.queue.messages.splice(0)
  const failures: Failure[] = []
  const { result } = await findings(world, { onFailure: failure => failures.push(failure) })
  expect(result).toMatchObject({ setAside: 1, failed: 1 })
  expect(failures).toMatchObject([{ data: { code: 'INTERNAL', source: 's3://test-bucket/incoming/a.csv' } }])
  expect(objectKeys(world, 'incoming/')).toEqual(['incoming/a.csv', 'incoming/c.csv'])
})
