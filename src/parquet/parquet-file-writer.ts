// Column chunks → a Parquet file, front to back, without ever going back:
//
//   PAR1
//   row group:  column chunk: dictionary page, data pages   …one a column
//               bloom filter                                …of the columns that have one
//   …
//   column indexes, offset indexes
//   footer (FileMetaData), its length as 4 bytes, PAR1
//
// Bytes depend on the rows and the columns only: no clock, no randomness. Left out: encryption.

import { Failure } from '../failure/failure.ts'
import type { Column } from '../schema/dataset.ts'
import { version } from '../version.ts'
import { bloomFilterPieces } from './bloom-filter.ts'
import { type ColumnChunk, chunkPages } from './column-chunk.ts'
import { columnMetadata } from './column-metadata.ts'
import { type ColumnMetaData, FileMetaDataOfEncoded, type RowGroup } from './format/file-metadata.ts'
import { columnIndex, offsetIndex } from './page-index.ts'
import { type ChunkRecord, RowGroupRecord } from './row-group-record.ts'
import { schemaElements } from './schema-elements.ts'
import { encodeThriftPieces } from './thrift/struct.ts'

/** `<application> version <version> (build <hash>)` is what parquet-mr takes apart to know about the bugs of old writers. */
export const createdBy = `parquetry version ${version} (build ${version})`

/**
 * Spec: "there is no agreed upon consensus of what constitutes version 2 of the file. For maximum compatibility with readers, writers
 * should always populate 1."
 */
const fileVersion = 1

const magic = new TextEncoder().encode('PAR1')

export interface ByteSink {
  /** Resolves when more may be written. The bytes' memory may be used for something else then. */
  write(bytes: Uint8Array): Promise<void>
}

interface ChunkPlace {
  offset: number // of its first page
  bloomFilter?: Pick<ColumnMetaData, 'bloom_filter_offset' | 'bloom_filter_length'>
}

export class ParquetFileWriter {
  readonly #sink: ByteSink
  readonly #columns: readonly Column[]
  readonly #rowGroups: RowGroupRecord[] = []
  #offset = 0

  constructor(sink: ByteSink, columns: readonly Column[]) {
    this.#sink = sink
    this.#columns = columns
  }

  /** Bytes written so far. */
  get bytes(): number {
    return this.#offset
  }

