// DuckDB's own Parquet reader (C++). It reads files by path, so the bytes go through a temporary one.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DuckDBBlobValue,
  type DuckDBConnection,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  DuckDBUUIDValue,
  type DuckDBValue,
} from '@duckdb/node-api'
import { physicalType } from '../../../src/parquet/physical-type.ts'
import type { Codec } from '../../../src/schema/codec.ts'
import type { Column } from '../../../src/schema/dataset.ts'
import { cell } from './cell.ts'
import type { Cell, Layout, Reader, Table } from './reader.ts'

export const duckdb: Reader = { name: 'DuckDB', read, knows }

/** It knows byte streams of floating point only. */
function knows({ type }: Column, _: Codec, layout: Layout): boolean {
  const isFixed = physicalType(type).type === 'FIXED_LEN_BYTE_ARRAY'
  if (layout === 'delta') return !isFixed
  return layout !== 'split' || ['boolean', 'float', 'double', 'string', 'binary'].includes(type.name)
}

let connection: Promise<DuckDBConnection> | undefined

async function read(file: Uint8Array): Promise<Table> {
  connection ??= DuckDBInstance.create(':memory:', { threads: '1' }).then(instance => instance.connect())
  const folder = mkdtempSync(join(tmpdir(), 'parquetry-duckdb-'))
  try {
    const path = join(folder, 'file.parquet')
    writeFileSync(path, file)
    const result = await (await connection).runAndReadAll(`SELECT * FROM read_parquet('${path.replaceAll("'", "''")}')`)
    return { columns: result.columnNames(), rows: result.getRows().map(row => row.map(toCell)) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function toCell(value: DuckDBValue): Cell {
  if (value instanceof DuckDBDecimalValue) return cell({ name: 'decimal', precision: value.width, scale: value.scale }, value.value)
  if (value instanceof DuckDBDateValue) return cell({ name: 'date' }, value.days)
  if (value instanceof DuckDBTimeValue) return cell({ name: 'time' }, value.micros)
  if (value instanceof DuckDBTimestampTZValue) return cell({ name: 'timestamptz' }, value.micros)
  if (value instanceof DuckDBTimestampValue) return cell({ name: 'timestamp' }, value.micros)
  if (value instanceof DuckDBUUIDValue) return value.toString()
  if (value instanceof DuckDBBlobValue) return cell({ name: 'binary' }, value.bytes)
  return cell({ name: typeof value === 'number' ? 'double' : 'string' }, value)
}
