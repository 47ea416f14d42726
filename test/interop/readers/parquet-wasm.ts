// arrow-rs, compiled to WebAssembly: it decodes to Arrow, whose buffers are read here as they are (apache-arrow's own getters would
// round microseconds to milliseconds).

import { type Data, DataType, Type, tableFromIPC } from 'apache-arrow'
import { readParquet } from 'parquet-wasm'
import type { ColumnType } from '../../../src/schema/column-type.ts'
import { cell } from './cell.ts'
import { type Cell, knowsEverything, type Reader, type Table } from './reader.ts'

export const parquetWasm: Reader = { name: 'parquet-wasm', read, knows: knowsEverything }

async function read(file: Uint8Array): Promise<Table> {
  const table = tableFromIPC(readParquet(file).intoIPCStream())
  const columns = table.schema.fields.map(field => field.name)
  const cells = columns.map((_, index) => (table.getChildAt(index)?.data ?? []).flatMap(columnCells))
  return { columns, rows: Array.from({ length: table.numRows }, (_, row) => cells.map(column => column[row] ?? null)) }
}

function columnCells(data: Data): Cell[] {
  const type = columnType(data.type)
  return Array.from({ length: data.length }, (_, row) => (data.getValid(row) ? cell(type, rawValue(data, row)) : null))
}

function columnType(type: DataType): ColumnType {
  if (DataType.isDecimal(type)) return { name: 'decimal', precision: type.precision, scale: type.scale }
  if (DataType.isTimestamp(type)) return { name: type.timezone ? 'timestamptz' : 'timestamp' }
  if (DataType.isDate(type)) return { name: 'date' }
  if (DataType.isTime(type)) return { name: 'time' }
  if (DataType.isBool(type)) return { name: 'boolean' }
  if (DataType.isFloat(type)) return { name: 'double' }
  if (DataType.isInt(type)) return { name: 'long' }
  if (DataType.isUtf8(type)) return { name: 'string' }
  if (DataType.isFixedSizeBinary(type)) return { name: 'uuid' }
  if (DataType.isBinary(type)) return { name: 'binary' }
  throw new Error(`unexpected Arrow type ${type}`)
}

function rawValue(data: Data, row: number): unknown {
  const { values, valueOffsets, stride } = data
  switch (data.typeId) {
    case Type.Bool:
      return ((values[(data.offset + row) >> 3] >> ((data.offset + row) & 7)) & 1) === 1
    case Type.Utf8:
      return Buffer.from(values.subarray(valueOffsets[row], valueOffsets[row + 1])).toString('utf8')
    case Type.Binary:
      return values.slice(valueOffsets[row], valueOffsets[row + 1])
    case Type.FixedSizeBinary:
      return values.slice(row * stride, (row + 1) * stride)
    case Type.Decimal:
      return signed(values.subarray(row * stride, (row + 1) * stride))
    default:
      return values[row]
  }
}

/** Two's complement in 32-bit words, least significant first. */
function signed(words: Uint32Array): bigint {
  const unsigned = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n)
  return BigInt.asIntN(32 * words.length, unsigned)
}
