// One Parquet object that is being written.

import { releaseChunk } from '../parquet/column-chunk.ts'
import { ParquetFileWriter } from '../parquet/parquet-file-writer.ts'
import { type Codec, codecParts, LEVELS } from '../schema/codec.ts'
import type { Column } from '../schema/dataset.ts'
import type { ObjectWriter } from '../store/store.ts'
import type { WrittenOutput } from './report.ts'
import type { EncodedRowGroup } from './row-group-encoder.ts'

export class DataOutput {
  readonly partition: string
  readonly writer: ObjectWriter
  readonly #file: ParquetFileWriter
  readonly #codec: Codec
  #contentHash = 0n
  #rows = 0

  constructor(partition: string, writer: ObjectWriter, columns: readonly Column[], codec: Codec) {
    this.#codec = codec
    this.partition = partition
    this.writer = writer
    this.#file = new ParquetFileWriter(writer, columns)
  }

  /** The row group is of no use afterwards. */
  async writeRowGroup({ rows, chunks, contentHash }: EncodedRowGroup): Promise<void> {
    await this.#file.writeRowGroup(rows, chunks)
    chunks.forEach(releaseChunk)
    this.#rows += rows
    this.#contentHash = BigInt.asUintN(64, this.#contentHash + contentHash)
  }

  /** Writes the footer; the object is then complete, and not yet visible. */
  async finish(keyValueMetadata: Readonly<Record<string, string>>, columns: readonly Column[]): Promise<WrittenOutput> {
    const contentHash = this.#contentHash.toString(16).padStart(16, '0')
    const counts = { 'parquetry.rows': String(this.#rows), 'parquetry.content_hash': contentHash, ...levelMetadata(this.#codec) }
    const { bytes, rows } = await this.#file.finish({ ...keyValueMetadata, ...counts }, columns)
    return { partition: this.partition, rows, bytes, contentHash, writer: this.writer }
  }
}

/** The format has no place for a codec's level. */
function levelMetadata(codec: Codec): Record<string, string> {
  const { name, level } = codecParts(codec)
  return name in LEVELS ? { 'parquetry.codec': `${name}-${level}` } : {}
}
