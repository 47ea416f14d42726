// Room for the open page of a column. It grows with the page: ten thousand columns have no room for full pages, and few rows a row group.

import { Column, storeBits } from './column'
import { resize, slack } from './memory'

export const maxPageRows: u32 = 65536
/** A page in PLAIN is full when its values have this many bytes. */
export const maxPlainBytes: u32 = 1024 * 1024
/** In front of the plain values, for the levels, which are known only at the end. */
export const levelsReserve: u32 = maxPageRows / 8 + 64 // their length, and runs, which take no more than the bits but for three bytes (hybrid.ts)

@inline
export function reserveLevels(column: Column, rows: u32): void {
  if (rows <= column.levelCapacity) return
  column.levelCapacity = grown(column.levelCapacity, rows)
  column.levels = resize(column.levels, (column.levelCapacity >> 3) + slack)
}

/** Nulls have no index: a column of few values has few. */
@inline
export function reserveIndices(column: Column, values: u32): void {
  if (values <= column.indexCapacity || column.storage == storeBits) return
  column.indexCapacity = grown(column.indexCapacity, values)
  column.indices = resize(column.indices, column.indexCapacity * 4 + slack)
}

/** A column that goes on in PLAIN has none. */
export function releaseIndices(column: Column): void {
  if (column.indices == 0) return
  heap.free(column.indices)
  column.indices = 0
  column.indexCapacity = 0
}

function grown(capacity: u32, wanted: u32): u32 {
  return min(max(wanted, capacity * 2), maxPageRows)
}

@inline
export function reservePlain(column: Column, bytes: u32): void {
  if (bytes > column.plainCapacity) growPlain(column, bytes)
}

function growPlain(column: Column, bytes: u32): void {
  column.plainCapacity = max(bytes, column.plainCapacity * 2)
  column.plain = resize(column.plain, levelsReserve + column.plainCapacity + slack)
}

/** Reads and writes up to 48 bytes too far: a loop that ends now here, now there costs more than three steps, and most texts need no more. */
@inline
export function copyBytes(to: usize, from: usize, length: u32): void {
  if (length <= 48) {
    v128.store(to, v128.load(from))
    v128.store(to, v128.load(from, 16), 16)
    v128.store(to, v128.load(from, 32), 32)
    return
  }
  if (length > 256) {
    memory.copy(to, from, length)
    return
  }
  for (let i: u32 = 0; i < length; i += 16) v128.store(to + i, v128.load(from + i))
}
