// A Parquet file whose pages are looked at before whoever reads them decodes them: sizes that fit the bytes that are there, checksums, runs that
// say no more values than there are. hyparquet trusts all of that; made-up numbers would cost gigabytes or minutes, damaged bytes give wrong
// values.
//
//   chunk   [header|page][header|page][header|page]…      a slice begins and ends at pages' borders

import { crc32 } from 'node:zlib'
import { maxPageBytes } from '../codec/decompress.ts'
import type { CompressionCodec } from '../format/enums.ts'
import type { FileMetaData } from '../format/file-metadata.ts'
import { PageHeader } from '../format/page-header.ts'
import { CompactReader } from '../thrift/compact-reader.ts'
import { checkPageBody } from './check-page-body.ts'
import { invalidParquet, type ParquetFile } from './parquet-file.ts'
import { isFlat, type SchemaLeaf, schemaLeaves } from './schema-leaves.ts'

/** Values that are decoded at once; nulls take memory too, though no byte in the file. */
export const maxValuesAtOnce = 2 ** 25

export interface ColumnChunkPlace {
  start: number // in the file
  end: number // exclusive
  rowGroup: number
  rowStart: number // of the row group, in the file
  values: number // nulls included
  uncompressedBytes: number // as the footer says
  codec: CompressionCodec
  leaf: SchemaLeaf
}

/** The column chunks of a file, in the footer's order. */
export function chunkPlaces(metadata: FileMetaData, leaves = schemaLeaves(metadata.schema)): ColumnChunkPlace[] {
  let rowStart = 0
  return metadata.row_groups.flatMap((group, rowGroup) => {
    const first = rowStart
    rowStart += group.num_rows
    return group.columns.flatMap(({ meta_data }, at) => {
      const leaf = leaves[at]
      if (meta_data === undefined || leaf === undefined) return []
      const start = meta_data.dictionary_page_offset || meta_data.data_page_offset
      const end = start + meta_data.total_compressed_size
      return [
        {
          start,
          end,
          rowGroup,
          rowStart: first,
          values: meta_data.num_values,
          uncompressedBytes: meta_data.total_uncompressed_size,
          codec: meta_data.codec,
          leaf,
        },
      ]
    })
  })
}

/**
 * The same file; slices that touch the chunks throw where a page is not sound.
 * @param rows pages without a row of this range are stepped over
 * @throws Failure PARQUET_INVALID from `slice`
 */
export function checkedPages(file: ParquetFile, chunks: readonly ColumnChunkPlace[], rows: RowSpan): ParquetFile {
  const room: Room = { bytes: maxPageBytes, values: maxValuesAtOnce }
  return {
    byteLength: file.byteLength,
    async slice(start, end) {
      const buffer = await file.slice(start, end)
      for (const chunk of chunks) {
        const from = Math.max(start, chunk.start)
        const to = Math.min(end, chunk.end)
        const bytes = from < to ? new Uint8Array(buffer, from - start, to - from) : new Uint8Array(0)
        checkSlice(bytes, from, chunk, rows, page => checkPage(page, chunk, room))
      }
      return buffer
    },
  }
}

/**
 * Whether the pages of a column chunk lie where they should, and have the checksums that they were written with.
 * @param bytes of the whole chunk
 * @throws Failure PARQUET_INVALID, which names the first page that does not
 */
export function checkChecksums(bytes: Uint8Array, chunk: ColumnChunkPlace): void {
  checkSlice(bytes, chunk.start, chunk, { start: 0, end: Number.POSITIVE_INFINITY }, checkChecksum)
}

interface RowSpan {
  start: number
  end: number // exclusive
}

/** What may still be decoded. */
interface Room {
  bytes: number
  values: number
}

/** @param from where the bytes lie in the file: at a page's header */
function checkSlice(bytes: Uint8Array, from: number, chunk: ColumnChunkPlace, rows: RowSpan, check: (page: Page) => void): void {
  // Rows are counted where one value is one row; a slice from within a chunk holds wanted pages only.
  let row = isFlat(chunk.leaf) && from === chunk.start ? chunk.rowStart : undefined
  for (let at = 0; at < bytes.length - 1 && !(row !== undefined && row >= rows.end); ) {
    try {
      const page = readPage(bytes, at, chunk)
      const rowEnd = row === undefined ? undefined : row + page.values
      if (rowEnd === undefined || page.isDictionary || rowEnd > rows.start) check(page)
      if (!page.isDictionary) row = rowEnd
      at = page.end
    } catch (error) {
      const column = chunk.leaf.path.join('.')
      const reason = error instanceof Error ? error.message : String(error)
      throw invalidParquet(`row group ${chunk.rowGroup}, column "${column}", page at byte ${from + at}: ${reason}`, error)
    }
  }
}

interface Page {
  header: PageHeader
  body: Uint8Array // as it lies in the file
  end: number // in the slice
  isDictionary: boolean
  values: number
}

function readPage(bytes: Uint8Array, at: number, { values: most }: ColumnChunkPlace): Page {
  const reader = new CompactReader(bytes, at)
  const header = PageHeader.read(reader)
  const end = reader.offset + header.compressed_page_size
  if (header.compressed_page_size < 0 || end > bytes.length)
    throw new RangeError(`a page of ${header.compressed_page_size} bytes does not fit its column chunk`)
  const isDictionary = header.dictionary_page_header !== undefined
  const values = (header.data_page_header ?? header.data_page_header_v2 ?? header.dictionary_page_header)?.num_values ?? 0
  const largest = isDictionary ? header.uncompressed_page_size * 8 : most
  if (values < 0 || values > largest) throw new RangeError(`${values} values are too many; there is room for ${largest}`)
  return { header, body: bytes.subarray(reader.offset, end), end, isDictionary, values }
}

function checkChecksum({ header, body }: Page): void {
  if (header.crc !== undefined && (crc32(body) | 0) !== header.crc) throw new RangeError('its checksum is wrong')
}

function checkPage(page: Page, { codec, leaf }: ColumnChunkPlace, room: Room): void {
  checkChecksum(page)
  const { header, body, values } = page
  room.bytes -= header.uncompressed_page_size
  room.values -= values
  if (header.uncompressed_page_size < 0 || room.bytes < 0) throw new RangeError(`more than ${maxPageBytes} bytes would be decoded at once`)
  if (room.values < 0) throw new RangeError(`more than ${maxValuesAtOnce} values would be decoded at once`)
  checkPageBody(header, body, codec, leaf)
}
