// Records → row groups on the calling thread.

import type { ColumnMapping } from '../csv/map-columns.ts'
import type { RecordBlocks } from '../csv/record-blocks.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { ConversionOptions } from '../schema/dataset.ts'
import { BlockParser } from './block-parser.ts'
import type { EncodedStretch } from './encoded-stretch.ts'
import { createKernelColumns } from './kernel-column.ts'
import { RowGroupEncoder } from './row-group-encoder.ts'
import { type JointEvidence, TypeWatch } from './type-watch.ts'

/** A stretch a block; the row group comes with its last block. */
export async function* encodeSerially(
  kernel: Kernel,
  blocks: RecordBlocks,
  mapping: ColumnMapping,
  options: Pick<ConversionOptions, 'dialect' | 'nullTokens' | 'codec' | 'encodings' | 'limits'>,
  joint?: JointEvidence,
): AsyncGenerator<EncodedStretch> {
  const columns = createKernelColumns(kernel, mapping, options.nullTokens)
  const watch = joint && new TypeWatch(kernel, joint.watched)
  const parser = new BlockParser(kernel, columns, mapping, options, watch)
  const encoder = new RowGroupEncoder(kernel, columns, options)
  let records = 0
  for (let block = await blocks.next(); block !== undefined; block = await blocks.next()) {
    const parsed = parser.parse(block, records, records === 0)
    records += parsed.records
    encoder.append(parsed.rows)
    yield { ...parsed, rowGroups: block.endsRowGroup ? [{ partition: '', rowGroup: encoder.finish() }] : [] }
  }
  if (watch) joint?.add(watch.evidence())
  yield { records: 0, rejects: [], rowGroups: [{ partition: '', rowGroup: encoder.finish() }] }
}
