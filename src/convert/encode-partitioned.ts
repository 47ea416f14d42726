// Records → row groups by partition. Good rows are set aside as raw CSV, each with its partition's; a partition's rows become a row group
// when there are enough of them, when all partitions together hold too much, or at the end. So memory is bounded by what is set aside and
// one row group, however many partitions are open. Where groups end depends on the rows alone.

import type { ColumnMapping } from '../csv/map-columns.ts'
import type { BlockOptions, RecordBlocks } from '../csv/record-blocks.ts'
import { Failure } from '../failure/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { ConversionOptions } from '../schema/dataset.ts'
import { typedPartitionFields } from '../schema/partition-path.ts'
import { BlockParser } from './block-parser.ts'
import type { EncodedStretch, PartitionRowGroup } from './encoded-stretch.ts'
import { createKernelColumns, type KernelColumn } from './kernel-column.ts'
import { RowPartitions } from './row-partitions.ts'
import { SpanEncoder } from './span-encoder.ts'
import { type StagedPartition, StagedRows } from './staged-rows.ts'

const maxStagedBytes = 48 * 1024 * 1024 // of CSV, all partitions together

export type PartitionOptions = Pick<
  ConversionOptions,
  'dialect' | 'nullTokens' | 'codec' | 'encodings' | 'partitionBy' | 'rowGroupBytes' | 'limits'
> &
  Pick<BlockOptions, 'blockBytes'>

/** A stretch a block, with the row groups that became full with it. */
export async function* encodePartitioned(
  kernel: Kernel,
  module: WebAssembly.Module,
  blocks: RecordBlocks,
  mapping: ColumnMapping,
  options: PartitionOptions,
): AsyncGenerator<EncodedStretch> {
  const columns = createKernelColumns(kernel, mapping, options.nullTokens)
  const parser = new BlockParser(kernel, columns, mapping, options)
  const partitions = rowPartitions(kernel, columns, options)
  const staged = new StagedRows({ ...options, maxBytes: maxStagedBytes, maxPartitions: options.limits.partitions }, partitions.paths)
  // A kernel of its own: the other one is in the middle of the source.
  const encoder = new SpanEncoder(module, { ...options, mapping, mostRejects: Number.POSITIVE_INFINITY })
  const encode = async (rows: StagedPartition): Promise<PartitionRowGroup> => {
    const { rowGroup } = await encoder.encode(rows.chunks, false)
    checkReadBack(rows.rows, rowGroup.rows)
    staged.reuse(rows)
    return { partition: partitions.paths[rows.partition]!, rowGroup }
  }
  let records = 0
  for (let block = await blocks.next(); block !== undefined; block = await blocks.next()) {
    const parsed = parser.parse(block, records, records === 0)
    records += parsed.records
    const rowGroups: PartitionRowGroup[] = []
    for (const rows of stageRows(kernel, partitions.ofRows(parsed.rows), staged)) rowGroups.push(await encode(rows))
    yield { ...parsed, rowGroups }
  }
  for (const rows of staged.takeAll()) yield { records: 0, rejects: [], rowGroups: [await encode(rows)] }
}

function rowPartitions(kernel: Kernel, columns: readonly KernelColumn[], { partitionBy }: PartitionOptions): RowPartitions {
  const fields = typedPartitionFields(
    partitionBy,
    columns.map(({ column }) => column),
  )
  const sources = fields.map(field => columns.find(({ column }) => column.name === field.column)!)
  return new RowPartitions(kernel, fields, sources)
}

/** Sets the block's rows aside and returns the partitions that became full. */
function stageRows(kernel: Kernel, partitionOfRow: Uint32Array, staged: StagedRows): StagedPartition[] {
  const { exports, input } = kernel
  const rows = partitionOfRow.length
  const { buffer, byteOffset, length } = input.view(0, input.capacity)
  const bytes = Buffer.from(buffer, byteOffset, length)
  const full: StagedPartition[] = []
  for (let row = 0; row < rows; row++) {
    const taken = staged.add(partitionOfRow[row]!, bytes, exports.rowStart(row), exports.rowEnd(row))
    if (taken !== undefined) full.push(taken)
  }
  return full
}

function checkReadBack(staged: number, read: number): void {
  if (staged !== read) throw new Failure({ code: 'ROWS_LOST', detail: `${staged} rows set aside, ${read} read back` })
}
