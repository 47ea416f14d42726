// What a reconcile needs to know of a ledger entry: small enough to keep a million of them (digest-index.ts).

import type { FailureData } from '../../failure/failure.ts'
import type { ObjectInfo } from '../../store/store.ts'
import type { LedgerEntry, LedgerState } from '../ledger-entry.ts'
import { publishedKeys } from '../strays.ts'

export interface EntryDigest {
  /** Key and etag of the entry's object: the same etag is the same entry. */
  place: string
  etag: string
  /** Source key, and the etag of the content that the entry is about. */
  key: string
  sourceEtag: string
  state: LedgerState
  outputs: readonly { key: string; etag?: string }[]
  /** Strays that no output shares its key with. */
  strays: readonly string[]
  failure?: FailureData
  retryKey?: string
  putAway?: 'archive' | 'delete'
  /** Name of the dataset file. */
  dataset?: string
  /** Whether corrected rows go when it goes. */
  hasFixes?: true
}

export function digestOf({ key: place, etag }: Pick<ObjectInfo, 'key' | 'etag'>, entry: LedgerEntry): EntryDigest {
  const { source, state, outputs, strays, failure, retryKey, putAway, dataset, fixes } = entry
  const current = new Set(publishedKeys(entry))
  return {
    place,
    etag,
    key: source.key,
    sourceEtag: source.etag,
    state,
    outputs: outputs.map(output => ({ key: output.key, ...(output.etag === undefined ? {} : { etag: output.etag }) })),
    strays: strays.filter(key => !current.has(key)),
    ...(failure === undefined ? {} : { failure: withoutValue(failure) }),
    ...(retryKey === undefined ? {} : { retryKey }),
    ...(putAway === undefined ? {} : { putAway }),
    ...(dataset === undefined ? {} : { dataset }),
    ...(fixes === undefined ? {} : { hasFixes: true as const }),
  }
}

/** Reports go to people's mailboxes: no cell content. */
function withoutValue({ value: _, ...failure }: FailureData): FailureData {
  return failure
}
