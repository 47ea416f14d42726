// csv-parse and hyparquet-writer, a row group at a time; zstd comes from node:zlib, snappy is its own.

import { constants, zstdCompressSync } from 'node:zlib'
import type { SchemaElement } from 'hyparquet'
import { fileWriter, parquetWriteRows } from 'hyparquet-writer'
import type { ShapeColumn } from '../shapes/shape.ts'
import { readJob } from './job.ts'
import { typedRows } from './typed-rows.ts'

const { input, output, shape, codec } = readJob() // one thread, whatever was asked for
await parquetWriteRows({
  writer: fileWriter(output),
  rows: typedRows(input, shape, unscaled),
  columns: shape.columns.map(({ name }) => ({ name })),
  schema: [{ name: 'root', num_children: shape.columns.length }, ...shape.columns.map(schemaElement)],
  codec: codec === 'zstd' ? 'ZSTD' : 'SNAPPY',
  compressors: { ZSTD: bytes => zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }) },
})

/** `12.5` at scale 2 → 1250. */
function unscaled(text: string, scale: number): bigint {
  const [integer = '', fraction = ''] = text.split('.')
  return BigInt(integer + fraction.padEnd(scale, '0'))
}

function schemaElement({ name, type }: ShapeColumn): SchemaElement {
  return { name, repetition_type: 'OPTIONAL', ...physicalType(type) }
}

function physicalType(type: string): Partial<SchemaElement> {
  const decimal = /^decimal\((\d+),(\d+)\)$/.exec(type)
  if (decimal) return { type: 'INT64', converted_type: 'DECIMAL', precision: Number(decimal[1]), scale: Number(decimal[2]) }
  switch (type) {
    case 'int':
      return { type: 'INT32' }
    case 'long':
      return { type: 'INT64' }
    case 'double':
      return { type: 'DOUBLE' }
    case 'date':
      return { type: 'INT32', converted_type: 'DATE' }
    case 'timestamp':
      return { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' } }
    case 'timestamptz':
      return { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' } }
    case 'uuid':
      return { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, logical_type: { type: 'UUID' } }
    case 'string':
      return { type: 'BYTE_ARRAY', converted_type: 'UTF8' }
    default:
      throw new Error(`no Parquet type for "${type}"`)
  }
}
