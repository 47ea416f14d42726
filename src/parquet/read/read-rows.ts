// Rows of a Parquet file, by way of hyparquet. It is shown the stored values only, without what they mean: it would turn decimals into
// floating-point numbers and timestamps into milliseconds. What they mean is added in value.ts, exactly. It trusts what it reads; so pages are
// checked first (checked-pages.ts), and decoded a few columns at a time.

import { type FileMetaData as HyparquetMetadata, parquetRead, toJson } from 'hyparquet'
import { decompressors, maxPageBytes } from '../codec/decompress.ts'
import type { ColumnChunkEntry, FileMetaData } from '../format/file-metadata.ts'
import type { SchemaElement } from '../format/schema-element.ts'
import { type ColumnChunkPlace, checkedPages, chunkPlaces, maxValuesAtOnce } from './checked-pages.ts'
import { distrusting, invalidParquet, type ParquetFile } from './parquet-file.ts'
import { readMetadata } from './read-metadata.ts'
import { isFlat, type SchemaLeaf, schemaLeaves } from './schema-leaves.ts'
import { type StoredValue, type Value, valueReader } from './value.ts'

export interface RowRange {
  /** First row, from 0. */
  start?: number
  /** Row behind the last one; the end of the file at most. */
  end?: number
  /** When it was read already. */
  metadata?: FileMetaData
}

/**
 * Reads rows, each an array of values in column order; a nested column is one value, its JSON text.
 * All rows of the range are in memory at once: read a file of unknown size, or origin, a few thousand rows at a time.
 * @throws Failure PARQUET_INVALID, or what `file.slice` throws
 */
export async function readRows(file: ParquetFile, range: RowRange = {}): Promise<Value[][]> {
  const metadata = range.metadata ?? (await readMetadata(file))
  const rowStart = range.start ?? 0
  const rowEnd = Math.min(range.end ?? metadata.num_rows, metadata.num_rows)
  const leaves = schemaLeaves(metadata.schema)
  const readers = cellReaders(leaves)
  return distrusting(file, async guarded => {
    let rows: Value[][] = []
    if (rowStart >= rowEnd) return rows
    const stored = storedMetadata(metadata, leaves)
    const chunks = chunkPlaces(metadata, leaves).filter(chunk => overlaps(chunk, metadata, rowStart, rowEnd))
    for (const columns of columnGroups(leaves, chunks)) {
      const own = chunks.filter(({ leaf }) => columns.includes(leaf.topLevel.index))
      const part = await storedRows(checkedPages(guarded, own, { start: rowStart, end: rowEnd }), stored, columns, rowStart, rowEnd)
      if (rows.length === 0) rows = part.map(() => [])
      for (const [at, row] of rows.entries()) columns.forEach((column, i) => void row.push(readers[column]!(part[at]?.[i])))
    }
    return rows
  })
}

function overlaps({ rowGroup, rowStart }: ColumnChunkPlace, metadata: FileMetaData, start: number, end: number): boolean {
  return rowStart < end && rowStart + (metadata.row_groups[rowGroup]?.num_rows ?? 0) > start
}

/** Top-level columns by number, in order, so many together as decoding them may take at most. */
function columnGroups(leaves: readonly SchemaLeaf[], chunks: readonly ColumnChunkPlace[]): number[][] {
  const sizes = new Map<number, { values: number; bytes: number }>()
  for (const { leaf, values, uncompressedBytes } of chunks) {
    const size = sizes.get(leaf.topLevel.index) ?? { values: 0, bytes: 0 }
    sizes.set(leaf.topLevel.index, { values: size.values + values, bytes: size.bytes + uncompressedBytes })
  }
  const groups: number[][] = []
  let room = { values: 0, bytes: 0 }
  for (const column of new Set(leaves.map(({ topLevel }) => topLevel.index))) {
    const { values = 0, bytes = 0 } = sizes.get(column) ?? {}
    room = { values: room.values - values, bytes: room.bytes - bytes }
    if (groups.length === 0 || room.values < 0 || room.bytes < 0) {
      groups.push([])
      room = { values: maxValuesAtOnce / 2 - values, bytes: maxPageBytes / 2 - bytes }
    }
    groups.at(-1)!.push(column)
  }
  return groups
}

