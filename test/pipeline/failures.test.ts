import { Failure } from '../../src/failure/failure.ts'
import { handleBatch } from '../../src/pipeline/handle-batch.ts'
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

describe('a file that cannot be converted', () => {
  it('goes to the retry prefix with a report, and its message to the dead-letter queue, on the first delivery', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/x/a.csv', 'one !bad')
    const { etag } = world.store.objects.get('incoming/x/a.csv')!
    const { body } = world.queue.messages[0]!
    expect(await deliver(world)).toMatchObject([{ state: 'failed', key: 'incoming/x/a.csv', retryKey: 'retry/x/a.csv' }])
    expect(world.queue.messages).toEqual([])
    expect(objectKeys(world).filter(key => !key.startsWith('_'))).toEqual(['retry/x/a.csv', 'retry/x/a.csv.error.json'])
    expect(world.store.objects.get('retry/x/a.csv')).toMatchObject({ contentType: 'text/csv', metadata: { 'dropped-by': 'user' } })
    expect(JSON.parse(textOf(world, 'retry/x/a.csv.error.json'))).toMatchObject({
      message:
        's3://test-bucket/incoming/x/a.csv line 2: cannot read "cell content" as int: the value cannot be read as the type of its column; fix: correct the value, or change the type in the dataset file',
      failure: { code: 'VALUE_INVALID', line: 2 },
      class: 'permanent',
      source: { bucket, key: 'incoming/x/a.csv', etag },
      failedAt: '2026-01-31T12:00:00.000Z',
      redrive: 'npx parquetry redrive --key incoming/x/a.csv',
    })
    expect(world.deadLetters.messages).toMatchObject([
      {
        body,
        attributes: { 'parquetry.code': 'VALUE_INVALID', 'parquetry.key': 'incoming/x/a.csv', 'parquetry.retry-key': 'retry/x/a.csv' },
      },
    ])
    expect(ledgerEntry(world, 'incoming/x/a.csv')).toMatchObject({
      state: 'failed',
      failure: { code: 'VALUE_INVALID' },
      retryKey: 'retry/x/a.csv',
    })
  })

  it('does not bring itself back with a duplicate of its event', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', '!bad')
    await world.queue.send(s3Message('incoming/a.csv'))
    expect((await deliver(world)).map(({ state }) => state)).toEqual(['failed', 'gone'])
    expect(world.deadLetters.messages).toHaveLength(1)
  })

  it('leaves what an earlier version published, and a corrected one replaces it and clears the retry prefix', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', 'one')
    await deliver(world)
    await drop(world, 'incoming/a.csv', '!bad')
    await deliver(world)
    expect(publishedRows(world)).toEqual(['one'])
    await drop(world, 'incoming/a.csv', 'two')
    expect(await deliver(world)).toMatchObject([{ state: 'converted' }])
    expect(publishedRows(world)).toEqual(['two'])
    expect(objectKeys(world, 'retry/')).toEqual([])
  })

  it('that was given up halfway, without a word in the ledger, does not come back over a newer version', async () => {
    const world = makeWorld({ afterConvert: 'archive' })
    await drop(world, 'incoming/a.csv', 'two')
    await world.store.put('retry/a.csv', Buffer.from('one'))
    await world.store.put('retry/a.csv.error.json', Buffer.from('{}'))
    await deliver(world)
    expect(objectKeys(world).filter(key => !key.startsWith('_'))).toEqual(['archive/a.csv', 'parquet/a.parquet'])
  })

  it('does not hold up the others of its batch', async () => {
    const world = makeWorld()
    await world.queue.send('not JSON')
    await drop(world, 'incoming/a.csv', 'one')
    await drop(world, 'incoming/b.csv', '!bad')
    await drop(world, 'incoming/c.csv', '!busy')
    await drop(world, 'incoming/d.csv', 'four')
    const messages = await world.queue.receive({ visibilitySeconds: 60, waitSeconds: 0 })
    const postponed = await handleBatch(world.pipeline, messages)
    expect(postponed).toEqual([messages[3]!.id])
    expect(publishedRows(world)).toEqual(['four', 'one'])
  })
})

describe('T33: a passing failure', () => {
  it('comes back after growing times, then counts as failed', async () => {
    const world = makeWorld({ maxReceives: 5 })
    await drop(world, 'incoming/a.csv', '!busy')
    const outcomes = await deliverAll(world)
    expect(outcomes.map(({ state }) => state)).toEqual(['postponed', 'postponed', 'postponed', 'postponed', 'failed'])
    const delays = outcomes.flatMap(outcome => (outcome.state === 'postponed' ? [outcome.visibleInSeconds] : []))
    for (const [index, delay] of delays.entries()) {
      expect(delay).toBeGreaterThanOrEqual(30 * 2 ** index * 0.75 - 1)
      expect(delay).toBeLessThanOrEqual(30 * 2 ** index)
    }
    expect(objectKeys(world, 'retry/')).toEqual(['retry/a.csv', 'retry/a.csv.error.json'])
    expect(world.deadLetters.messages).toMatchObject([{ attributes: { 'parquetry.code': 'STORE_UNAVAILABLE' } }])
  })

  it('is hidden in the queue for as long as it says', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', '!busy')
    const [outcome] = await deliver(world)
    expect(outcome).toMatchObject({ state: 'postponed' })
    expect(world.queue.messages[0]!.visibleAt).toBe(outcome!.state === 'postponed' ? outcome!.visibleInSeconds : -1)
  })

  it('is what an unexpected error is', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', '!crash')
    expect(await deliver(world)).toMatchObject([{ state: 'postponed', failure: { code: 'INTERNAL', detail: 'a bug' } }])
  })
})

