// Reading an entry takes two requests, and another worker may advance it between them.

import { advanceLedger, readLedger } from '../../src/pipeline/ledger.ts'
import type { LedgerEntry } from '../../src/pipeline/ledger-entry.ts'
import type { Pipeline } from '../../src/pipeline/pipeline.ts'
import { gated } from './faulty-pipeline.ts'
import { deliver, drop, ledgerEntry, makeWorld, partitionedDataset, s3Message, type World } from './test-pipeline.ts'

const key = 'incoming/a.csv'
const place = '_parquetry/ledger/incoming/a.csv.json'

function entry(attempt: number): LedgerEntry {
  const source = { bucket: 'test-bucket', key, etag: `"${attempt}"`, size: 1 }
  return { format: 2, state: 'done', source, outputs: [], rejectFiles: [], strays: [], finishedAt: '2026-01-31T12:00:00.000Z' }
}

/** Advances the entry behind each of the first `times` looks at it. */
function restless({ pipeline, store }: World, times: number): Pipeline {
  let advanced = 0
  return gated(pipeline, async (request, about) => {
    const answer = await request()
    const etag = store.objects.get(place)?.etag
    if (about === `head ${place}` && advanced < times) await advanceLedger(pipeline, { entry: undefined, etag }, entry(++advanced))
    return answer
  })
}

it('gives an entry with the etag that it has', async () => {
  const world = makeWorld()
  await advanceLedger(world.pipeline, { entry: undefined, etag: undefined }, entry(0))
  const position = await readLedger(restless(world, 2), key)
  expect(position.entry).toEqual(entry(2))
  await expect(advanceLedger(world.pipeline, position, entry(3))).resolves.toMatchObject({ entry: entry(3) })
})

it('gives up on an entry that does not stand still', async () => {
  const world = makeWorld()
  await advanceLedger(world.pipeline, { entry: undefined, etag: undefined }, entry(0))
  const reading = readLedger(restless(world, 1000), key)
  await expect(reading).rejects.toMatchObject({ code: 'SOURCE_CHANGED' })
})

describe('T92: an entry of another version of Parquetry', () => {
  const firstFormat = {
    format: 1,
    state: 'done',
    source: { bucket: 'test-bucket', key, etag: '"e"', size: 3 },
    configHash: 'c',
    outputs: [{ key: 'parquet/a.parquet', rows: 1, bytes: 4, contentHash: '0'.repeat(16), etag: '"o"' }],
    rejectFiles: [],
    strays: [],
    rows: { parsed: 1, written: 1, rejected: 0 },
    durationMs: 5,
    finishedAt: '2026-01-31T12:00:00.000Z',
  }

  it('is read if it is older, and its source then goes on from there', async () => {
    const world = makeWorld()
    await drop(world, key, 'one')
    await deliver(world)
    const { configHash, source } = ledgerEntry(world, key)!
    await world.store.put(place, Buffer.from(JSON.stringify({ ...firstFormat, configHash, source })))
    expect((await readLedger(world.pipeline, key)).entry).toEqual({ ...firstFormat, configHash, source, format: 2 })
    await world.queue.send(s3Message(key))
    expect(await deliver(world)).toMatchObject([{ state: 'unchanged' }])
    await drop(world, key, 'two')
    expect(await deliver(world)).toMatchObject([{ state: 'converted' }])
    expect(ledgerEntry(world, key)).toMatchObject({ format: 2, state: 'done', replaced: { source: { etag: source.etag }, outputs: 1 } })
  })

  it.each([
    ['of a later format', { ...firstFormat, format: 3 }],
    ['of an unknown state', { ...firstFormat, state: 'pending' }],
    ['without outputs', { ...firstFormat, outputs: undefined }],
    ['that is no entry', null],
  ])('is refused if it is one %s', async (_, content) => {
    const world = makeWorld()
    await world.store.put(place, Buffer.from(JSON.stringify(content)))
    await expect(readLedger(world.pipeline, key)).rejects.toMatchObject({ code: 'CONFIG_INVALID', data: { source: place } })
  })
})

it('says of a conversion when, how often and by which configuration, and what it replaced', async () => {
  const world = makeWorld({ datasets: [partitionedDataset({ match: ['*.csv'] })] })
  let minutes = 0
  world.pipeline.clock = () => new Date(Date.UTC(2026, 0, 31, 12, minutes++))
  await drop(world, key, '1:a 2:b !busy')
  await deliver(world)
  await world.store.put(key, Buffer.from('1:a\n2:b'))
  world.queue.now += 6000
  await deliver(world)
  const first = ledgerEntry(world, key)!
  expect(first).toMatchObject({
    source: { sequencer: '0A' },
    dataset: 'events',
    schemaVersion: expect.stringMatching(/^[0-9a-f]{16}$/),
    attempts: 2,
    startedAt: expect.stringMatching(/^2026-01-31T12:/),
    durationMs: 60_000,
    publishMs: 60_000,
  })
  expect(first.replaced).toBeUndefined()
  await drop(world, key, '!bad')
  await deliver(world)
  const { source, configHash, rows, finishedAt } = first
  const replaced = { source, configHash, rows, outputs: 2, finishedAt }
  expect(ledgerEntry(world, key)).toMatchObject({ state: 'failed', attempts: 1, replaced })
  await drop(world, key, '1:c')
  await deliver(world)
  expect(ledgerEntry(world, key)).toMatchObject({ state: 'done', replaced })
})
