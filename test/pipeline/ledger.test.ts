// Reading an entry takes two requests, and another worker may advance it between them.

import { advanceLedger, readLedger } from '../../src/pipeline/ledger.ts'
import type { LedgerEntry } from '../../src/pipeline/ledger-entry.ts'
import type { Pipeline } from '../../src/pipeline/pipeline.ts'
import { makeWorld, type World } from './test-pipeline.ts'

const key = 'incoming/a.csv'

function entry(attempt: number): LedgerEntry {
  const source = { bucket: 'test-bucket', key, etag: `"${attempt}"`, size: 1 }
  return { format: 1, state: 'done', source, outputs: [], rejectFiles: [], strays: [], finishedAt: '2026-01-31T12:00:00.000Z' }
}

/** Advances the entry behind each of the first `times` looks at it. */
function restless({ pipeline, store }: World, times: number): Pipeline['store'] {
  let advanced = 0
  return {
    head: async place => {
      const found = await store.head(place)
      if (advanced < times) await advanceLedger(pipeline, { entry: undefined, etag: found?.etag }, entry(++advanced))
      return found
    },
    read: (place, options) => store.read(place, options),
    writer: (place, options) => store.writer(place, options),
    put: (place, bytes, options) => store.put(place, bytes, options),
    copy: (from, to, options) => store.copy(from, to, options),
    delete: (place, options) => store.delete(place, options),
    list: prefix => store.list(prefix),
  }
}

it('gives an entry with the etag that it has', async () => {
  const world = makeWorld()
  await advanceLedger(world.pipeline, { entry: undefined, etag: undefined }, entry(0))
  const position = await readLedger({ ...world.pipeline, store: restless(world, 2) }, key)
  expect(position.entry).toEqual(entry(2))
  await expect(advanceLedger(world.pipeline, position, entry(3))).resolves.toMatchObject({ entry: entry(3) })
})

it('gives up on an entry that does not stand still', async () => {
  const world = makeWorld()
  await advanceLedger(world.pipeline, { entry: undefined, etag: undefined }, entry(0))
  const reading = readLedger({ ...world.pipeline, store: restless(world, 1000) }, key)
  await expect(reading).rejects.toMatchObject({ code: 'SOURCE_CHANGED' })
})