it('a file that fails for good while it is being published is taken back whole', async () => {
  const world = makeWorld({ datasets: [partitionedDataset()], maxReceives: 3 })
  await drop(world, 'incoming/events/a.csv', '1:old 2:old')
  await deliver(world)
  const { put } = world.store
  world.store.put = (key, bytes, options) =>
    key.includes('p=2/') ? Promise.reject(new Failure({ code: 'STORE_UNAVAILABLE' })) : put.call(world.store, key, bytes, options)
  await drop(world, 'incoming/events/a.csv', '1:new 2:new')
  const outcomes = await deliverAll(world)
  expect(outcomes.map(({ state }) => state)).toEqual(['postponed', 'postponed', 'failed'])
  expect(publishedRows(world)).toEqual([]) // neither the old rows nor half of the new ones
  expect(objectKeys(world, 'retry/')).toEqual(['retry/events/a.csv', 'retry/events/a.csv.error.json'])
  expect(world.store.unfinished).toBe(0)
})

describe('T71: when the file of rejected records cannot be written', () => {
  it.each(['rejects/a.csv.rows.csv', 'rejects/a.csv.reasons.ndjson'])(
    '(%s) no good row is to be seen at any time, and the file fails',
    async place => {
      const world = makeWorld({ maxReceives: 3 })
      await drop(world, 'incoming/a.csv', 'one !reject,x two')
      const { put } = world.store
      const committed: string[] = []
      world.store.put = (key, ...rest) => {
        if (key === place) return Promise.reject(new Failure({ code: 'STORE_UNAVAILABLE' }))
        committed.push(key)
        return put.call(world.store, key, ...rest)
      }
      expect((await deliverAll(world)).map(({ state }) => state)).toEqual(['postponed', 'postponed', 'failed'])
      expect(committed.filter(key => key.startsWith('parquet/'))).toEqual([])
      expect(objectKeys(world).filter(key => !key.startsWith('_'))).toEqual(['retry/a.csv', 'retry/a.csv.error.json'])
      expect(world.store.unfinished).toBe(0)
    },
  )

  it('the rows of an earlier version stay, until it can', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', 'old')
    await deliver(world)
    await drop(world, 'incoming/a.csv', 'one !reject,x two')
    const { put } = world.store
    world.store.put = (key, ...rest) =>
      key.startsWith('rejects/') ? Promise.reject(new Failure({ code: 'ACCESS_DENIED' })) : put.call(world.store, key, ...rest)
    expect(await deliver(world)).toMatchObject([{ state: 'postponed', failure: { code: 'ACCESS_DENIED' } }])
    expect(publishedRows(world)).toEqual(['old'])
    world.store.put = put
    await deliverAll(world)
    expect(publishedRows(world)).toEqual(['one', 'two'])
    expect(objectKeys(world, 'rejects/')).toEqual(['rejects/a.csv.reasons.ndjson', 'rejects/a.csv.rows.csv'])
  })
})

describe('T54: a failure that needs a person', () => {
  it('waits long, never moves the object, and ends in the dead-letter queue with its reason', async () => {
    const world = makeWorld({ maxReceives: 3 })
    await drop(world, 'incoming/a.csv', '!denied')
    const outcomes = await deliverAll(world)
    expect(outcomes).toMatchObject([
      { state: 'postponed', visibleInSeconds: expect.any(Number) },
      { state: 'postponed' },
      { state: 'failed', failure: { code: 'ACCESS_DENIED' } },
    ])
    expect(outcomes[0]!.state === 'postponed' && outcomes[0]!.visibleInSeconds).toBeGreaterThan(2000)
    expect(objectKeys(world, 'incoming/')).toEqual(['incoming/a.csv'])
    expect(world.deadLetters.messages).toMatchObject([{ attributes: { 'parquetry.code': 'ACCESS_DENIED' } }])
  })

  it('stands in the ledger from the first delivery on, and what was published before stays', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', 'one')
    await deliver(world)
    await drop(world, 'incoming/a.csv', '!denied')
    const { etag } = world.store.objects.get('incoming/a.csv')!
    await deliver(world)
    expect(ledgerEntry(world, 'incoming/a.csv')).toMatchObject({
      state: 'failed',
      source: { etag },
      failure: { code: 'ACCESS_DENIED' },
      outputs: [{ key: 'parquet/a.parquet' }],
    })
    expect(publishedRows(world)).toEqual(['one'])
    await drop(world, 'incoming/a.csv', 'two')
    await deliver(world)
    expect(publishedRows(world)).toEqual(['two'])
    expect(ledgerEntry(world, 'incoming/a.csv')).toMatchObject({ state: 'done' })
  })

  it('says nothing about a newer version of the object', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', '!denied')
    await deliver(world, {
      ...world.pipeline,
      convert: async request => {
        await world.store.put('incoming/a.csv', Buffer.from('newer'), {})
        return await world.pipeline.convert(request)
      },
    })
    expect(objectKeys(world, '_parquetry/')).toEqual([])
  })

  it('is told although the ledger cannot be written', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', '!denied')
    const { put } = world.store
    world.store.put = (key, ...rest) =>
      key.startsWith('_parquetry/') ? Promise.reject(new Failure({ code: 'ACCESS_DENIED' })) : put.call(world.store, key, ...rest)
    expect(await deliver(world)).toMatchObject([{ state: 'postponed', failure: { code: 'ACCESS_DENIED' } }])
  })
})

