// What outputs say of where they come from: as object metadata (readable with one HEAD) and in the Parquet footer.
// Metadata is set before the first byte is sent, so it cannot hold row counts; those are in the footer and in the ledger.

import type { ObjectInfo } from '../store/store.ts'
import type { SourceIdentity } from './ledger-entry.ts'
import { sourceTag } from './route-key.ts'

const sourceName = 'parquetry-source'
const etagName = 'parquetry-etag'
const kindName = 'parquetry-kind'

export type OutputKind = 'data' | 'rejects'

/** Object metadata of an output. */
export function outputMetadata(source: SourceIdentity, configHash: string, kind: OutputKind): Record<string, string> {
  return {
    [sourceName]: sourceTag(source.key),
    [etagName]: source.etag,
    ...(source.versionId === undefined ? {} : { 'parquetry-version': source.versionId }),
    'parquetry-config': configHash,
    [kindName]: kind,
  }
}

/** Key-value metadata of the Parquet footer. */
export function footerMetadata(source: SourceIdentity, configHash: string): Record<string, string> {
  return {
    'parquetry.source': `s3://${source.bucket}/${source.key}`,
    'parquetry.etag': source.etag,
    ...(source.versionId === undefined ? {} : { 'parquetry.version': source.versionId }),
    'parquetry.config': configHash,
  }
}

/** Whether the object is an output of this source key. */
export function isOutputOf(info: ObjectInfo, sourceKey: string): boolean {
  return info.metadata[sourceName] === sourceTag(sourceKey)
}

/** Whether an output was made of this content of its source. */
export function isFromContent(info: ObjectInfo, { etag }: SourceIdentity): boolean {
  return info.metadata[etagName] === etag
}

/** Which source an object is an output of, if it is one. */
export function ownerOf(info: ObjectInfo): string | undefined {
  return info.metadata[sourceName]
}

/** Whether the object is Parquet of ours; rejected records may be dropped again as they are. */
export function isOwnData(info: ObjectInfo): boolean {
  return info.metadata[kindName] === 'data'
}
