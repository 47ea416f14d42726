// One column's pages of one row group, compressed, with all that the footer and the page index will say about them, but for their place
// in the file. Plain data: a worker thread hands it over by structured clone, or by transfer with `chunkBuffers`.

import type { Codec } from '../schema/codec.ts'
import type { Bound } from './bound.ts'
import type { EncodedPage } from './encoded-page.ts'

export interface ColumnChunk {
  codec: Codec
  /** The dictionary page, if a data page uses it. */
  dictionary: DictionaryPage | undefined
  /** Data pages, in row order. */
  pages: readonly DataPage[]
  /** Nulls included. */
  rowCount: number
  nullCount: number
  /** Undefined where it is not known, or has no meaning. */
  nanCount: number | undefined
  /** Over all values of the chunk; undefined when all are null, when there may be a NaN, and for bounds that cannot be had short. */
  min: Bound | undefined
  max: Bound | undefined
  /** The bits, where the column is to have one. */
  bloomFilter?: Uint8Array<ArrayBuffer>
  /** Undefined where values are not sorted throughout, or are all equal. */
  sorted?: SortOrder
}

export interface SortOrder {
  descending: boolean
  /** Whether nulls come before all values; else behind them. */
  nullsFirst: boolean
}

export interface DictionaryPage {
  /** Header and compressed body, as they stand in the file. */
  bytes: Uint8Array<ArrayBuffer>
  /** Header and body before compression. */
  uncompressedBytes: number
}

export interface DataPage extends DictionaryPage {
  rowCount: number
  nullCount: number
  nanCount: number | undefined
  encoding: EncodedPage['encoding']
  min: Bound | undefined
  max: Bound | undefined
}

/** All pages of the chunk, in file order. */
export function chunkPages(chunk: ColumnChunk): DictionaryPage[] {
  return chunk.dictionary === undefined ? [...chunk.pages] : [chunk.dictionary, ...chunk.pages]
}

/**
 * Gives the memory of a chunk's pages back at once: left to the garbage collector, pages of several row groups would be held. The chunk is of
 * no use afterwards.
 */
export function releaseChunk(chunk: ColumnChunk): void {
  for (const buffer of chunkBuffers(chunk)) buffer.transfer(0)
}

/** What to transfer to another thread instead of copying it. */
export function chunkBuffers(chunk: ColumnChunk): ArrayBuffer[] {
  const pages = chunkPages(chunk).map(page => page.bytes.buffer)
  return chunk.bloomFilter === undefined ? pages : [...pages, chunk.bloomFilter.buffer]
}