describe('a message', () => {
  it.each([
    '',
    'null',
    '[]',
    '"text"',
    '{}',
    '{"Records": 1}',
    '{"Records":[{}]}',
    '{"Records":[{"s3":{"bucket":{"name":"b"}}}]}',
    'poison',
  ])('T52: of an unknown shape goes to the dead-letter queue at once: %s', async body => {
    const world = makeWorld()
    await world.queue.send(body)
    expect(await deliver(world)).toMatchObject([{ state: 'failed', failure: { code: 'EVENT_UNKNOWN' } }])
    expect(world.deadLetters.messages).toMatchObject([{ body, attributes: { 'parquetry.code': 'EVENT_UNKNOWN' } }])
  })

  it('S15, T51: about another bucket is refused without a request to any', async () => {
    const world = makeWorld()
    await world.queue.send(s3Message('incoming/a.csv').replace(bucket, 'stranger'))
    world.store.head = () => Promise.reject(new Error('asked'))
    expect(await deliver(world)).toMatchObject([{ state: 'failed', failure: { code: 'EVENT_FOREIGN' } }])
    expect(world.deadLetters.messages).toHaveLength(1)
  })

  it('T50: about nothing is handled', async () => {
    const world = makeWorld()
    await world.queue.send('{"Records":[]}')
    await world.queue.send('{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"test-bucket"}')
    expect(await deliver(world)).toEqual([])
    expect(world.queue.messages).toEqual([])
  })

  it('T52: of 330 records converts them all, and sends on only what failed', async () => {
    const world = makeWorld()
    const keys = Array.from({ length: 330 }, (_, index) => `incoming/${index}.csv`)
    for (const [index, key] of keys.entries()) await world.store.put(key, Buffer.from(index === 7 ? '!bad' : `row${index}`))
    await world.queue.send(s3Message(...keys))
    await deliver(world)
    expect(publishedRows(world)).toHaveLength(329)
    expect(world.deadLetters.messages.map(({ body }) => JSON.parse(body))).toEqual([
      { parquetry: 'convert', bucket, key: 'incoming/7.csv' },
    ])
  })

  it('is put back when the dead-letter queue cannot take it', async () => {
    const world = makeWorld()
    world.deadLetters.send = () => Promise.reject(new Error('down'))
    await drop(world, 'incoming/a.csv', '!bad')
    await world.queue.send('poison')
    expect((await deliver(world)).map(({ state }) => state)).toEqual(['postponed', 'postponed'])
    expect(objectKeys(world, 'incoming/')).toEqual(['incoming/a.csv'])
  })

  it('is not begun when too little time is left', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', 'one')
    await drop(world, 'incoming/b.csv', 'two')
    const messages = await world.queue.receive({ visibilitySeconds: 60, waitSeconds: 0 })
    const remaining = [40_000, 29_999]
    const postponed = await handleBatch(world.pipeline, messages, { remainingMs: () => remaining.shift()! })
    expect(postponed).toEqual([messages[1]!.id])
    expect(publishedRows(world)).toEqual(['one'])
    expect(world.queue.messages.find(({ id }) => id === messages[1]!.id)?.visibleAt).toBe(0)
  })

  it('is begun all the same when the queue would take it away otherwise', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', 'one')
    const [message] = await world.queue.receive({ visibilitySeconds: 60, waitSeconds: 0 })
    const noTime = { remainingMs: () => 0 }
    const { maxReceives } = world.pipeline.config
    expect(await handleBatch(world.pipeline, [{ ...message!, receiveCount: maxReceives }], noTime)).toEqual([message!.id])
    expect(publishedRows(world)).toEqual([])
    expect(await handleBatch(world.pipeline, [{ ...message!, receiveCount: maxReceives + 1 }], noTime)).toEqual([])
    expect(publishedRows(world)).toEqual(['one'])
  })
})
