import { applyRedrive } from '../../src/pipeline/apply-redrive.ts'
import { planRedrive, releaseRedrive } from '../../src/pipeline/plan-redrive.ts'
import { deliver, deliverAll, drop, makeWorld, objectKeys, publishedRows, s3Message, type World } from './test-pipeline.ts'

async function worldWithFailures(...names: string[]): Promise<World> {
  const world = makeWorld()
  for (const name of names) await drop(world, `incoming/${name}`, '!bad')
  await deliverAll(world)
  return world
}

/** What the user does who corrects the file where it lies. */
async function correct(world: World, name: string, rows = 'good'): Promise<void> {
  await world.store.put(`retry/${name}`, Buffer.from(rows))
}

describe('a plan to redrive', () => {
  it('lists every failed object with its reason, and changes nothing', async () => {
    const world = await worldWithFailures('b.csv', 'x/a.csv')
    const before = new Map(world.store.objects)
    const plan = await planRedrive(world.pipeline)
    expect(plan.steps).toMatchObject([
      {
        key: 'incoming/b.csv',
        reason: { code: 'VALUE_INVALID' },
        restore: { from: 'retry/b.csv', to: 'incoming/b.csv', size: 4 },
        delete: [{ id: 'm1' }],
      },
      { key: 'incoming/x/a.csv', reason: { code: 'VALUE_INVALID' }, restore: { from: 'retry/x/a.csv' }, delete: [{ id: 'm2' }] },
    ])
    expect(new Map(world.store.objects)).toEqual(before)
    await releaseRedrive(world.pipeline, plan)
    expect(await world.deadLetters.depth()).toMatchObject({ waiting: 2 })
  })

  it.each(['x/*', 'incoming/x/*', '{x/a,nothing}.csv'])('selects by glob, with and without the input prefix: %s', async keyGlob => {
    const world = await worldWithFailures('b.csv', 'x/a.csv')
    const plan = await planRedrive(world.pipeline, { keyGlob })
    expect(plan.steps.map(({ key }) => key)).toEqual(['incoming/x/a.csv'])
    await applyRedrive(world.pipeline, plan)
    expect(objectKeys(world, 'incoming/')).toEqual(['incoming/x/a.csv'])
    expect(world.deadLetters.messages.map(({ visibleAt }) => visibleAt)).toEqual([0])
  })

  it('takes several messages about one object for one', async () => {
    const world = await worldWithFailures('a.csv')
    await world.deadLetters.send(s3Message('incoming/a.csv'))
    const plan = await planRedrive(world.pipeline)
    expect(plan.steps).toMatchObject([{ key: 'incoming/a.csv', delete: [{ id: 'm1' }, { id: 'm2' }] }])
    await applyRedrive(world.pipeline, plan)
    expect(world.queue.messages).toHaveLength(1)
    expect(world.deadLetters.messages).toEqual([])
  })

  it('knows an object whose message has expired, by its report', async () => {
    const world = await worldWithFailures('a.csv')
    world.deadLetters.messages.splice(0)
    const plan = await planRedrive(world.pipeline)
    expect(plan.steps).toMatchObject([{ key: 'incoming/a.csv', reason: { code: 'VALUE_INVALID' }, delete: [] }])
    await correct(world, 'a.csv')
    await applyRedrive(world.pipeline, plan)
    await deliverAll(world)
    expect(publishedRows(world)).toEqual(['good'])
  })

  it('keeps a message that nobody can read', async () => {
    const world = makeWorld()
    await world.queue.send('poison')
    await deliverAll(world)
    const plan = await planRedrive(world.pipeline)
    expect(plan.steps).toMatchObject([{ key: undefined, send: 'poison', reason: { code: 'EVENT_UNKNOWN' }, restore: undefined }])
    expect((await planRedrive(world.pipeline, { keyGlob: '**' })).steps).toEqual([])
  })
})

