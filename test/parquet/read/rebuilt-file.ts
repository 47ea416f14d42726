// A file with its pages changed and everything around them right: places, sizes and checksums. So what is tried reaches the decoders.

import { crc32 } from 'node:zlib'
import { FileMetaData } from '../../../src/parquet/format/file-metadata.ts'
import { PageHeader } from '../../../src/parquet/format/page-header.ts'
import { type ColumnChunkPlace, chunkPlaces } from '../../../src/parquet/read/checked-pages.ts'
import type { ParquetFile } from '../../../src/parquet/read/parquet-file.ts'
import { readMetadata } from '../../../src/parquet/read/read-metadata.ts'
import { CompactReader } from '../../../src/parquet/thrift/compact-reader.ts'
import { encodeThrift } from '../../../src/parquet/thrift/struct.ts'

export interface Page {
  header: PageHeader
  body: Uint8Array
  chunk: ColumnChunkPlace
}

export interface Changes {
  /** Changes a page in place. Its sizes and checksum follow the body, unless `keepSizes`. */
  page?: (page: Page, index: number) => void
  keepSizes?: boolean
  footer?: (metadata: FileMetaData) => void
}

/** The file anew, without page index and bloom filters. */
export async function rebuilt(file: Uint8Array, { page, keepSizes = false, footer }: Changes): Promise<Buffer> {
  const metadata = await readMetadata(inMemory(file))
  const pieces: Uint8Array[] = [Buffer.from('PAR1')]
  let at = 4
  let index = 0
  for (const chunk of chunkPlaces(metadata)) {
    const entry = metadata.row_groups[chunk.rowGroup]!.columns.find(({ meta_data }) => startOf(meta_data!) === chunk.start)!
    const start = at
    const offsets = { dictionary: undefined as number | undefined, data: undefined as number | undefined }
    for (const each of pagesOf(file, chunk)) {
      page?.(each, index++)
      const bytes = pageBytes(each, keepSizes)
      if (each.header.dictionary_page_header === undefined) offsets.data ??= at
      else offsets.dictionary = at
      pieces.push(bytes)
      at += bytes.length
    }
    const { offset_index_offset: _, offset_index_length: __, column_index_offset: ___, column_index_length: ____, ...rest } = entry
    const { bloom_filter_offset: _____, bloom_filter_length: ______, ...data } = rest.meta_data!
    const places = {
      total_compressed_size: at - start,
      data_page_offset: offsets.data ?? start,
      dictionary_page_offset: offsets.dictionary,
    }
    const columns = metadata.row_groups[chunk.rowGroup]!.columns
    columns[columns.indexOf(entry)] = { ...rest, meta_data: { ...data, ...places } }
  }
  footer?.(metadata)
  const bytes = encodeThrift(FileMetaData, metadata)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  return Buffer.concat([...pieces, bytes, length, Buffer.from('PAR1')])
}

/** The pages of a chunk, bodies copied. */
export function pagesOf(file: Uint8Array, chunk: ColumnChunkPlace): Page[] {
  const pages: Page[] = []
  for (let at = chunk.start; at < chunk.end; ) {
    const reader = new CompactReader(file, at)
    const header = PageHeader.read(reader)
    at = reader.offset + header.compressed_page_size
    pages.push({ header, body: Uint8Array.from(file.subarray(reader.offset, at)), chunk })
  }
  return pages
}

export function inMemory(bytes: Uint8Array): ParquetFile {
  const { buffer } = Uint8Array.from(bytes)
  return { byteLength: bytes.length, slice: async (start, end) => buffer.slice(start, end) }
}

const startOf = (data: { dictionary_page_offset?: number | undefined; data_page_offset: number }) =>
  data.dictionary_page_offset || data.data_page_offset

function pageBytes({ header, body, chunk }: Page, keepSizes: boolean): Uint8Array {
  const size = body.length
  const uncompressed = chunk.codec === 'UNCOMPRESSED' ? size : header.uncompressed_page_size
  const sizes = keepSizes ? {} : { compressed_page_size: size, uncompressed_page_size: uncompressed }
  return Buffer.concat([encodeThrift(PageHeader, { ...header, ...sizes, crc: crc32(body) | 0 }), body])
}
