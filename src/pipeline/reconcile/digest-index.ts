// What the last run knew of every ledger entry, so that the next one reads only those that have changed: a listing tells the etag of each,
// and the same etag is the same entry. Millions of entries thus cost their listing, not a request each.
//
// Layout: `<statePrefix>reconcile/index/<generation>/<number>.ndjson.gz`, a line an entry in the order of the ledger's listing. A run reads
// one generation and writes the next. It is a cache: a segment that is lost, damaged or mixed with another run's costs requests, never
// a wrong verdict.

import { gunzipSync, gzipSync } from 'node:zlib'
import { compareKeys, type ObjectStore } from '../../store/store.ts'
import type { Pipeline } from '../pipeline.ts'
import { readWhole } from '../read-whole.ts'
import type { EntryDigest } from './entry-digest.ts'

/** One object of the index. */
export interface IndexSegment {
  object: string // key
  /** Place of the last entry in it. */
  last: string
}

/** Looks digests up in the order of the listing. */
export class DigestIndex {
  readonly #digests: AsyncIterator<EntryDigest>
  #next: EntryDigest | undefined
  #isOpen = false

  /** @param after nothing up to here will be asked for */
  constructor(store: ObjectStore, segments: readonly IndexSegment[], after = '') {
    this.#digests = readSegments(
      store,
      segments.filter(({ last }) => compareKeys(last, after) > 0),
    )
  }

  /** @param place must not be before the last one that was asked for */
  async find(place: string, etag: string): Promise<EntryDigest | undefined> {
    if (!this.#isOpen) await this.#advance()
    this.#isOpen = true
    while (this.#next !== undefined && compareKeys(this.#next.place, place) < 0) await this.#advance()
    return this.#next?.place === place && this.#next.etag === etag ? this.#next : undefined
  }

  async #advance(): Promise<void> {
    const { done, value } = await this.#digests.next()
    this.#next = done ? undefined : value
  }
}

async function* readSegments(store: ObjectStore, segments: readonly IndexSegment[]): AsyncGenerator<EntryDigest> {
  for (const { object } of segments) yield* await readSegment(store, object)
}

async function readSegment(store: ObjectStore, object: string): Promise<EntryDigest[]> {
  try {
    const lines = gunzipSync(await readWhole(store, object))
      .toString()
      .split('\n')
    return lines.filter(line => line !== '').map(line => JSON.parse(line))
  } catch {
    return [] // its entries are read instead
  }
}

/** @param generation names the run that writes it */
export async function writeSegment(
  { store, config }: Pipeline,
  generation: string,
  number: number,
  digests: readonly EntryDigest[],
): Promise<IndexSegment> {
  const object = `${indexPrefix(config)}${generation}/${String(number).padStart(6, '0')}.ndjson.gz`
  const text = digests.map(digest => `${JSON.stringify(digest)}\n`).join('')
  await store.put(object, gzipSync(text), { contentType: 'application/gzip' })
  return { object, last: digests.at(-1)!.place }
}

/** Deletes every segment that is none of these: of the generation before, and of runs that never came to their end. */
export async function dropOtherSegments({ store, config }: Pipeline, kept: readonly IndexSegment[]): Promise<void> {
  const current = new Set(kept.map(({ object }) => object))
  const old: string[] = []
  for await (const { key } of store.list(indexPrefix(config))) if (!current.has(key)) old.push(key)
  for (const key of old) await store.delete(key)
}

function indexPrefix({ statePrefix }: Pipeline['config']): string {
  return `${statePrefix}reconcile/index/`
}
