// The physical layout, as hyparquet's own parsers (footer, page headers, page index) see it.

import { brotliDecompressSync, crc32 } from 'node:zlib'
import { type ColumnChunk as Entry, parquetMetadata, type RowGroup, readColumnIndex, readOffsetIndex } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js'
import { compressors } from 'hyparquet-compressors'
import { formatName } from '../../src/parquet/codec/compress.ts'
import { ColumnChunkBuilder } from '../../src/parquet/column-chunk-builder.ts'
import { createdBy, ParquetFileWriter } from '../../src/parquet/parquet-file-writer.ts'
import { CODECS, type Codec } from '../../src/schema/codec.ts'
import type { Column } from '../../src/schema/dataset.ts'
import { plainValue } from './plain-values.ts'
import { sampleColumns, sampleValue } from './sample-values.ts'
import { plainPage, type StoredOrNull } from './slow-encoder.ts'
import { type SlowFile, slowFile } from './slow-file.ts'

const rows = Array.from({ length: 37 }, (_, row) => sampleColumns.map(column => sampleValue(column, row)))
const sample: SlowFile = { columns: sampleColumns, rows, codec: 'zstd', layout: 'both', rowsPerPage: 4, rowsPerRowGroup: 15 }

const reader = (file: Uint8Array, offset: number | bigint) => ({
  view: new DataView(file.buffer, file.byteOffset, file.byteLength),
  offset: Number(offset),
})

/** The pages of a chunk as their headers tell them. */
function pages(file: Uint8Array, { meta_data }: Entry) {
  const start = Number(meta_data?.dictionary_page_offset ?? meta_data?.data_page_offset)
  const end = start + Number(meta_data?.total_compressed_size)
  const found = []
  for (let offset = start; offset < end; ) {
    const at = reader(file, offset)
    const header = parquetHeader(at)
    const body = file.subarray(at.offset, at.offset + header.compressed_page_size)
    found.push({ offset, header, headerBytes: at.offset - offset, body, bytes: at.offset - offset + body.length })
    offset = at.offset + body.length
  }
  return found
}

/** A file of one nullable column, one page a list of values. */
async function oneColumn(type: Column['type'], pageValues: readonly (readonly StoredOrNull[])[]) {
  const column: Column = { name: 'only', type, nullable: true, source: 'only' }
  const builder = new ColumnChunkBuilder(column, 'none')
  for (const values of pageValues) builder.addPage(plainPage(column, values))
  const pieces: Uint8Array[] = []
  const writer = new ParquetFileWriter({ write: async bytes => void pieces.push(bytes) }, [column])
  await writer.writeRowGroup(pageValues.flat().length, [builder.finish()])
  await writer.finish()
  const file = Buffer.concat(pieces)
  const entry = parquetMetadata(file).row_groups[0]?.columns[0] as Entry
  // The statistics' raw bytes; hyparquet would decode them.
  const footer = deserializeTCompactProtocol(reader(file, file.length - 8 - file.readUInt32LE(file.length - 8)))
  const statistics = footer.field_4[0].field_1[0].field_3.field_12
  const index =
    entry.column_index_offset === undefined ? undefined : readColumnIndex(reader(file, entry.column_index_offset), { name: 'raw' })
  return { statistics, index }
}

