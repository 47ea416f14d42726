// What the footer and the page index will say of a row group that is written. Encoded at once, into one buffer: as objects, what is kept of
// many row groups of many columns would outgrow the row group in hand, several times.
//
//   bytes    metadata of every column chunk, then their column indexes, then their offset indexes
//   lengths  in the same order; 0 for a column index that is left out

import { ColumnMetaData, type RowGroup, RowGroupOfEncoded } from './format/file-metadata.ts'
import { ColumnIndex, OffsetIndex } from './format/page-index.ts'
import { CompactWriter } from './thrift/compact-writer.ts'
import { encodeThrift, type ThriftType } from './thrift/struct.ts'

export interface ChunkRecord {
  metadata: ColumnMetaData
  /** Undefined where there can be none. */
  columnIndex: ColumnIndex | undefined
  offsetIndex: OffsetIndex
}

export class RowGroupRecord {
  readonly #rowGroup: Omit<RowGroup, 'columns'>
  readonly #bytes: Uint8Array
  readonly #lengths: Uint32Array
  readonly #columnIndexesStart: number
  readonly #offsetIndexesStart: number

  /** @param chunks one a column */
  constructor(rowGroup: Omit<RowGroup, 'columns'>, chunks: readonly ChunkRecord[]) {
    const out = new CompactWriter()
    this.#rowGroup = rowGroup
    const metadata = chunks.map(chunk => lengthOf(out, ColumnMetaData, chunk.metadata))
    this.#columnIndexesStart = out.length
    const columnIndexes = chunks.map(chunk => lengthOf(out, ColumnIndex, chunk.columnIndex))
    this.#offsetIndexesStart = out.length
    const offsetIndexes = chunks.map(chunk => lengthOf(out, OffsetIndex, chunk.offsetIndex))
    this.#bytes = out.finish()
    this.#lengths = Uint32Array.from([...metadata, ...columnIndexes, ...offsetIndexes])
  }

  get rows(): number {
    return this.#rowGroup.num_rows
  }

  /** As they are to stand in the file, one behind the other. */
  get columnIndexes(): Uint8Array {
    return this.#bytes.subarray(this.#columnIndexesStart, this.#offsetIndexesStart)
  }

  get offsetIndexes(): Uint8Array {
    return this.#bytes.subarray(this.#offsetIndexesStart)
  }

  /**
   * The footer's entry, encoded.
   * @param columnIndexesAt where `columnIndexes` stand in the file
   * @param offsetIndexesAt where `offsetIndexes` do
   */
  encode(columnIndexesAt: number, offsetIndexesAt: number): Uint8Array {
    const count = this.#lengths.length / 3
    const metadata = this.#places(0, 0)
    const columnIndexes = this.#places(count, columnIndexesAt)
    const offsetIndexes = this.#places(count * 2, offsetIndexesAt)
    const columns = metadata.map(({ at, length }, i) => ({
      file_offset: 0,
      meta_data: this.#bytes.subarray(at, at + length),
      offset_index_offset: offsetIndexes[i]!.at,
      offset_index_length: offsetIndexes[i]!.length,
      ...(columnIndexes[i]!.length > 0 && {
        column_index_offset: columnIndexes[i]!.at,
        column_index_length: columnIndexes[i]!.length,
      }),
    }))
    return encodeThrift(RowGroupOfEncoded, { ...this.#rowGroup, columns })
  }

  /** Of one kind's pieces, the first of which is number `first` and stands at `at`. */
  #places(first: number, at: number): { at: number; length: number }[] {
    return Array.from(this.#lengths.subarray(first, first + this.#lengths.length / 3), length => {
      at += length
      return { at: at - length, length }
    })
  }
}

function lengthOf<T>(out: CompactWriter, type: ThriftType<T>, value: T | undefined): number {
  const start = out.length
  if (value !== undefined) type.write(out, value)
  return out.length - start
}
