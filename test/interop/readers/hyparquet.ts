// hyparquet alone, without src/parquet/read around it: its own footer parser, its own types. Its decimals are floating-point numbers and
// its timestamps milliseconds, so it is asked for what is stored, and the meaning is taken from its view of the schema.

import { brotliDecompressSync } from 'node:zlib'
import { parquetMetadata, parquetReadObjects, type SchemaElement } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import type { ColumnType } from '../../../src/schema/column-type.ts'
import { cell } from './cell.ts'
import { knowsEverything, type Reader, type Table } from './reader.ts'

export const hyparquet: Reader = { name: 'hyparquet', read, knows: knowsEverything }

/** Node's brotli for its own, which takes a hundred times as long; test/parquet/codec/compress.test.ts has that one read our pages, too. */
const decompressors = { ...compressors, BROTLI: (page: Uint8Array): Uint8Array => brotliDecompressSync(page) }

async function read(bytes: Uint8Array): Promise<Table> {
  const file = new Uint8Array(bytes).buffer
  const metadata = parquetMetadata(file)
  const leaves = metadata.schema.slice(1)
  const types = leaves.map(columnType)
  const schema = metadata.schema.map(({ converted_type, logical_type, ...stored }) => stored)
  const rows = await parquetReadObjects({ file, metadata: { ...metadata, schema }, compressors: decompressors, utf8: false })
  const columns = leaves.map(leaf => leaf.name)
  return { columns, rows: rows.map(row => columns.map((name, index) => cell(types[index] as ColumnType, meant(types[index], row[name])))) }
}

function columnType({ type, converted_type, logical_type, precision, scale }: SchemaElement): ColumnType {
  if (converted_type === 'DECIMAL') return { name: 'decimal', precision: precision ?? 0, scale: scale ?? 0 }
  if (converted_type === 'TIMESTAMP_MICROS' && logical_type?.type === 'TIMESTAMP') {
    return { name: logical_type.isAdjustedToUTC ? 'timestamptz' : 'timestamp' }
  }
  if (converted_type === 'TIME_MICROS') return { name: 'time' }
  if (converted_type === 'DATE') return { name: 'date' }
  if (converted_type === 'UTF8') return { name: 'string' }
  if (logical_type?.type === 'UUID') return { name: 'uuid' }
  if (type === 'BYTE_ARRAY') return { name: 'binary' }
  if (type === 'FLOAT' || type === 'DOUBLE') return { name: 'double' }
  return { name: type === 'BOOLEAN' ? 'boolean' : 'long' }
}

function meant(type: ColumnType | undefined, stored: unknown): unknown {
  if (!(stored instanceof Uint8Array)) return stored
  if (type?.name === 'string') return Buffer.from(stored).toString('utf8')
  if (type?.name === 'decimal') return BigInt.asIntN(8 * stored.length, BigInt(`0x${Buffer.from(stored).toString('hex')}`))
  return stored
}