describe.each(CODECS)('a %s file', codec => {
  let file: Uint8Array
  let rowGroups: RowGroup[]

  beforeAll(async () => {
    file = await slowFile({ ...sample, codec })
    rowGroups = parquetMetadata(file).row_groups
  })

  const chunks = () => rowGroups.flatMap(rowGroup => rowGroup.columns)

  it('has a right CRC and right sizes on every page', () => {
    for (const chunk of chunks()) {
      for (const { header, body } of pages(file, chunk)) {
        expect(header.crc).toBe(crc32(body) | 0)
        expect(uncompressed(codec, body, header.uncompressed_page_size).length).toBe(header.uncompressed_page_size)
      }
    }
  })

  it('sums up sizes with headers, compressed and not', () => {
    for (const chunk of chunks()) {
      const uncompressedBytes = pages(file, chunk).reduce((sum, page) => sum + page.headerBytes + page.header.uncompressed_page_size, 0)
      expect(chunk.meta_data?.total_uncompressed_size).toBe(BigInt(uncompressedBytes))
    }
    for (const rowGroup of rowGroups) {
      const total = (size: 'total_uncompressed_size' | 'total_compressed_size') =>
        rowGroup.columns.reduce((sum, { meta_data }) => sum + (meta_data?.[size] ?? 0n), 0n)
      expect(rowGroup.total_byte_size).toBe(total('total_uncompressed_size'))
      expect(rowGroup.total_compressed_size).toBe(total('total_compressed_size'))
    }
  })

  it('has chunks that follow each other without a gap, from behind the magic to the page index', () => {
    let offset = 4
    for (const rowGroup of rowGroups) {
      expect(rowGroup.file_offset).toBe(BigInt(offset))
      for (const { meta_data } of rowGroup.columns) {
        expect(Number(meta_data?.dictionary_page_offset ?? meta_data?.data_page_offset)).toBe(offset)
        offset += Number(meta_data?.total_compressed_size)
      }
    }
    expect(Math.min(...chunks().map(chunk => Number(chunk.column_index_offset ?? Infinity)))).toBe(offset)
  })

  it('tells each page encoding as often as it occurs', () => {
    for (const chunk of chunks()) {
      const found = pages(file, chunk).map(({ header }) => [
        header.type,
        (header.data_page_header ?? header.dictionary_page_header)?.encoding,
      ])
      const told = (chunk.meta_data?.encoding_stats ?? []).flatMap(({ page_type, encoding, count }) =>
        Array(count).fill([page_type, encoding]),
      )
      expect(found.sort()).toEqual(told.sort())
      const encodings = new Set([...found.map(([, encoding]) => encoding), 'RLE'])
      expect([...(chunk.meta_data?.encodings ?? [])].sort()).toEqual([...encodings].sort())
    }
  })

  it('has an offset index that points at every data page, its rows and its whole size', () => {
    for (const chunk of chunks()) {
      const dataPages = pages(file, chunk).filter(({ header }) => header.type === 'DATA_PAGE')
      const { page_locations } = readOffsetIndex(reader(file, chunk.offset_index_offset ?? 0n))
      let row = 0
      expect(page_locations).toEqual(
        dataPages.map(({ offset, bytes, header }) => {
          const location = { offset: BigInt(offset), compressed_page_size: bytes, first_row_index: BigInt(row) }
          row += header.data_page_header?.num_values ?? 0
          return location
        }),
      )
      expect(BigInt(row)).toBe(chunk.meta_data?.num_values)
    }
  })
})

function uncompressed(codec: Codec, body: Uint8Array, bytes: number): Uint8Array {
  if (codec === 'brotli') return brotliDecompressSync(body) // hyparquet's takes a hundred times as long
  return codec === 'none' ? body : (compressors[formatName(codec)]?.(body, bytes) ?? new Uint8Array())
}

describe('statistics', () => {
  const long = { name: 'long' } as const
  const double = { name: 'double' } as const
  const string = { name: 'string' } as const
  const plain = (type: Column['type'], value: number | bigint | string) => Uint8Array.from(plainValue(type, value))

  it('are over all pages', async () => {
    const { statistics } = await oneColumn(long, [[5n, null], [-3n], [null, null], [9n]])
    expect(statistics).toEqual({ field_3: 3n, field_5: plain(long, 9n), field_6: plain(long, -3n), field_7: true, field_8: true })
  })

  it('of long texts are cut, and say so', async () => {
    const { statistics } = await oneColumn(string, [['z'.repeat(100), 'a'.repeat(100)], ['m']])
    expect(statistics).toMatchObject({
      field_5: plain(string, `${'z'.repeat(63)}{`),
      field_6: plain(string, 'a'.repeat(64)),
      field_7: false,
    })
    expect(statistics.field_8).toBe(false)
  })

  it('of a text that is cut in one page and whole in another are those of the smaller', async () => {
    const { statistics } = await oneColumn(string, [['a'.repeat(65)], ['a'.repeat(64)]])
    expect(statistics).toMatchObject({ field_6: plain(string, 'a'.repeat(64)), field_8: true })
  })

  it('have no bounds where there is a NaN, and count it', async () => {
    expect((await oneColumn(double, [[3], [1, Number.NaN]])).statistics).toEqual({ field_3: 0n, field_9: 1n })
  })

  it('count no NaN where there is none', async () => {
    const { statistics } = await oneColumn(double, [[3], [1]])
    expect(statistics).toMatchObject({ field_5: plain(double, 3), field_6: plain(double, 1), field_9: 0n })
  })

  it('have no bounds when all is null', async () => {
    expect((await oneColumn(long, [[null]])).statistics).toEqual({ field_3: 1n })
  })
})

