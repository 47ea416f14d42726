// Our own reader (src/parquet/read), as `inspect` and `cat` use it.

import { readMetadata } from '../../../src/parquet/read/read-metadata.ts'
import { readRows } from '../../../src/parquet/read/read-rows.ts'
import type { Value } from '../../../src/parquet/read/value.ts'
import { type Cell, knowsEverything, type Reader, type Table } from './reader.ts'

export const parquetry: Reader = { name: 'parquetry', read, knows: knowsEverything }

async function read(bytes: Uint8Array): Promise<Table> {
  const buffer = new Uint8Array(bytes).buffer
  const file = { byteLength: bytes.length, slice: async (start: number, end: number) => buffer.slice(start, end) }
  const metadata = await readMetadata(file)
  const rows = await readRows(file, { metadata })
  return { columns: metadata.schema.slice(1).map(element => element.name), rows: rows.map(row => row.map(toCell)) }
}

function toCell(value: Value): Cell {
  if (value === null) return null
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return Object.is(value, -0) ? '-0' : String(value)
}
