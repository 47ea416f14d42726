// Column chunk → its entry in the footer.

import type { Column } from '../schema/dataset.ts'
import { formatName } from './codec/compress.ts'
import { type ColumnChunk, chunkPages } from './column-chunk.ts'
import type { Encoding } from './format/enums.ts'
import type { ColumnMetaData, PageEncodingStats } from './format/file-metadata.ts'
import type { Statistics } from './format/statistics.ts'
import { physicalType } from './physical-type.ts'

/** @param offset of the chunk's first page, the dictionary page if there is one, from the start of the file */
export function columnMetadata(column: Column, chunk: ColumnChunk, offset: number): ColumnMetaData {
  return {
    type: physicalType(column.type).type,
    encodings: encodings(chunk),
    path_in_schema: [column.name],
    codec: formatName(chunk.codec),
    num_values: chunk.rowCount,
    total_uncompressed_size: chunkPages(chunk).reduce((sum, page) => sum + page.uncompressedBytes, 0),
    total_compressed_size: chunkPages(chunk).reduce((sum, page) => sum + page.bytes.length, 0),
    data_page_offset: offset + (chunk.dictionary?.bytes.length ?? 0),
    dictionary_page_offset: chunk.dictionary && offset,
    statistics: statistics(chunk),
    encoding_stats: encodingStats(chunk),
  }
}

/** RLE stands for the levels, PLAIN for the dictionary's own values. */
function encodings(chunk: ColumnChunk): Encoding[] {
  const used = new Set<Encoding>(chunk.pages.map(page => page.encoding)).add('RLE')
  if (chunk.dictionary !== undefined) used.add('PLAIN')
  return [...used].sort()
}

function encodingStats(chunk: ColumnChunk): PageEncodingStats[] {
  const stats: PageEncodingStats[] = []
  if (chunk.dictionary !== undefined) stats.push({ page_type: 'DICTIONARY_PAGE', encoding: 'PLAIN', count: 1 })
  for (const encoding of [...new Set(chunk.pages.map(page => page.encoding))].sort()) {
    stats.push({ page_type: 'DATA_PAGE', encoding, count: chunk.pages.filter(page => page.encoding === encoding).length })
  }
  return stats
}

function statistics(chunk: ColumnChunk): Statistics {
  const { min, max } = chunk
  return {
    null_count: chunk.nullCount,
    nan_count: chunk.nanCount,
    min_value: min?.value,
    max_value: max?.value,
    is_min_value_exact: min?.isExact,
    is_max_value_exact: max?.isExact,
  }
}
