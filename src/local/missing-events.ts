// Which sources nobody has looked at yet, going by what lies in the bucket: asked at every start, since a notification may have been
// lost where none was configured, a queue was emptied, or its messages expired. An event too many does no harm.

import type { LedgerEntry } from '../pipeline/ledger-entry.ts'
import type { PipelineConfig } from '../pipeline/pipeline-config.ts'
import { routeKey } from '../pipeline/route-key.ts'
import type { ObjectInfo } from '../store/store.ts'

/** Keys of the sources whose present content the ledger does not have as converted. */
export function missingEvents(config: PipelineConfig, sources: readonly ObjectInfo[], ledger: readonly LedgerEntry[]): string[] {
  const settled = new Map(ledger.filter(({ state }) => state === 'done').map(({ source }) => [source.key, source.etag]))
  const unsettled = sources.filter(({ key, etag }) => settled.get(key) !== etag)
  return unsettled.map(({ key }) => key).filter(key => ['source', 'fix'].includes(routeKey(config, key).kind))
}
