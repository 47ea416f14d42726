// What happens to a source once it is converted: kept, archived or deleted, as its dataset says.

import { Failure } from '../failure/failure.ts'
import { messageOf } from './as-failure.ts'
import type { SourceIdentity } from './ledger-entry.ts'
import type { Pipeline } from './pipeline.ts'
import { archiveKey, type SourceRoute } from './route-key.ts'

/**
 * Puts a published source away, if it is still the one that was converted. The conversion stands whether that works or not.
 *
 * @returns what did not work; the message is then delivered again, and finds only this left to do
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
    // Somebody else put it away, or a newer version lies there that its own event takes care of.
    if (error instanceof Failure && (error.code === 'SOURCE_NOT_FOUND' || error.code === 'SOURCE_CHANGED')) return undefined
    return `converted, but the source is still in place (${afterConvert} failed): ${messageOf(error)}`
  }
}
