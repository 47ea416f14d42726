// Very many sources (SOURCES=1000000 for a million): what a reconcile holds and asks for is bounded by its pages, not by them. The store makes its listings as they are read.

import { reconcile } from '../../../src/pipeline/reconcile/reconcile.ts'
import type { ObjectInfo, ObjectStore } from '../../../src/store/store.ts'
import { MemoryStore } from '../memory-store.ts'
import { makeWorld } from '../test-pipeline.ts'

const sources = Number(process.env.SOURCES ?? 200_000)
const pageLength = 1000

/** Of every 100,000 one was never converted, two have lost their output, and one was overwritten. */
const isUnknown = (index: number) => index % 100_000 === 99_999
const isOutputGone = (index: number) => index % 50_000 === 7
const isOverwritten = (index: number) => index % 100_000 === 3

const number = (index: number) => String(index).padStart(7, '0')
const places = {
  'incoming/': { suffix: '.csv', isThere: () => true },
  'parquet/': { suffix: '.parquet', isThere: (index: number) => !isUnknown(index) && !isOutputGone(index) },
  '_parquetry/ledger/incoming/': { suffix: '.csv.json', isThere: (index: number) => !isUnknown(index) },
}

/** Listings of so many objects that are made while they are read; reads of ledger entries; everything else in memory. */
class EndlessStore extends MemoryStore {
  listRequests = 0
  entryReads = 0
  mostPutBytes = 0

  override async head(key: string): Promise<ObjectInfo | undefined> {
    return this.#at(key) ?? (await super.head(key))
  }

  override async *list(prefix: string, options: { startAfter?: string } = {}): AsyncIterable<ObjectInfo> {
    const found = Object.entries(places).find(([place]) => place === prefix || place === `${prefix}incoming/`)
    if (found === undefined) return yield* super.list(prefix, options)
    const [place, { suffix, isThere }] = found
    for (let index = firstAfter(place, suffix, options.startAfter ?? ''); index < sources; ) {
      const page: ObjectInfo[] = []
      for (; page.length < pageLength && index < sources; index++) if (isThere(index)) page.push(this.#info(place, suffix, index))
      this.listRequests++
      yield* page
    }
  }

  override async put(key: string, bytes: Uint8Array, options = {}): Promise<{ etag: string }> {
    this.mostPutBytes = Math.max(this.mostPutBytes, bytes.byteLength)
    return await super.put(key, bytes, options)
  }

  override async *read(key: string, options = {}): AsyncIterable<Uint8Array> {
    const index = indexOf('_parquetry/ledger/incoming/', key)
    if (index === undefined) return yield* super.read(key, options)
    this.entryReads++
    const source = { bucket: 'test-bucket', key: `incoming/${number(index)}.csv`, etag: `"${index}"`, size: 1 }
    const outputs = [{ key: `parquet/${number(index)}.parquet`, rows: 1, bytes: 1, contentHash: '0', etag: `"${index}"` }]
    const entry = { format: 2, state: 'done', source, outputs, rejectFiles: [], strays: [], finishedAt: '2026-01-01T00:00:00Z' }
    yield Buffer.from(JSON.stringify(entry))
  }

  #at(key: string): ObjectInfo | undefined {
    for (const [place, { suffix, isThere }] of Object.entries(places)) {
      const index = indexOf(place, key)
      if (index !== undefined && isThere(index)) return this.#info(place, suffix, index)
    }
    return undefined
  }

  #info(place: string, suffix: string, index: number): ObjectInfo {
    const etag = place === 'incoming/' && isOverwritten(index) ? '"new"' : `"${index}"`
    return { key: `${place}${number(index)}${suffix}`, size: 1, etag, lastModified: new Date(1), metadata: {} }
  }
}

function indexOf(place: string, key: string): number | undefined {
  const digits = key.startsWith(place) ? /^\d{7}/.exec(key.slice(place.length))?.[0] : undefined
  return digits === undefined ? undefined : Number(digits)
}

function firstAfter(place: string, suffix: string, startAfter: string): number {
  if (startAfter < place) return 0
  const index = Number(startAfter.slice(place.length, place.length + 7).padEnd(7, '0'))
  return `${place}${number(index)}${suffix}` > startAfter ? index : index + 1
}

it('are reconciled with a listing each and a page in memory', async () => {
  const world = makeWorld()
  const store = new EndlessStore()
  const pipeline = { ...world.pipeline, store: store as ObjectStore }
  const first = await reconcile(pipeline, { isScheduled: true })
  const hundredThousands = sources / 100_000
  const known = sources - hundredThousands
  expect(first).toMatchObject({ state: 'complete', sources, entries: known, requeued: 4 * hundredThousands })
  expect(first.found).toEqual({
    'never-converted': hundredThousands,
    'output-gone': 2 * hundredThousands,
    'other-version': hundredThousands,
  })
  // Sources against the ledger, the ledger against sources and outputs: five listings, and a jump a page where they are cut differently.
  const pagesOfAll = sources / pageLength
  expect(store.listRequests).toBeLessThan(9 * pagesOfAll)
  expect(store.entryReads).toBe(known)
  expect(store.mostPutBytes).toBeLessThan(500_000) // a segment of the index, or the state
  expect([...store.objects.keys()].filter(key => key.includes('/index/'))).toHaveLength(Math.ceil(known / 10_000))
}, 180_000)
