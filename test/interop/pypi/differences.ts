// What a reader made of a file, against what was written: one line a difference.

import type { InteropFile } from './files.ts'
import type { RawCell } from './raw-cell.ts'

/** One file as one reader read it (read_files.py). */
export interface Read {
  file: string
  reader: string
  columns: string[]
  rows: RawCell[][]
  /** Values of the file that a filter did not find as often as they are there. */
  lost: string[]
}

export function differences(file: InteropFile, all: readonly Read[]): string[] {
  const reads = all.filter(read => read.file === file.name)
  if (reads.length < 2) return [`${file.name}: read by ${reads.length} readers only`]
  return reads.flatMap(read => describe(file, read).map(difference => `${file.name}, ${read.reader}: ${difference}`))
}

function describe(file: InteropFile, read: Read): string[] {
  if (read.columns.join() !== file.columns.join()) return [`columns ${read.columns.join()} instead of ${file.columns.join()}`]
  if (read.rows.length !== file.rows.length) return [`${read.rows.length} rows instead of ${file.rows.length}`]
  const cells = file.rows.flatMap((row, at) =>
    row.flatMap((expected, index) => {
      const actual = read.rows[at]![index]
      return actual === expected ? [] : [`row ${at}, ${file.columns[index]}: ${actual} instead of ${expected}`]
    }),
  )
  return [...cells, ...read.lost]
}
