// Scheduled runs: they stop when the time is up and go on in the next, may die at any request, read only what has changed, and tell
// people what is new.

import type { Attention } from '../../../src/pipeline/reconcile/attention.ts'
import type { Finding } from '../../../src/pipeline/reconcile/finding.ts'
import { type ReconcileOptions, type ReconcileResult, reconcile } from '../../../src/pipeline/reconcile/reconcile.ts'
import { stateKey } from '../../../src/pipeline/reconcile/reconcile-state.ts'
import { FAULT_KINDS, type FaultKind, failAt } from '../faulty-pipeline.ts'
import { deliverAll, drop, makeWorld, objectKeys, publishedRows, type World } from '../test-pipeline.ts'

const scheduled = { isScheduled: true, pageKeys: 3, keysBetweenSaves: 3 }
/** The last one begins with the whole name of another. */
const names = [
  ...Array.from({ length: 20 }, (_, index) => `${String.fromCharCode(97 + index)}.csv${index % 3 === 0 ? '.gz' : ''}`),
  'k.csv.more.csv',
]

/** Ten are converted, two of them lost their outputs, one was overwritten; eleven were never converted; one failed. */
async function makeMess(): Promise<World> {
  const world = makeWorld()
  for (const name of names.slice(0, 10)) await drop(world, `incoming/${name}`, name)
  await drop(world, 'incoming/z.csv', '!bad')
  await deliverAll(world)
  for (const name of names.slice(10)) await world.store.put(`incoming/${name}`, Buffer.from(name))
  for (const name of ['b', 'e']) await world.store.delete(`parquet/${name}.parquet`)
  await world.store.put('incoming/c.csv', Buffer.from('newer'))
  return world
}

const wanted = [...names.map(name => (name === 'c.csv' ? 'newer' : name))].sort()

/** Each run ends after one page; together they are one. */
async function runAll(world: World, options: ReconcileOptions, runs: ReconcileResult[] = []): Promise<ReconcileResult[]> {
  for (;;) {
    runs.push(await reconcile(world.pipeline, options))
    if (runs.at(-1)!.state === 'complete') return runs
    if (runs.length > 50) throw new Error('it does not come to an end')
  }
}

it('a run that is stopped at every page finds and does the same as one that is not', async () => {
  const whole = await makeMess()
  const once: Finding[] = []
  const { totals: expected } = withoutState(
    await reconcile(whole.pipeline, { ...scheduled, onFinding: finding => void once.push(finding) }),
  )
  const world = await makeMess()
  const found: Finding[] = []
  const options = { ...scheduled, pageKeys: 1, remainingMs: () => 0, onFinding: (finding: Finding) => void found.push(finding) }
  const runs = await runAll(world, options)
  expect(runs.length).toBeGreaterThan(30)
  expect(found).toEqual(once)
  expect(withoutState(runs.at(-1)!).totals).toEqual(expected)
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(wanted)
})

function withoutState({ state: _, startedAt: __, ...totals }: ReconcileResult) {
  return { totals }
}

it('keys that come or go between two runs do no harm', async () => {
  const world = await makeMess()
  let added = 0
  const options = { ...scheduled, remainingMs: () => 0 }
  for (let state = ''; state !== 'complete'; { state } = await reconcile(world.pipeline, options)) {
    if (added < 5) await world.store.put(`incoming/${String.fromCharCode(122 - added)}${added++}.csv`, Buffer.from(`late${added}`))
  }
  await reconcile(world.pipeline, scheduled)
  await deliverAll(world)
  expect(publishedRows(world)).toEqual([...wanted, 'late1', 'late2', 'late3', 'late4', 'late5'].sort())
})

it('without a deadline it is one run, and leaves only its state and index', async () => {
  const world = await makeMess()
  expect(await runAll(world, scheduled)).toHaveLength(1)
  const kept = objectKeys(world, '_parquetry/reconcile/')
  expect(kept.filter(key => key !== stateKey(world.pipeline.config))).toHaveLength(4) // 11 entries, 3 a segment
})

