// The files of the suite, each with what must be read from it: laid out page by page in every encoding and codec, and converted from CSV.

import { physicalType } from '../../../src/parquet/physical-type.ts'
import { CODECS, type Codec } from '../../../src/schema/codec.ts'
import { type Column, ENCODING_PROFILES } from '../../../src/schema/dataset.ts'
import { parquetOf } from '../../convert/convert-bytes.ts'
import { sampleCell, sampleColumns, sampleValue } from '../../parquet/sample-values.ts'
import type { StoredOrNull } from '../../parquet/slow-encoder.ts'
import { slowFile } from '../../parquet/slow-file.ts'
import { columnsOfValues, fileOfValues, rowsOfValues } from '../pages-of-values.ts'
import { layouts } from '../readers/reader.ts'
import { type RawCell, rawCell } from './raw-cell.ts'

export interface InteropFile {
  name: string
  bytes: Uint8Array
  columns: string[]
  rows: RawCell[][]
}

export async function allFiles(): Promise<InteropFile[]> {
  const files: InteropFile[] = []
  for (const codec of CODECS) for (const layout of layouts) files.push(await laidOut(codec, layout))
  for (const codec of ['zstd-19', 'gzip-9', 'brotli-11'] as const) files.push(await laidOut(codec, 'both'))
  for (const encodings of ENCODING_PROFILES) {
    for (const rowCount of [1, 37, 1000]) files.push(await converted(encodings, rowCount))
  }
  const rows = rowsOfValues()
  for (const codec of ['zstd', 'snappy'] as const) {
    files.push(interopFile(`values-${codec}`, await fileOfValues(rows, codec), columnsOfValues, rows))
  }
  return files
}

async function laidOut(codec: Codec, layout: (typeof layouts)[number]): Promise<InteropFile> {
  const columns = layout === 'delta' || layout === 'split' ? sampleColumns.filter(hasByteStreams) : sampleColumns
  const rows = valuesOf(columns, 37, sampleValue)
  const bytes = await slowFile({ columns, rows, codec, layout, rowsPerPage: 4, rowsPerRowGroup: 15 })
  return interopFile(`laid-out-${codec}-${layout}`, bytes, columns, rows)
}

/** Polars knows no byte streams of values of fixed length. */
function hasByteStreams({ type }: Column): boolean {
  return physicalType(type).type !== 'FIXED_LEN_BYTE_ARRAY'
}

async function converted(encodings: (typeof ENCODING_PROFILES)[number], rowCount: number): Promise<InteropFile> {
  const rows = valuesOf(sampleColumns, rowCount, withoutZeroBytes)
  const lines = rows.map((_, row) => sampleColumns.map(column => field(column, row)).join(','))
  const csv = `${sampleColumns.map(({ name }) => name).join(',')}\n${lines.join('\n')}\n`
  const columns = sampleColumns.map(asDeclared)
  const bytes = await parquetOf(csv, { columns, encodings, rowGroupBytes: 100_000 })
  return interopFile(`converted-${encodings}-${rowCount}`, bytes, sampleColumns, rows)
}

/** With a bloom filter wherever there may be one. */
function asDeclared(column: Column): Column {
  const { name } = column.type
  const filter = ['boolean', 'float', 'double'].includes(name) ? {} : { bloomFilter: { falsePositives: 0.01 } }
  return { ...column, ...filter, ...(name === 'binary' && { format: 'hex' as const }) }
}

/** A file that begins with a zero byte would be taken for a binary one. */
function withoutZeroBytes(column: Column, row: number): StoredOrNull {
  const value = sampleValue(column, row)
  return typeof value === 'string' ? value.replaceAll('\0', 'ß') : value
}

function field(column: Column, row: number): string {
  const cell = sampleCell(column, row)
  return cell === null ? '' : `"${cell.replaceAll('"', '""').replaceAll('\0', 'ß')}"`
}

function valuesOf(columns: readonly Column[], rowCount: number, valueAt: typeof sampleValue): StoredOrNull[][] {
  return Array.from({ length: rowCount }, (_, row) => columns.map(column => valueAt(column, row)))
}

function interopFile(name: string, bytes: Uint8Array, columns: readonly Column[], rows: readonly StoredOrNull[][]): InteropFile {
  const cells = rows.map(row => row.map((value, index) => rawCell(columns[index]!.type, value)))
  return { name, bytes, columns: columns.map(column => column.name), rows: cells }
}
