// What happens to a source once it is converted: kept, archived or deleted, as its dataset says.

import { messageOf } from './as-failure.ts'
import type { SourceIdentity } from './ledger-entry.ts'
import type { Pipeline } from './pipeline.ts'
import { archiveKey, type SourceRoute } from './route-key.ts'

/**
 * Puts a published source away, if it is still the one that was converted. The conversion stands whether that works or not.
 *
 * @returns what did not work; the next event of the key tries again
 */
export async function settleSource(pipeline: Pipeline, route: SourceRoute, source: SourceIdentity): Promise<string | undefined> {
  const { store, config } = pipeline
  const afterConvert = route.dataset?.afterConvert ?? config.afterConvert
  if (afterConvert === 'keep') return undefined
  try {
    const ifMatch = source.etag
    if (afterConvert === 'archive') await store.copy(route.key, archiveKey(config, route.relativeKey), { ifMatch })
    await store.delete(route.key, { ifMatch })
    return undefined
  } catch (error) {
    return `converted, but the source is still in place (${afterConvert} failed): ${messageOf(error)}`
  }
}
