// A page of keys in a listing whose order is another: whatever the keys, what is there is found, and nothing else.

import fc from 'fast-check'
import { defaultPipelineConfig } from '../../../src/pipeline/pipeline-config.ts'
import { lookUp } from '../../../src/pipeline/reconcile/look-up.ts'
import { ledgerKey, ledgerPrefix } from '../../../src/pipeline/route-key.ts'
import { compareKeys, type ObjectInfo, type ObjectStore } from '../../../src/store/store.ts'
import { MemoryStore } from '../memory-store.ts'

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
const config = { ...defaultPipelineConfig, bucket: 'bucket' }

/** Names that sort one way as keys and another as ledger keys: suffixes, characters that are escaped, dot folders, long ones. */
const name = fc.oneof(
  fc.constantFrom('a', 'a.csv', 'a.csv.gz', 'a.csv.zst', 'a.csv.json', 'a b.csv', 'a!.csv', 'a~.csv', 'a%20b.csv', '.', '..', '.csv'),
  fc.constantFrom('é.csv', '日本.csv', '\uff5e.csv', '\u{1f600}.csv', '', '~'.repeat(400), 'x'.repeat(950), `${'x'.repeat(950)}y`),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
)
const key = fc.array(name, { minLength: 1, maxLength: 3 }).map(names => `incoming/${names.join('/')}`)
const keysOf = (keys: Iterable<string>) => [...keys].sort(compareKeys)

it(`finds what is there, in the ledger and among the sources (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(key, { maxLength: 40 }), fc.uniqueArray(key, { maxLength: 20 }), async (there, others) => {
      const store = new MemoryStore()
      for (const source of there) {
        await store.put(source, Buffer.from(''))
        await store.put(ledgerKey(config, source), Buffer.from(''))
      }
      const asked = [...there.filter((_, at) => at % 2 === 0), ...others]
      const expected = keysOf(new Set(asked.filter(source => there.includes(source))))
      expect(keysOf((await lookUp(store, 'incoming/', asked)).keys())).toEqual(expected)
      const places = asked.map(source => ledgerKey(config, source))
      const expectedPlaces = keysOf(new Set(expected.map(source => ledgerKey(config, source))))
      expect(keysOf((await lookUp(store, ledgerPrefix(config), places)).keys())).toEqual(expectedPlaces)
    }),
    { seed, numRuns: 300 },
  )
})

it('the two orders do differ: a plain merge of both listings would miss entries', () => {
  const sources = keysOf(['incoming/a.csv', 'incoming/a.csv.gz', 'incoming/a b.csv', 'incoming/a!.csv'])
  const places = sources.map(source => ledgerKey(config, source))
  expect(places).not.toEqual(keysOf(places))
})

/** Counts requests and objects as a store would answer them, a page of 1,000 at a time. */
function countingStore(keys: readonly string[]): { store: ObjectStore; pages: () => number } {
  let served = 0
  const list = async function* (prefix: string, { startAfter = '' }: { startAfter?: string } = {}): AsyncIterable<ObjectInfo> {
    let inPage = 0
    for (const found of keys) {
      if (!found.startsWith(prefix) || compareKeys(found, startAfter) <= 0) continue
      if (inPage++ % 1000 === 0) served++
      yield { key: found, size: 0, etag: '', lastModified: new Date(0), metadata: {} }
    }
    if (inPage === 0) served++
  }
  return { store: { list } as unknown as ObjectStore, pages: () => served }
}

describe('requests', () => {
  const keys = Array.from({ length: 20_000 }, (_, index) => `p/${String(index).padStart(6, '0')}`)

  it('are as many as pages where the keys lie together', async () => {
    const { store, pages } = countingStore(keys)
    expect((await lookUp(store, 'p/', keys.slice(7000, 8000))).size).toBe(1000)
    expect(pages()).toBeLessThanOrEqual(2)
  })

  it('are two a key at most where they lie far apart', async () => {
    const { store, pages } = countingStore(keys)
    expect(
      (
        await lookUp(
          store,
          'p/',
          keys.filter((_, index) => index % 4000 === 0),
        )
      ).size,
    ).toBe(5)
    expect(pages()).toBeLessThanOrEqual(10)
  })

  it('are none where nothing is asked', async () => {
    const { store, pages } = countingStore(keys)
    expect((await lookUp(store, 'p/', [])).size).toBe(0)
    expect(pages()).toBe(0)
  })
})
