// A shape of test data: its columns and how a row of it is made.

import type { Random } from '../generate/random.ts'
import type { RowBuffer } from '../generate/row-buffer.ts'

/** Every column is nullable for every contender, though few hold nulls: not all of them can declare otherwise. */
export interface ShapeColumn {
  name: string
  /** As in a dataset file: `int`, `decimal(15,2)`, … */
  type: string
}

/** Appends one record, line break included, of at most `maxRowBytes`. */
export type RowMaker = (row: RowBuffer) => void

export interface Shape {
  name: string
  /** What the data is like, for the results page. */
  about: string
  /** Where a good converter spends its time: turning text into values, or in the codec. */
  boundBy: 'parsing' | 'codec'
  /** Bytes of CSV for throughput, unless told otherwise: so many that the start of a process is a small part of its time. */
  size: number
  columns: readonly ShapeColumn[]
  /** Rows depend on the random numbers only: with one seed a smaller file is the beginning of a larger one. */
  rows(random: Random): RowMaker
}

export const maxRowBytes = 4096
