// Encoded pages → a column chunk. Pages are compressed as they come, so that memory is the compressed chunk; the dictionary page, which
// stands first in the file, comes last. Data pages are of version 1, which every reader knows.

import { crc32 } from 'node:zlib'
import { Failure } from '../failure/failure.ts'
import type { Codec } from '../schema/codec.ts'
import type { Column } from '../schema/dataset.ts'
import { compressor, type PageCompressor } from './codec/compress.ts'
import type { ColumnChunk, DataPage, DictionaryPage } from './column-chunk.ts'
import type { EncodedDictionary, EncodedPage, PageEncoding } from './encoded-page.ts'
import { PageHeader } from './format/page-header.ts'
import { encodeThrift } from './thrift/struct.ts'
import { ValueRange } from './value-range.ts'

export class ColumnChunkBuilder {
  readonly #column: Column
  readonly #codec: Codec
  readonly #compress: PageCompressor
  readonly #range: ValueRange
  readonly #pages: DataPage[] = []
  #compressedBytes = 0
  #mayHoldNaN = false

  constructor(column: Column, codec: Codec, compress: PageCompressor = compressor(codec)) {
    this.#column = column
    this.#codec = codec
    this.#compress = compress
    this.#range = new ValueRange(column.type)
  }

  /** Bytes held so far. */
  get compressedBytes(): number {
    return this.#compressedBytes
  }

  /**
   * Compresses a page. Pages come in row order; smallest and largest value are kept, the body's buffer may be used again.
   * @throws Failure INTERNAL for a page without rows, which a page index cannot describe
   */
  addPage(page: EncodedPage): void {
    if (page.rowCount === 0) throw impossible(this.#column, 'a page without rows')
    const compressed = dataPage(this.#column, this.#compress, page)
    if (mayHoldNaN(this.#column, page)) this.#mayHoldNaN = true
    this.#range.add(page.min, page.max)
    this.#pages.push(compressed)
    this.#compressedBytes += compressed.bytes.length
  }

  /**
   * Ends the chunk; the builder is of no use afterwards.
   * @param dictionary left out of the file when no page refers to it
   * @throws Failure INTERNAL when pages refer to a dictionary and none is given
   */
  finish(dictionary?: EncodedDictionary): ColumnChunk {
    const pages = this.#pages
    const refersToDictionary = pages.some(page => page.encoding === 'RLE_DICTIONARY')
    if (refersToDictionary && dictionary === undefined) throw impossible(this.#column, 'dictionary pages without a dictionary')
    return {
      codec: this.#codec,
      dictionary: refersToDictionary && dictionary !== undefined ? dictionaryPage(this.#compress, dictionary) : undefined,
      pages,
      rowCount: pages.reduce((sum, page) => sum + page.rowCount, 0),
      nullCount: pages.reduce((sum, page) => sum + page.nullCount, 0),
      nanCount: pages.reduce<number | undefined>((sum, page) => sumOfKnown(sum, page.nanCount), 0),
      ...(this.#mayHoldNaN ? noBounds : this.#range.bounds()),
    }
  }
}

function dataPage(column: Column, compress: PageCompressor, page: EncodedPage): DataPage {
  const range = new ValueRange(column.type)
  range.add(page.min, page.max)
  const data_page_header = {
    num_values: page.rowCount,
    encoding: page.encoding,
    definition_level_encoding: 'RLE',
    repetition_level_encoding: 'RLE',
  } as const
  return {
    ...compressedPage(compress, page.body, page.encoding, { type: 'DATA_PAGE', data_page_header }),
    rowCount: page.rowCount,
    nullCount: page.nullCount,
    nanCount: isFloating(column) ? page.nanCount : undefined,
    encoding: page.encoding,
    ...(mayHoldNaN(column, page) ? noBounds : range.bounds()),
  }
}

/**
 * Bounds leave NaN out (by the specification), while engines that sort NaN above every number (DuckDB, Spark) take the largest value for
 * the end of all values, and would lose rows of NaN. So there are bounds only where there is no NaN.
 */
function mayHoldNaN(column: Column, page: EncodedPage): boolean {
  return isFloating(column) && page.nanCount !== 0
}

const noBounds = { min: undefined, max: undefined }

function dictionaryPage(compress: PageCompressor, dictionary: EncodedDictionary): DictionaryPage {
  const dictionary_page_header = { num_values: dictionary.valueCount, encoding: 'PLAIN' } as const
  return compressedPage(compress, dictionary.body, 'PLAIN', { type: 'DICTIONARY_PAGE', dictionary_page_header })
}

type PageKind = Pick<PageHeader, 'type' | 'data_page_header' | 'dictionary_page_header'>

function compressedPage(compress: PageCompressor, body: Uint8Array, encoding: PageEncoding, kind: PageKind): DictionaryPage {
  const bodyBytes = body.length // the body need not survive
  const compressed = compress(body, encoding)
  const header = encodeThrift(PageHeader, {
    ...kind,
    uncompressed_page_size: bodyBytes,
    compressed_page_size: compressed.length,
    crc: crc32(compressed) | 0, // the format's integers are signed
  })
  return { bytes: joined(header, compressed), uncompressedBytes: header.length + bodyBytes }
}

/** One buffer of exactly the page's size: what zlib returns may be a view into a larger one, which a clone would carry along. */
function joined(header: Uint8Array, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(header.length + body.length)
  bytes.set(header)
  bytes.set(body, header.length)
  return bytes
}

const isFloating = (column: Column): boolean => column.type.name === 'float' || column.type.name === 'double'

const sumOfKnown = (a: number | undefined, b: number | undefined) => (a === undefined || b === undefined ? undefined : a + b)

function impossible(column: Column, detail: string): Failure {
  return new Failure({ code: 'INTERNAL', columnName: column.name, detail })
}