it.each(FAULT_KINDS)('comes out the same, whichever request is hit: %s', async (kind: FaultKind) => {
  let points = 0
  for (let hasFailed = true; hasFailed; points++) {
    const world = await makeMess()
    await world.deadLetters.send(JSON.stringify({ parquetry: 'convert', bucket: 'test-bucket', key: 'incoming/t.csv' }))
    const faulty = failAt(world.pipeline, points + 1, kind)
    await reconcile(faulty.pipeline, scheduled).catch(() => undefined)
    hasFailed = faulty.hasFailed()
    world.deadLetters.now += 3600
    const runs = await runAll(world, scheduled)
    expect(runs.at(-1)).toMatchObject({ failed: 0 })
    await deliverAll(world)
    const rows = publishedRows(world)
    const aside = objectKeys(world, 'retry/').filter(key => !key.endsWith('.json'))
    // The one that kills its workers is set aside whatever happens, all others are converted.
    expect({ at: points + 1, kind, rows, aside }).toEqual({
      at: points + 1,
      kind,
      rows: wanted.filter(row => row !== 't.csv'),
      aside: ['retry/t.csv', 'retry/z.csv'],
    })
    expect((await reconcile(world.pipeline, { dryRun: true })).found).toEqual({ 'in-retry': 2 })
  }
  expect(points).toBeGreaterThan(30)
})

it('of two runs at the same time one ends', async () => {
  const world = await makeMess()
  const first = reconcile(world.pipeline, scheduled)
  const second = reconcile(world.pipeline, scheduled)
  expect([(await first).state, (await second).state].sort()).toEqual(['complete', 'overtaken'])
})

it('a state that cannot be read is begun anew', async () => {
  const world = await makeMess()
  await world.store.put(stateKey(world.pipeline.config), Buffer.from('{"format":99}'))
  expect((await runAll(world, scheduled)).at(-1)).toMatchObject({ state: 'complete', requeued: 14 })
})

describe('the index', () => {
  const countReads = (world: World) => {
    const reads: string[] = []
    const { read } = world.store
    world.store.read = (key, options) => {
      reads.push(key)
      return read.call(world.store, key, options)
    }
    return reads
  }
  const ledgerReads = (reads: string[]) => reads.filter(key => key.includes('/ledger/'))

  it('spares reading entries that have not changed', async () => {
    const world = await makeMess()
    const reads = countReads(world)
    await reconcile(world.pipeline, scheduled)
    expect(ledgerReads(reads)).toHaveLength(11)
    world.queue.messages.splice(0)
    reads.splice(0)
    await reconcile(world.pipeline, { dryRun: true })
    expect(ledgerReads(reads)).toEqual([])
    await drop(world, 'incoming/d.csv.gz', 'changed')
    await deliverAll(world)
    reads.splice(0)
    await runAll(world, { ...scheduled, remainingMs: () => 0 })
    expect(ledgerReads(reads)).toEqual(['_parquetry/ledger/incoming/d.csv.gz.json'])
  })

  it('that is lost or damaged costs reads, and nothing else', async () => {
    const world = await makeMess()
    await reconcile(world.pipeline, scheduled)
    world.queue.messages.splice(0)
    const [first, second] = objectKeys(world, '_parquetry/reconcile/index/')
    await world.store.delete(first!)
    await world.store.put(second!, Buffer.from('damaged'))
    const reads = countReads(world)
    expect((await reconcile(world.pipeline, scheduled)).found).toEqual({
      'never-converted': 11,
      'output-gone': 2,
      'other-version': 1,
      'in-retry': 1,
    })
    expect(ledgerReads(reads)).toHaveLength(6)
  })
})

describe('people', () => {
  it('are told once, and again when it changes', async () => {
    const world = await makeMess()
    const told: Attention[] = []
    const options = { ...scheduled, onAttention: async (attention: Attention) => void told.push(structuredClone(attention)) }
    await reconcile(world.pipeline, options)
    expect(told).toMatchObject([{ count: 1, examples: [{ key: 'incoming/z.csv', reason: 'in-retry' }] }])
    await deliverAll(world)
    await reconcile(world.pipeline, options)
    expect(told).toHaveLength(1)
    await drop(world, 'incoming/y.csv', '!bad')
    await deliverAll(world)
    await runAll(world, { ...options, remainingMs: () => 0 })
    expect(told.map(({ count }) => count)).toEqual([1, 2])
    await world.store.delete('retry/y.csv')
    await world.store.delete('retry/z.csv')
    await reconcile(world.pipeline, options)
    expect(told).toHaveLength(2) // nothing is left: no news
    await drop(world, 'incoming/y.csv', '!bad')
    await deliverAll(world)
    await reconcile(world.pipeline, options)
    expect(told).toHaveLength(3)
  })

  it('are told again when that did not work out', async () => {
    const world = await makeMess()
    await expect(reconcile(world.pipeline, { ...scheduled, onAttention: () => Promise.reject(new Error('no topic')) })).rejects.toThrow(
      'no topic',
    )
    let told = 0
    await runAll(world, { ...scheduled, onAttention: async () => void told++ })
    expect(told).toBe(1)
  })
})
