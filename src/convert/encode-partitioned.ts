// Records → row groups by partition. Good rows are set aside as raw CSV, each with its partition's; a partition's rows become a row group
// when there are enough of them, when all partitions together hold too much, or at the end. So memory is bounded by what is set aside and
// one row group, however many partitions are open. Where groups end depends on the rows alone.

import { configureKernel } from '../csv/configure-kernel.ts'
import type { ColumnMapping } from '../csv/map-columns.ts'
import { padRows } from '../csv/pad-rows.ts'
import { RecordBlocks } from '../csv/record-blocks.ts'
import { Failure } from '../failure/failure.ts'
import { Kernel } from '../kernel/kernel.ts'
import type { ConversionOptions, Limits } from '../schema/dataset.ts'
import { type PartitionValue, partitionPath, type TypedPartitionField, typedPartitionFields } from '../schema/partition-path.ts'
import { BlockParser } from './block-parser.ts'
import type { EncodedStretch, PartitionRowGroup } from './encoded-stretch.ts'
import { createKernelColumns, type KernelColumn } from './kernel-column.ts'
import { readSlots } from './read-slots.ts'
import { RowGroupEncoder } from './row-group-encoder.ts'
import { type StagedPartition, StagedRows } from './staged-rows.ts'

const maxStagedBytes = 64 * 1024 * 1024 // of CSV, all partitions together

export type PartitionOptions = Pick<
  ConversionOptions,
  'dialect' | 'nullTokens' | 'codec' | 'encodings' | 'partitionBy' | 'rowGroupBytes' | 'limits'
>

/** A stretch a block, with the row groups that became full with it. */
export async function* encodePartitioned(
  kernel: Kernel,
  module: WebAssembly.Module,
  blocks: RecordBlocks,
  mapping: ColumnMapping,
  options: PartitionOptions,
): AsyncGenerator<EncodedStretch> {
  const columns = createKernelColumns(kernel, mapping, options.nullTokens)
  const parser = new BlockParser(kernel, columns, mapping, options.dialect)
  const partitionOf = partitioner(kernel, columns, options)
  const staged = new StagedRows({ ...options, maxBytes: maxStagedBytes, maxPartitions: options.limits.partitions })
  const encoder = new StagedEncoder(module, mapping, options)
  let records = 0
  for (let block = await blocks.next(); block !== undefined; block = await blocks.next()) {
    const parsed = parser.parse(block, records)
    records += parsed.records
    const full = parsed.rows === 0 ? [] : stageRows(kernel, parsed.rows, partitionOf(parsed.rows), staged)
    const rowGroups: PartitionRowGroup[] = []
    for (const rows of full) {
      rowGroups.push(await encoder.encode(rows))
      staged.reuse(rows)
    }
    yield { ...parsed, rowGroups }
  }
  for (const rows of staged.takeAll()) yield { records: 0, rejects: [], rowGroups: [await encoder.encode(rows)] }
}

/** Returns, for the parsed block, the function from row to Hive path. */
function partitioner(
  kernel: Kernel,
  columns: readonly KernelColumn[],
  { partitionBy }: PartitionOptions,
): (rows: number) => (row: number) => string {
  const fields = typedPartitionFields(
    partitionBy,
    columns.map(({ column }) => column),
  )
  const sources = fields.map(field => columns.find(({ column }) => column.name === field.column)!)
  const paths = new Map<string, string>()
  return rows => {
    const values = sources.map(source => readSlots(kernel, source, rows))
    return row => {
      const raw = values.map(column => column[row]!)
      const key = fields.map((field, i) => pathKey(field, raw[i]!)).join('')
      const known = paths.get(key)
      if (known !== undefined) return known
      const path = partitionPath(fields, raw)
      if (paths.size < maxKnownPaths) paths.set(key, path)
      return path
    }
  }
}

const maxKnownPaths = 100_000

/** The same for values of the same folder, often: all transforms of a time are functions of its hour. */
function pathKey({ transform, type }: TypedPartitionField, value: PartitionValue): string {
  if (value === null) return '-'
  const isTime = transform !== 'identity' && typeof value === 'bigint' && type.name !== 'date'
  const text = String(isTime ? floorOfHour(value) : value)
  return `${text.length}:${text}`
}

const microsPerHour = 3_600_000_000n

/** Rounds down before 1970, too. */
function floorOfHour(micros: bigint): bigint {
  const beyond = micros % microsPerHour
  return micros - (beyond < 0n ? beyond + microsPerHour : beyond)
}

/** Sets the block's rows aside and returns the partitions that became full. */
function stageRows(kernel: Kernel, rows: number, partitionOf: (row: number) => string, staged: StagedRows): StagedPartition[] {
  const { exports, input } = kernel
  const starts = kernel.words(exports.getRowStarts(), rows).slice()
  const full: StagedPartition[] = []
  for (let row = 0; row < rows; row++) {
    const taken = staged.add(partitionOf(row), input.view(starts[row]!, exports.rowEnd(row)))
    if (taken !== undefined) full.push(taken)
  }
  return full
}

/** Encodes rows that have been set aside, in a kernel of its own: the other one is in the middle of the source. */
class StagedEncoder {
  readonly #kernel: Kernel
  readonly #parser: BlockParser
  readonly #encoder: RowGroupEncoder
  readonly #limits: Limits
  readonly #maxRecords: number

  constructor(module: WebAssembly.Module, mapping: ColumnMapping, options: PartitionOptions) {
    this.#kernel = new Kernel(module)
    configureKernel(this.#kernel, options)
    this.#maxRecords = padRows(this.#kernel, options.dialect, mapping.fieldCount)
    const columns = createKernelColumns(this.#kernel, mapping, options.nullTokens)
    this.#parser = new BlockParser(this.#kernel, columns, mapping, options.dialect)
    this.#encoder = new RowGroupEncoder(this.#kernel, columns, options)
    this.#limits = options.limits
  }

  async encode({ partition, rows, chunks }: StagedPartition): Promise<PartitionRowGroup> {
    const options = { limits: this.#limits, rowGroupBytes: Number.POSITIVE_INFINITY, isContinuation: true, maxRecords: this.#maxRecords }
    const blocks = new RecordBlocks(this.#kernel, inOrder(chunks), options)
    for (let block = await blocks.next(); block !== undefined; block = await blocks.next()) {
      this.#encoder.append(this.#parser.parse(block, 0).rows)
    }
    if (this.#encoder.rows !== rows)
      throw new Failure({ code: 'ROWS_LOST', detail: `${rows} rows set aside, ${this.#encoder.rows} read back` })
    return { partition, rowGroup: this.#encoder.finish() }
  }
}

async function* inOrder(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks
}
