// parquetjs-lite, the old pure-JavaScript reader that many Lambdas still run. Its record reader rounds timestamps to milliseconds, so
// columns are taken one step earlier, as it decoded them.
//
// It does not know: DECIMAL (it refuses the whole file), zstd, brotli, LZ4_RAW, any encoding but PLAIN and dictionaries, a chunk with dictionary and plain pages (it
// looks plain values up in the dictionary), dictionaries of fixed-length values, of bytes that are no text, and of -0. It knows dictionary pages by their former name only, so
// the codec is registered here under the present one: the bytes are the same.

import { createRequire } from 'node:module'
import type { Codec } from '../../../src/schema/codec.ts'
import type { ColumnType } from '../../../src/schema/column-type.ts'
import type { Column } from '../../../src/schema/dataset.ts'
import { cell } from './cell.ts'
import type { Layout, Reader, Table } from './reader.ts'

export const parquetjsLite: Reader = { name: 'parquetjs-lite', read, knows }

const unknownCodecs: readonly Codec[] = ['zstd', 'brotli', 'lz4_raw']
const unknownInDictionary: readonly ColumnType['name'][] = ['uuid', 'binary', 'float', 'double']

function knows({ type }: Column, codec: Codec, layout: Layout): boolean {
  if (layout === 'delta' || layout === 'split') return false
  if (type.name === 'decimal' || unknownCodecs.includes(codec) || layout === 'both') return false
  return layout === 'plain' || !unknownInDictionary.includes(type.name)
}

/** The parts of its interface that are used here; it has no types of its own. */
interface Library {
  ParquetReader: { openBuffer(bytes: Buffer): Promise<OpenFile> }
}

interface OpenFile {
  metadata: { schema: LeafElement[]; row_groups: RowGroup[] }
  schema: object
  envelopeReader: {
    readRowGroup(schema: object, rowGroup: RowGroup, columns: string[]): Promise<{ columnData: Record<string, ColumnData> }>
  }
}

type RowGroup = { num_rows: { valueOf(): number } }

interface ColumnData {
  dlevels: number[]
  values: unknown[]
}

interface LeafElement {
  name: string
  type: number
  repetition_type: number
  converted_type: number | null
  logicalType: { TIMESTAMP: { isAdjustedToUTC: boolean } | null } | null
}

const require = createRequire(import.meta.url)
const library: Library = require('parquetjs-lite')
const codecs = require('parquetjs-lite/lib/codec')
codecs.RLE_DICTIONARY = codecs.PLAIN_DICTIONARY

async function read(bytes: Uint8Array): Promise<Table> {
  const file = await library.ParquetReader.openBuffer(Buffer.from(bytes))
  const leaves = file.metadata.schema.slice(1)
  const table: Table = { columns: leaves.map(leaf => String(leaf.name)), rows: [] }
  for (const rowGroup of file.metadata.row_groups) {
    const { columnData } = await file.envelopeReader.readRowGroup(file.schema, rowGroup, [])
    const columns = leaves.map(leaf => columnCells(leaf, columnData[leaf.name] as ColumnData))
    for (let row = 0; row < Number(rowGroup.num_rows); row++) table.rows.push(columns.map(column => column[row] ?? null))
  }
  return table
}

function columnCells(leaf: LeafElement, { dlevels, values }: ColumnData) {
  const type = columnType(leaf)
  const presentLevel = leaf.repetition_type // REQUIRED 0, OPTIONAL 1
  let next = 0
  return dlevels.map(level => (level === presentLevel ? cell(type, meant(type, values[next++])) : null))
}

const convertedTypes: Readonly<Record<number, ColumnType>> = { 0: { name: 'string' }, 6: { name: 'date' }, 8: { name: 'time' } }
const storedTypes: Readonly<Record<number, ColumnType>> = {
  0: { name: 'boolean' },
  1: { name: 'int' },
  2: { name: 'long' },
  4: { name: 'float' },
  5: { name: 'double' },
  6: { name: 'binary' },
  7: { name: 'uuid' },
}

function columnType({ type, converted_type, logicalType }: LeafElement): ColumnType {
  if (logicalType?.TIMESTAMP) return { name: logicalType.TIMESTAMP.isAdjustedToUTC ? 'timestamptz' : 'timestamp' }
  const known = (converted_type === null ? undefined : convertedTypes[converted_type]) ?? storedTypes[type]
  if (known === undefined) throw new Error(`unexpected type ${type}`)
  return known
}

function meant(type: ColumnType, stored: unknown): unknown {
  return type.name === 'string' && Buffer.isBuffer(stored) ? stored.toString('utf8') : stored
}
