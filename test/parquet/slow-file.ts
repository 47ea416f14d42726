// Values → a whole Parquet file, by way of the slow encoder and the real writer.

import type { ColumnChunk } from '../../src/parquet/column-chunk.ts'
import { ColumnChunkBuilder } from '../../src/parquet/column-chunk-builder.ts'
import type { ValueEncoding } from '../../src/parquet/encoded-page.ts'
import { ParquetFileWriter } from '../../src/parquet/parquet-file-writer.ts'
import { physicalType } from '../../src/parquet/physical-type.ts'
import type { Codec } from '../../src/schema/codec.ts'
import type { Column } from '../../src/schema/dataset.ts'
import type { Layout } from '../interop/readers/reader.ts'
import { SlowDictionary, type StoredOrNull, valuesPage } from './slow-encoder.ts'

export type Row = readonly StoredOrNull[]

export interface SlowFile {
  columns: readonly Column[]
  rows: readonly Row[]
  codec: Codec
  layout: Layout
  rowsPerPage: number
  rowsPerRowGroup: number
  keyValueMetadata?: Record<string, string>
}

export async function slowFile(file: SlowFile): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  const sink = {
    write: async (bytes: Uint8Array) => {
      pieces.push(bytes)
    },
  }
  const writer = new ParquetFileWriter(sink, file.columns)
  for (const rows of slices(file.rows, file.rowsPerRowGroup)) {
    await writer.writeRowGroup(
      rows.length,
      file.columns.map((column, index) =>
        columnChunk(
          file,
          column,
          rows.map(row => row[index] ?? null),
        ),
      ),
    )
  }
  await writer.finish(file.keyValueMetadata)
  return Buffer.concat(pieces)
}

function columnChunk({ codec, layout, rowsPerPage }: SlowFile, column: Column, values: readonly StoredOrNull[]): ColumnChunk {
  const builder = new ColumnChunkBuilder(column, codec)
  const dictionary = new SlowDictionary(column)
  const pages = slices(values, rowsPerPage)
  for (const [index, page] of pages.entries()) {
    const usesDictionary = column.type.name !== 'boolean' && (layout === 'dictionary' || (layout === 'both' && index < pages.length / 2))
    builder.addPage(usesDictionary ? dictionary.page(page) : valuesPage(column, page, valueEncoding(column, layout)))
  }
  return builder.finish(dictionary.finish())
}

function valueEncoding({ type }: Column, layout: Layout): ValueEncoding {
  if (layout !== 'delta' && layout !== 'split') return 'PLAIN'
  switch (physicalType(type).type) {
    case 'BOOLEAN':
      return 'RLE'
    case 'BYTE_ARRAY':
      return layout === 'delta' ? 'DELTA_BYTE_ARRAY' : 'DELTA_LENGTH_BYTE_ARRAY'
    case 'INT32':
    case 'INT64':
      return layout === 'delta' ? 'DELTA_BINARY_PACKED' : 'BYTE_STREAM_SPLIT'
    default:
      return 'BYTE_STREAM_SPLIT'
  }
}

function slices<T>(values: readonly T[], size: number): T[][] {
  const result: T[][] = []
  for (let start = 0; start < values.length; start += size) result.push(values.slice(start, start + size))
  return result
}
