// Converting once more without writing: the outputs go into digests instead of the store.

import { Failure } from '../../failure/failure.ts'
import type { ObjectStore, ObjectWriter } from '../../store/store.ts'
import { type ConversionControls, convertObject, discard } from '../convert-object.ts'
import type { SourceIdentity } from '../ledger-entry.ts'
import type { Pipeline } from '../pipeline.ts'
import type { SourceRoute } from '../route-key.ts'
import { BlockDigests } from './block-digests.ts'

export type DerivedOutput = { key: string; rows: number; bytes: number; digests: BlockDigests } & (
  | { kind: 'data'; contentHash: string }
  | { kind: 'rejects' }
)

/**
 * @param source as the published outputs name it
 * @param from where its content lies now
 */
export async function deriveOutputs(
  pipeline: Pipeline,
  route: SourceRoute,
  source: SourceIdentity,
  from: { key: string; etag: string; versionId?: string },
  hash: string,
  controls: ConversionControls,
): Promise<DerivedOutput[]> {
  const digests = new Map<string, BlockDigests>()
  const store = digestingStore(pipeline.store, from, digests)
  const { outputs } = await convertObject({ ...pipeline, store }, route, source, hash, controls)
  await discard(outputs)
  return outputs.map(({ writer: _, ...output }) => ({ ...output, digests: digests.get(output.key)!.end() }))
}

function digestingStore(
  store: ObjectStore,
  from: { key: string; etag: string; versionId?: string },
  digests: Map<string, BlockDigests>,
): ObjectStore {
  const { key, etag, versionId } = from
  return {
    head: found => store.head(found),
    list: (prefix, options) => store.list(prefix, options),
    put: refuse,
    copy: refuse,
    delete: refuse,
    read: (_, { ifMatch: __, versionId: ___, ...options } = {}) =>
      store.read(key, { ...options, ...(versionId === undefined ? { ifMatch: etag } : { versionId }) }),
    writer: output => digestingWriter(output, digests),
  }
}

function digestingWriter(key: string, digests: Map<string, BlockDigests>): ObjectWriter {
  const own = new BlockDigests()
  digests.set(key, own)
  return {
    write: async bytes => own.update(bytes),
    commit: refuse,
    abort: async () => undefined,
  }
}

/** Whatever would change something. */
function refuse(): Promise<never> {
  throw new Failure({ code: 'INTERNAL', detail: 'verifying changes nothing' })
}
