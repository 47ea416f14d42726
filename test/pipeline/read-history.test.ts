import { readHistory } from '../../src/pipeline/read-history.ts'
import { ledgerKey } from '../../src/pipeline/route-key.ts'
import { deliverAll, drop, makeWorld, type World } from './test-pipeline.ts'

/** As dropped one after the other, an hour apart. */
async function worldOf(...files: [name: string, lines: string][]): Promise<World> {
  const world = makeWorld()
  let hour = 0
  world.pipeline.clock = () => new Date(Date.UTC(2026, 0, 31, hour))
  for (const [name, lines] of files) {
    await drop(world, `incoming/${name}`, lines)
    await deliverAll(world)
    const place = ledgerKey(world.pipeline.config, `incoming/${name}`)
    world.store.objects.get(place)!.lastModified = world.pipeline.clock()
    hour++
  }
  return world
}

const long = `${'x'.repeat(950)}/a b.csv`
const world = worldOf(['a.csv', 'one'], ['b/a.csv', '!bad'], [long, 'two'], ['a.csv', 'three'], ['c d.csv', '!bad'], ['z~0.csv', 'four'])
const keys = async (options: Partial<Parameters<typeof readHistory>[1]> = {}) => {
  const { entries, hasMore } = await readHistory((await world).pipeline, { newest: 100, ...options })
  return { keys: entries.map(({ source }) => source.key.slice('incoming/'.length)), hasMore }
}

it('tells of every file once, the newest first', async () => {
  expect(await keys()).toEqual({ keys: ['z~0.csv', 'c d.csv', 'a.csv', long, 'b/a.csv'], hasMore: false })
})

it('tells of the newest alone, and that there are more', async () => {
  expect(await keys({ newest: 2 })).toEqual({ keys: ['z~0.csv', 'c d.csv'], hasMore: true })
  expect(await keys({ newest: 5 })).toMatchObject({ hasMore: false })
})

it.each([
  ['**/a.csv', ['a.csv', 'b/a.csv']],
  ['incoming/b/*', ['b/a.csv']],
  ['c d.csv', ['c d.csv']],
  ['x*/a b.csv', [long]], // its place in the ledger is cut: the entry is read
  ['nothing', []],
])('selects by a glob: %s', async (keyGlob, expected) => expect((await keys({ keyGlob })).keys).toEqual(expected))

it('selects by state, and by time', async () => {
  expect((await keys({ state: 'failed' })).keys).toEqual(['c d.csv', 'b/a.csv'])
  expect((await keys({ state: 'failed', newest: 1 })).keys).toEqual(['c d.csv'])
  expect((await keys({ since: new Date('2026-01-31T04:00:00Z') })).keys).toEqual(['z~0.csv', 'c d.csv'])
  expect((await keys({ since: new Date('2026-01-31T04:00:01Z') })).keys).toEqual(['z~0.csv'])
})

it('reads no more entries than it may show', async () => {
  const { pipeline, store } = await world
  const reads: string[] = []
  const read: typeof store.read = (key, options) => {
    reads.push(key)
    return store.read(key, options)
  }
  const counting = { ...pipeline, store: Object.assign(Object.create(store), { read }) }
  await readHistory(counting, { newest: 1 })
  expect(reads.length).toBeLessThanOrEqual(3) // two, and the one whose key is cut
})

it('names what it cannot read, and goes on', async () => {
  const other = await worldOf(['a.csv', 'one'], ['b.csv', 'two'])
  const place = ledgerKey(other.pipeline.config, 'incoming/a.csv')
  await other.store.put(place, Buffer.from('damaged'))
  const { entries, unreadable } = await readHistory(other.pipeline, { newest: 10 })
  expect(entries.map(({ source }) => source.key)).toEqual(['incoming/b.csv'])
  expect(unreadable).toEqual([place])
})