  /**
   * Writes a row group; one without rows is left out.
   * @param chunks one a column, in the columns' order; they may be dropped afterwards
   * @throws Failure ROWS_LOST when a chunk is missing or does not hold `rowCount` rows
   */
  async writeRowGroup(rowCount: number, chunks: readonly ColumnChunk[]): Promise<void> {
    checkRows(this.#columns, rowCount, chunks)
    if (rowCount === 0) return
    await this.#start()
    const file_offset = this.#offset
    const places: ChunkPlace[] = []
    for (const chunk of chunks) places.push(await this.#writeChunk(chunk))
    const total_compressed_size = this.#offset - file_offset
    for (const [index, { bloomFilter }] of chunks.entries()) if (bloomFilter) await this.#writeBloomFilter(places[index]!, bloomFilter)
    const ordinal = this.#rowGroups.length
    const rowGroup = {
      num_rows: rowCount,
      file_offset,
      total_compressed_size,
      ordinal: ordinal <= maxOrdinal ? ordinal : undefined,
      sorting_columns: sortingColumns(chunks),
    }
    this.#rowGroups.push(new RowGroupRecord(rowGroup, chunkRecords(this.#columns, chunks, places)))
  }

  /**
   * Writes what stands behind the row groups. The sink is not closed.
   * @param columns what the footer calls them: names, physical types and scales are as before, decimals may have other precisions
   */
  async finish(
    keyValueMetadata: Readonly<Record<string, string>> = {},
    columns: readonly Column[] = this.#columns,
  ): Promise<{ bytes: number; rows: number }> {
    await this.#start()
    const num_rows = this.#rowGroups.reduce((sum, { rows }) => sum + rows, 0)
    const columnIndexesAt = await this.#writeEach(this.#rowGroups.map(({ columnIndexes }) => columnIndexes))
    const offsetIndexesAt = await this.#writeEach(this.#rowGroups.map(({ offsetIndexes }) => offsetIndexes))
    const footerAt = this.#offset
    const footer = encodeThriftPieces(FileMetaDataOfEncoded, {
      version: fileVersion,
      schema: schemaElements(columns),
      num_rows,
      row_groups: { size: this.#rowGroups.length, elements: this.#encodedRowGroups(columnIndexesAt, offsetIndexesAt) },
      key_value_metadata: Object.entries(keyValueMetadata).map(([key, value]) => ({ key, value })),
      created_by: createdBy,
      column_orders: this.#columns.map(() => ({ TYPE_ORDER: {} })),
    })
    for (const piece of footer) await this.#write(piece)
    const footerLength = new Uint8Array(4)
    new DataView(footerLength.buffer).setUint32(0, this.#offset - footerAt, true)
    await this.#write(Buffer.concat([footerLength, magic]))
    return { bytes: this.#offset, rows: num_rows }
  }

  async #start(): Promise<void> {
    if (this.#offset === 0) await this.#write(magic)
  }

  async #writeChunk(chunk: ColumnChunk): Promise<ChunkPlace> {
    const offset = this.#offset
    for (const page of chunkPages(chunk)) await this.#write(page.bytes)
    return { offset }
  }

  /** Behind its row group, so that it need not be kept. */
  async #writeBloomFilter(place: ChunkPlace, bits: Uint8Array<ArrayBuffer>): Promise<void> {
    const offset = this.#offset
    for (const piece of bloomFilterPieces(bits)) await this.#write(piece)
    place.bloomFilter = { bloom_filter_offset: offset, bloom_filter_length: this.#offset - offset }
  }

  /** Returns where each piece stands. */
  async #writeEach(pieces: readonly Uint8Array[]): Promise<number[]> {
    const places: number[] = []
    for (const piece of pieces) {
      places.push(this.#offset)
      if (piece.length > 0) await this.#write(piece)
    }
    return places
  }

  *#encodedRowGroups(columnIndexesAt: readonly number[], offsetIndexesAt: readonly number[]): Generator<Uint8Array> {
    for (const [i, rowGroup] of this.#rowGroups.entries()) yield rowGroup.encode(columnIndexesAt[i]!, offsetIndexesAt[i]!)
  }

  async #write(bytes: Uint8Array): Promise<void> {
    await this.#sink.write(bytes)
    this.#offset += bytes.length
  }
}

/** One at a time, for whoever keeps none of them. */
function* chunkRecords(columns: readonly Column[], chunks: readonly ColumnChunk[], places: readonly ChunkPlace[]): Generator<ChunkRecord> {
  for (const [index, chunk] of chunks.entries()) {
    const column = columns[index]!
    const { offset, bloomFilter } = places[index]!
    const metadata = { ...columnMetadata(column, chunk, offset), ...bloomFilter }
    yield { metadata, columnIndex: columnIndex(column.type, chunk), offsetIndex: offsetIndex(chunk, metadata.data_page_offset) }
  }
}

/**
 * Rows sorted by one column and, on their own, by another are sorted by both, in any order of the two. Spec: the list is the order of rows, by
 * its first column first.
 */
function sortingColumns(chunks: readonly ColumnChunk[]): RowGroup['sorting_columns'] {
  const sorted = chunks.flatMap(({ sorted }, column_idx) =>
    sorted === undefined ? [] : [{ column_idx, descending: sorted.descending, nulls_first: sorted.nullsFirst }],
  )
  return sorted.length > 0 ? sorted : undefined
}

const maxOrdinal = 2 ** 15 - 1 // an i16

function checkRows(columns: readonly Column[], rowCount: number, chunks: readonly ColumnChunk[]): void {
  if (chunks.length !== columns.length) {
    throw new Failure({ code: 'ROWS_LOST', detail: `${chunks.length} column chunks for ${columns.length} columns` })
  }
  for (const [index, chunk] of chunks.entries()) {
    if (chunk.rowCount === rowCount) continue
    const detail = `a column chunk holds ${chunk.rowCount} rows instead of ${rowCount}`
    throw new Failure({ code: 'ROWS_LOST', columnName: columns[index]?.name ?? '', detail })
  }
}
