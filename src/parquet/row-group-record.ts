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

/** What is not summed up from its column chunks. */
type RowGroupFields = Omit<RowGroup, 'columns' | 'total_byte_size'>

export class RowGroupRecord {
  readonly #rowGroup: Omit<RowGroup, 'columns'>
  readonly #bytes: Uint8Array
  readonly #lengths: Uint32Array
  readonly #columnIndexesStart: number
  readonly #offsetIndexesStart: number

  /** @param chunks one a column */
  constructor(rowGroup: RowGroupFields, chunks: Iterable<ChunkRecord>) {
    const [metadata, columnIndexes, offsetIndexes] = [new Pieces(), new Pieces(), new Pieces()]
    let total_byte_size = 0
    for (const chunk of chunks) {
      total_byte_size += chunk.metadata.total_uncompressed_size
      metadata.add(ColumnMetaData, chunk.metadata)
      columnIndexes.add(ColumnIndex, chunk.columnIndex)
      offsetIndexes.add(OffsetIndex, chunk.offsetIndex)
    }
    this.#rowGroup = { ...rowGroup, total_byte_size }
    this.#columnIndexesStart = metadata.bytes
    this.#offsetIndexesStart = metadata.bytes + columnIndexes.bytes
    this.#bytes = Buffer.concat([metadata.finish(), columnIndexes.finish(), offsetIndexes.finish()])
    this.#lengths = Uint32Array.from([...metadata.lengths, ...columnIndexes.lengths, ...offsetIndexes.lengths])
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

/** Values encoded one behind the other. */
class Pieces {
  readonly lengths: number[] = []
  readonly #out = new CompactWriter()

  get bytes(): number {
    return this.#out.length
  }

  /** Nothing, of length 0, for undefined. */
  add<T>(type: ThriftType<T>, value: T | undefined): void {
    const start = this.#out.length
    if (value !== undefined) type.write(this.#out, value)
    this.lengths.push(this.#out.length - start)
  }

  finish(): Uint8Array {
    return this.#out.finish()
  }
}
