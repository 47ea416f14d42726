// Rows in the kernel's slots → the column chunks of one row group, page by page, compressed as pages fill.

import type { Kernel } from '../kernel/kernel.ts'
import type { Address, ColumnHandle } from '../kernel/kernel-exports.ts'
import { bloomFilterBytes } from '../parquet/bloom-filter.ts'
import { candidateEncodings } from '../parquet/candidate-encodings.ts'
import { type Compressor, compressor } from '../parquet/codec/compress.ts'
import type { ColumnChunk } from '../parquet/column-chunk.ts'
import { ColumnChunkBuilder } from '../parquet/column-chunk-builder.ts'
import type { EncodedDictionary, EncodedPage, PageEncoding } from '../parquet/encoded-page.ts'
import { encodingNumbers } from '../parquet/format/enums.ts'
import type { Column, ConversionOptions } from '../schema/dataset.ts'
import { chooseEncoding } from './choose-encoding.ts'
import { type KernelColumn, placeHandles } from './kernel-column.ts'
import { pageCompressor } from './page-compressor.ts'

export interface EncodedRowGroup {
  rows: number
  chunks: ColumnChunk[]
  /** Sum of the rows' hashes, modulo 2^64. */
  contentHash: bigint
}

export type EncoderOptions = Pick<ConversionOptions, 'codec' | 'encodings'>

const encodingNames: ReadonlyMap<number, PageEncoding> = new Map(
  Object.entries(encodingNumbers).map(([name, number]) => [number, name as PageEncoding]),
)

export class RowGroupEncoder {
  readonly #kernel: Kernel
  readonly #columns: readonly KernelColumn[]
  readonly #handles: Address
  readonly #options: EncoderOptions
  readonly #compress: Compressor
  #builders: ColumnChunkBuilder[] = []
  #rows = 0
  #contentHash = 0n

  constructor(kernel: Kernel, columns: readonly KernelColumn[], options: EncoderOptions) {
    this.#kernel = kernel
    this.#columns = columns
    this.#handles = placeHandles(kernel, columns)
    this.#options = options
    this.#compress = compressor(options.codec, kernel)
    this.#open()
  }

  get rows(): number {
    return this.#rows
  }

  /** Appends the first `rows` rows of the parsed block. */
  append(rows: number): void {
    const { exports } = this.#kernel
    const count = this.#columns.length
    const appendFrom = (column: number) => exports.appendColumns(this.#handles, column, count, rows)
    for (let i = appendFrom(0); i < count; i = appendFrom(i)) {
      this.#builders[i]!.addPage(this.#closePage(this.#columns[i]!, false))
      exports.openPage(this.#columns[i]!.handle)
    }
    this.#contentHash = BigInt.asUintN(64, this.#contentHash + exports.sumRowHashes(0, rows))
    this.#rows += rows
  }

  /** Ends the row group; the next one may begin. */
  finish(): EncodedRowGroup {
    const chunks = this.#columns.map((column, i) => this.#finishColumn(column, this.#builders[i]!))
    const group = { rows: this.#rows, chunks, contentHash: this.#contentHash }
    this.#open()
    return group
  }

  #open(): void {
    const { codec } = this.#options
    this.#builders = this.#columns.map(
      ({ column }) => new ColumnChunkBuilder(column, codec, pageCompressor(this.#kernel, column, codec, this.#compress)),
    )
    for (const { handle } of this.#columns) this.#kernel.exports.openChunk(handle)
    this.#rows = 0
    this.#contentHash = 0n
  }

  #finishColumn(column: KernelColumn, builder: ColumnChunkBuilder): ColumnChunk {
    if (this.#kernel.exports.getPageRows(column.handle) > 0) builder.addPage(this.#closePage(column, true))
    const chunk = builder.finish(this.#closeDictionary(column.handle))
    return { ...chunk, ...this.#bloomFilter(column), ...this.#sorted(column) }
  }

  /** The body is valid until the kernel is called again: the builder compresses at once. */
  #closePage({ handle, column }: KernelColumn, isLast: boolean): EncodedPage {
    const { exports } = this.#kernel
    if (exports.needsChoice(handle)) this.#choose(handle, column, isLast)
    const encoding = encodingNames.get(exports.closePage(handle))!
    const min = this.#bound(exports.minimum(handle))
    const max = this.#bound(exports.maximum(handle))
    return {
      encoding,
      rowCount: exports.getPageRows(handle),
      nullCount: exports.getPageNulls(handle),
      nanCount: exports.getPageNans(handle),
      body: this.#kernel.bytes(exports.getBody(), exports.getBodyLength()),
      ...(min && { min }),
      ...(max && { max }),
    }
  }

  #choose(handle: ColumnHandle, { type }: Column, isOnly: boolean): void {
    const candidates = candidateEncodings(this.#options.encodings, type)
    const { keepDictionary, encoding } = chooseEncoding(this.#kernel, handle, candidates, this.#compress, isOnly)
    this.#kernel.exports.choose(handle, keepDictionary ? 1 : 0, encodingNumbers[encoding])
  }

  #bound(length: number): Uint8Array<ArrayBuffer> | undefined {
    return length < 0 ? undefined : this.#kernel.bytes(this.#kernel.exports.getBound(), length).slice()
  }

  /** None for a column without values. */
  #bloomFilter({ handle, column }: KernelColumn): Pick<ColumnChunk, 'bloomFilter'> {
    const { exports } = this.#kernel
    const distinctValues = exports.getHashCount(handle)
    if (column.bloomFilter === undefined || distinctValues === 0) return {}
    const bytes = bloomFilterBytes(distinctValues, column.bloomFilter.falsePositives)
    return { bloomFilter: this.#kernel.bytes(exports.closeBloomFilter(handle, bytes), bytes).slice() }
  }

  #sorted({ handle }: KernelColumn): Pick<ColumnChunk, 'sorted'> {
    const order = this.#kernel.exports.getSortedness(handle) // kernel/sortedness.ts
    return order === 0 ? {} : { sorted: { descending: (order & 2) !== 0, nullsFirst: (order & 4) !== 0 } }
  }

  #closeDictionary(handle: ColumnHandle): EncodedDictionary | undefined {
    const { exports } = this.#kernel
    const valueCount = exports.closeDictionary(handle)
    return valueCount === 0 ? undefined : { valueCount, body: this.#kernel.bytes(exports.getBody(), exports.getBodyLength()) }
  }
}
