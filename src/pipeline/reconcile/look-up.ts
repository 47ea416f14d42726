// Finding a page of keys in a listing of millions, whatever the order in which they come.
//
// Two listings are joined without being in the same order: that of the sources is by their keys, that of the ledger by encoded keys with
// `.json` behind them (`a.csv.gz.json` comes before `a.csv.json`, though `a.csv` comes before `a.csv.gz`), that of the outputs by
// partition. So no cursor runs through both. The keys of one page of the one side are sorted as the other side is listed, and looked for
// from the first to the last: what lies close together is one page there too, what lies apart is jumped to. A page of keys costs one
// request where both orders agree, as they mostly do, and at the very worst one a key.

import { compareKeys, type ObjectInfo, type ObjectStore } from '../../store/store.ts'

/** Those of `keys` that are there. @param prefix of all of them */
export async function lookUp(store: ObjectStore, prefix: string, keys: Iterable<string>): Promise<Map<string, ObjectInfo>> {
  const found = new Map<string, ObjectInfo>()
  const listing = new SeekableListing(store, prefix)
  for (const key of [...new Set(keys)].sort(compareKeys)) {
    const info = await listing.seek(key)
    if (info?.key === key) found.set(key, info)
  }
  return found
}

/** Of one request. */
const pageLength = 1000

class SeekableListing {
  readonly #store: ObjectStore
  readonly #prefix: string
  #rest: AsyncIterator<ObjectInfo> | undefined
  /** The next object of the listing; undefined behind the last. */
  #next: ObjectInfo | undefined

  constructor(store: ObjectStore, prefix: string) {
    this.#store = store
    this.#prefix = prefix
  }

  /** The first object at or behind `key`, which must not be before the last one that was asked for. */
  async seek(key: string): Promise<ObjectInfo | undefined> {
    if (this.#rest === undefined) await this.#open(key)
    let passed = 0
    while (this.#next !== undefined && compareKeys(this.#next.key, key) < 0) {
      // Reading on to the next page costs as much as a jump; a second one would land where the first did.
      if (++passed === pageLength) await this.#open(key)
      else await this.#advance()
    }
    return this.#next
  }

  /** What begins with all of the key but its last character lies just before it, and seldom anything else does. */
  async #open(key: string): Promise<void> {
    await this.#rest?.return?.()
    const startAfter = key.replace(/.$/su, '')
    this.#rest = this.#store.list(this.#prefix, { startAfter })[Symbol.asyncIterator]()
    await this.#advance()
  }

  async #advance(): Promise<void> {
    const { done, value } = await this.#rest!.next()
    this.#next = done ? undefined : value
  }
}