function storedRows(
  file: ParquetFile,
  metadata: HyparquetMetadata,
  columns: readonly number[],
  rowStart: number,
  rowEnd: number,
): Promise<unknown[][]> {
  return new Promise((resolve, reject) => {
    parquetRead({
      file,
      metadata,
      columns: columns.map(String), // they are named by their number
      rowStart,
      rowEnd,
      compressors: decompressors,
      utf8: false,
      useOffsetIndex: true,
      parsers: { timestampFromNanoseconds: nanos => nanos },
      onComplete: resolve,
    }).catch(reject)
  })
}

/** One a top-level column. */
function cellReaders(leaves: readonly SchemaLeaf[]): ((stored: unknown) => Value)[] {
  const readers: ((stored: unknown) => Value)[] = []
  for (const leaf of leaves) readers[leaf.topLevel.index] = isFlat(leaf) ? flatReader(leaf.element) : nestedValue
  return readers
}

function flatReader(element: SchemaElement): (stored: unknown) => Value {
  const read = valueReader(element)
  return stored => {
    if (stored === null) return null
    if (stored === undefined) throw invalidParquet(`column "${element.name}" has fewer values than rows`)
    return read(stored as StoredValue)
  }
}

function nestedValue(stored: unknown): Value {
  return stored === null || stored === undefined ? null : JSON.stringify(toJson(stored))
}

/**
 * The footer as hyparquet wants it, without what flat columns mean, and with top-level columns named by their number: names may be
 * equal, and names like `__proto__` have a meaning in objects.
 */
function storedMetadata(metadata: FileMetaData, leaves: readonly SchemaLeaf[]): HyparquetMetadata {
  return {
    version: metadata.version,
    metadata_length: 0,
    num_rows: BigInt(metadata.num_rows),
    schema: storedSchema(metadata.schema, leaves),
    row_groups: metadata.row_groups.map(rowGroup => ({
      num_rows: BigInt(rowGroup.num_rows),
      total_byte_size: BigInt(rowGroup.total_byte_size),
      columns: rowGroup.columns.map((chunk, index) => storedChunk(chunk, leaves[index] as SchemaLeaf)),
    })),
  }
}

type HyparquetElement = HyparquetMetadata['schema'][number]

function storedSchema(schema: readonly SchemaElement[], leaves: readonly SchemaLeaf[]): HyparquetElement[] {
  const flat = new Set(leaves.filter(isFlat).map(leaf => leaf.element))
  const numbers = new Map(leaves.map(({ topLevel }) => [topLevel.element, topLevel.index]))
  return schema.map(element =>
    withoutUndefined({
      name: String(numbers.get(element) ?? element.name),
      type: element.type,
      type_length: element.type_length,
      repetition_type: element.repetition_type,
      num_children: element.num_children,
      converted_type: flat.has(element) ? undefined : element.converted_type,
      scale: element.scale,
    }),
  )
}

type HyparquetChunk = HyparquetMetadata['row_groups'][number]['columns'][number]

function storedChunk({ meta_data, ...chunk }: ColumnChunkEntry, leaf: SchemaLeaf): HyparquetChunk {
  if (meta_data === undefined) throw invalidParquet('a column chunk without metadata')
  return withoutUndefined({
    file_offset: 0n,
    offset_index_offset: bigint(chunk.offset_index_offset),
    offset_index_length: chunk.offset_index_length,
    meta_data: withoutUndefined({
      type: meta_data.type,
      encodings: [],
      path_in_schema: [String(leaf.topLevel.index), ...leaf.path.slice(1)],
      codec: meta_data.codec,
      num_values: BigInt(meta_data.num_values),
      total_uncompressed_size: BigInt(meta_data.total_uncompressed_size),
      total_compressed_size: BigInt(meta_data.total_compressed_size),
      data_page_offset: BigInt(meta_data.data_page_offset),
      dictionary_page_offset: bigint(meta_data.dictionary_page_offset),
    }),
  })
}

const bigint = (value: number | undefined): bigint | undefined => (value === undefined ? undefined : BigInt(value))

type WithoutUndefined<T> = { [Name in keyof T as undefined extends T[Name] ? never : Name]: T[Name] } & {
  [Name in keyof T as undefined extends T[Name] ? Name : never]?: Exclude<T[Name], undefined>
}

/** hyparquet's types tell a missing property from one that is undefined. */
function withoutUndefined<T extends object>(properties: T): WithoutUndefined<T> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as WithoutUndefined<T>
}
