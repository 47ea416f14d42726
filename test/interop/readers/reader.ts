// What the independent readers have in common: each reads a whole Parquet file into cells of one normal form, so that files, readers and
// CSV parsers can be compared text by text. A cell is null or:
//
//   boolean                      true | false
//   int, long                    decimal digits
//   float, double                the shortest text of the double (a float is widened first): 1.5, 1e+21, -0, NaN, Infinity, -Infinity
//   decimal(p,s)                 all s digits behind the point: -0.50
//   date                         2026-01-31
//   time                         12:34:56, with 3 or 6 digits of a fraction where needed: 12:34:56.789
//   timestamp, timestamptz       2026-01-31T12:34:56.789, and Z behind a timestamptz
//   string                       itself
//   uuid                         lower case, with hyphens
//   binary                       lower-case hexadecimal digits

import type { Codec } from '../../../src/schema/codec.ts'
import type { Column } from '../../../src/schema/dataset.ts'

export type Cell = string | null

export interface Table {
  columns: string[]
  rows: Cell[][]
}

/**
 * How a file's data pages are encoded. `both`: dictionary pages, then plain ones, in one column chunk. `delta`: deltas of integers and byte
 * arrays, RLE of booleans, byte streams of the rest. `split`: byte streams of all numbers, lengths of byte arrays apart.
 */
export const layouts = ['plain', 'dictionary', 'both', 'delta', 'split'] as const
export type Layout = (typeof layouts)[number]

export interface Reader {
  name: string
  read(file: Uint8Array): Promise<Table>
  /** Whether the reader is able to read such a column; the old ones do not know everything. */
  knows(column: Column, codec: Codec, layout: Layout): boolean
}

export const knowsEverything = (): boolean => true