describe('a redrive', () => {
  it('T80: brings back a corrected file, which is converted', async () => {
    const world = await worldWithFailures('a.csv')
    await correct(world, 'a.csv')
    const results = await applyRedrive(world.pipeline, await planRedrive(world.pipeline))
    expect(results).toEqual([{ key: 'incoming/a.csv', state: 'redriven' }])
    expect(world.deadLetters.messages).toEqual([])
    expect(await deliver(world)).toMatchObject([{ state: 'converted' }])
    expect(objectKeys(world, 'retry/')).toEqual([])
  })

  it('loses nothing when a worker gives the file up again before the redrive has ended', async () => {
    const world = await worldWithFailures('a.csv')
    const { send } = world.pipeline.queue
    world.pipeline.queue.send = async (...message) => {
      await send.apply(world.pipeline.queue, message)
      await deliverAll(world)
    }
    await applyRedrive(world.pipeline, await planRedrive(world.pipeline))
    expect(objectKeys(world, 'incoming/')).toEqual([])
    expect(objectKeys(world, 'retry/')).toEqual(['retry/a.csv', 'retry/a.csv.error.json'])
    expect(world.deadLetters.messages).toHaveLength(1)
  })

  it('twice at once brings a file back once', async () => {
    const world = await worldWithFailures('a.csv')
    const plan = await planRedrive(world.pipeline)
    const [one, other] = await Promise.all([applyRedrive(world.pipeline, plan), applyRedrive(world.pipeline, plan)])
    expect(
      [one, other]
        .flat()
        .map(({ state }) => state)
        .sort(),
    ).toEqual(['redriven', 'superseded'])
    await deliverAll(world)
    expect(objectKeys(world, 'retry/')).toEqual(['retry/a.csv', 'retry/a.csv.error.json'])
  })

  it('of a file that is still broken ends where it began', async () => {
    const world = await worldWithFailures('a.csv')
    await applyRedrive(world.pipeline, await planRedrive(world.pipeline))
    await deliverAll(world)
    expect(objectKeys(world, 'retry/')).toEqual(['retry/a.csv', 'retry/a.csv.error.json'])
    expect(world.deadLetters.messages).toHaveLength(1)
  })

  it('does not overwrite a newer file of the same name', async () => {
    const world = await worldWithFailures('a.csv')
    await world.store.put('incoming/a.csv', Buffer.from('newer'))
    const results = await applyRedrive(world.pipeline, await planRedrive(world.pipeline))
    expect(results).toEqual([{ key: 'incoming/a.csv', state: 'superseded' }])
    await deliverAll(world)
    expect(publishedRows(world)).toEqual(['newer'])
    expect(objectKeys(world, 'retry/')).toEqual([])
  })

  it('tells a step that fails, and does the others', async () => {
    const world = await worldWithFailures('a.csv', 'b.csv')
    const plan = await planRedrive(world.pipeline)
    const { copy } = world.store
    world.store.copy = (from, to, options) =>
      from === 'retry/a.csv' ? Promise.reject(new Error('down')) : copy.call(world.store, from, to, options)
    const results = await applyRedrive(world.pipeline, plan)
    expect(results).toMatchObject([
      { key: 'incoming/a.csv', state: 'failed' },
      { key: 'incoming/b.csv', state: 'redriven' },
    ])
    expect(objectKeys(world, 'incoming/')).toEqual(['incoming/b.csv'])
  })
})

describe('the queue’s own redrive', () => {
  async function redriveByQueue(world: World): Promise<void> {
    for (const { body, attributes } of world.deadLetters.messages.splice(0)) await world.queue.send(body, attributes)
  }

  it('finds the object in the retry prefix', async () => {
    const world = await worldWithFailures('a.csv')
    await correct(world, 'a.csv')
    await redriveByQueue(world)
    expect(await deliver(world)).toMatchObject([{ state: 'converted' }])
    expect(publishedRows(world)).toEqual(['good'])
    expect(objectKeys(world, 'retry/')).toEqual([])
  })

  it('of a file that is still broken ends, though bringing it back raises an event of its own', async () => {
    const world = await worldWithFailures('a.csv')
    const { copy } = world.store
    world.store.copy = async (from, to, options) => {
      await copy.call(world.store, from, to, options)
      if (to.startsWith('incoming/')) await world.queue.send(s3Message(to))
    }
    await redriveByQueue(world)
    await deliverAll(world)
    expect(objectKeys(world, 'retry/')).toEqual(['retry/a.csv', 'retry/a.csv.error.json'])
    expect(world.deadLetters.messages).toHaveLength(1)
  })

  it('does not overwrite a newer file of the same name', async () => {
    const world = await worldWithFailures('a.csv')
    const { head } = world.store
    let isFirst = true
    world.store.head = async key => {
      const found = await head.call(world.store, key)
      if (key === 'retry/a.csv' && isFirst) await world.store.put('incoming/a.csv', Buffer.from('newer')) // between look and copy
      if (key === 'retry/a.csv') isFirst = false
      return found
    }
    await redriveByQueue(world)
    await deliverAll(world)
    expect(publishedRows(world)).toEqual(['newer'])
  })
})