describe('the column index', () => {
  const long = { name: 'long' } as const

  it('has bounds and null counts of every page, and marks pages of nulls', async () => {
    const { index } = await oneColumn(long, [[1n, null, 7n], [null, null], [8n]])
    expect(index).toMatchObject({ null_pages: [false, true, false], null_counts: [1n, 2n, 0n], boundary_order: 'ASCENDING' })
    expect(index?.min_values).toEqual([1n, undefined, 8n].map(value => Uint8Array.from(value === undefined ? [] : plainValue(long, value))))
    expect(index?.max_values).toEqual([7n, undefined, 8n].map(value => Uint8Array.from(value === undefined ? [] : plainValue(long, value))))
  })

  it.each([
    [
      'ASCENDING',
      [
        [1n, 5n],
        [1n, 9n],
      ],
    ],
    ['ASCENDING', [[3n], [3n]]],
    [
      'DESCENDING',
      [
        [4n, 5n],
        [-1n, 5n],
      ],
    ],
    [
      'UNORDERED',
      [
        [1n, 9n],
        [2n, 8n],
      ],
    ],
    ['UNORDERED', [[1n], [2n], [1n]]],
  ])('says whether pages are in order: %s', async (order, pageValues) => {
    expect((await oneColumn(long, pageValues)).index?.boundary_order).toBe(order)
  })

  it('is left out where a page has no bounds: it holds a NaN, or a text without a short upper bound', async () => {
    expect((await oneColumn({ name: 'double' }, [[1], [2, Number.NaN]])).index).toBeUndefined()
    expect((await oneColumn({ name: 'string' }, [['a'], ['\u{10ffff}'.repeat(30)]])).index).toBeUndefined()
  })
})

describe('the file as a whole', () => {
  it('is the same, byte for byte, when written again', async () => {
    expect(Buffer.compare(await slowFile(sample), await slowFile(sample))).toBe(0)
  })

  it('carries key-value metadata, in order, and who wrote it, as parquet-mr takes it apart', async () => {
    const metadata = parquetMetadata(await slowFile({ ...sample, keyValueMetadata: { 'b.é': '1', a: '' } }))
    expect(metadata.key_value_metadata).toEqual([
      { key: 'b.é', value: '1' },
      { key: 'a', value: '' },
    ])
    expect(metadata.created_by).toBe(createdBy)
    expect(createdBy).toMatch(/^parquetry version \d+\.\d+\.\d+ \(build [^)]+\)$/)
    expect(metadata.version).toBe(1)
  })

  it('has no row group when there are no rows', async () => {
    const file = await slowFile({ ...sample, rows: [] })
    expect(parquetMetadata(file)).toMatchObject({ num_rows: 0n, row_groups: [] })
    expect(Buffer.from(file.subarray(0, 4)).toString()).toBe('PAR1')
  })

  it('says how many bytes and rows it has', async () => {
    let written = 0
    const sink = {
      write: async (bytes: Uint8Array) => {
        written += bytes.length
      },
    }
    const column: Column = { name: 'n', type: { name: 'int' }, nullable: false, source: 'n' }
    const writer = new ParquetFileWriter(sink, [column])
    for (const values of [[1, 2], [3]]) {
      const builder = new ColumnChunkBuilder(column, 'zstd')
      builder.addPage(plainPage(column, values))
      await writer.writeRowGroup(values.length, [builder.finish()])
    }
    expect(await writer.finish()).toEqual({ bytes: written, rows: 3 })
  })

  it('is refused when a chunk does not hold the rows that it should', async () => {
    const column: Column = { name: 'n', type: { name: 'int' }, nullable: false, source: 'n' }
    const builder = new ColumnChunkBuilder(column, 'none')
    builder.addPage(plainPage(column, [1, 2]))
    const writer = new ParquetFileWriter({ write: async () => {} }, [column])
    await expect(writer.writeRowGroup(3, [builder.finish()])).rejects.toMatchObject({ code: 'ROWS_LOST' })
    await expect(writer.writeRowGroup(0, [])).rejects.toMatchObject({ code: 'ROWS_LOST' })
  })
})
