// The ledger's entries as objects. Every advance names the entry it goes on from, so of two workers at one key only one gets on.

import { Failure } from '../failure/failure.ts'
import type { ObjectInfo, ObjectStore, PutOptions } from '../store/store.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import type { Pipeline } from './pipeline.ts'
import { readEntry } from './read-entry.ts'
import { readText } from './read-text.ts'
import { ledgerKey } from './route-key.ts'

/** An entry and the etag that the next advance goes on from; both undefined for a key that was never seen. */
export interface LedgerPosition {
  entry: LedgerEntry | undefined
  etag: string | undefined
}

/** The position of a key that has an entry. */
export type StandingEntry = LedgerPosition & { entry: LedgerEntry }

const mostLooks = 5

/** @throws Failure CONFIG_INVALID for an entry that this version cannot read; SOURCE_CHANGED when it does not stand still */
export async function readLedger({ store, config }: Pipeline, key: string): Promise<LedgerPosition> {
  const place = ledgerKey(config, key)
  for (let looks = 1; ; looks++) {
    const found = await store.head(place)
    if (found === undefined) return { entry: undefined, etag: undefined }
    try {
      return { entry: await readLedgerObject(store, place, found), etag: found.etag }
    } catch (error) {
      const isAdvanced = error instanceof Failure && error.code === 'SOURCE_CHANGED' // between the two requests: looked at anew
      if (!isAdvanced || looks === mostLooks) throw error
    }
  }
}

/** @throws Failure OUTPUT_CHANGED when another worker has advanced it meanwhile */
export async function advanceLedger({ store, config }: Pipeline, from: LedgerPosition, entry: LedgerEntry): Promise<StandingEntry> {
  const options: PutOptions = {
    contentType: 'application/json',
    condition: from.etag === undefined ? { ifAbsent: true } : { ifMatch: from.etag },
  }
  const bytes = new TextEncoder().encode(`${JSON.stringify(entry, undefined, 2)}\n`)
  const { etag } = await store.put(ledgerKey(config, entry.source.key), bytes, options)
  return { entry, etag }
}

/** @throws Failure OUTPUT_CHANGED when another worker has advanced it since: whatever was seen before has to be seen anew */
export async function requireStanding({ store, config }: Pipeline, { entry, etag }: StandingEntry): Promise<void> {
  const place = ledgerKey(config, entry.source.key)
  if ((await store.head(place))?.etag !== etag) throw new Failure({ code: 'OUTPUT_CHANGED', source: place })
}

/**
 * @param place key of the entry's object
 * @param known the content that is meant, where it was looked at before
 */
export async function readLedgerObject(store: ObjectStore, place: string, known?: Pick<ObjectInfo, 'etag' | 'size'>): Promise<LedgerEntry> {
  return readEntry(place, await readText(store, place, known && { ifMatch: known.etag, bytes: known.size }))
}
