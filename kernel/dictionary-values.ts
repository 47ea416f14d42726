// Indices of the open page → the values they stand for, in PLAIN.

import { Column, storeBytes, storeEight, storeFour } from './column'
import { copyBytes } from './page-room'

/** Bytes in PLAIN of the page's values [from, to), which are held as indices; counting ends where `most` is reached. */
export function plainBytesOf(column: Column, from: u32, to: u32, most: u64): u64 {
  if (column.storage == storeFour) return <u64>(to - from) * 4
  if (column.storage == storeEight) return <u64>(to - from) * 8
  const prefix: u32 = column.storage == storeBytes ? 4 : 0
  let bytes: u64 = 0
  for (let i = from; i < to && bytes < most; i++) bytes += prefix + <u32>(entryOf(column, i) >> 32)
  return bytes
}

/** Writes the page's values [from, to) to `out`; returns the address behind. Writes up to 48 bytes too far. */
export function writePlain(column: Column, from: u32, to: u32, out: usize): usize {
  const prefix: u32 = column.storage == storeBytes ? 4 : 0
  for (let i = from; i < to; i++) {
    const entry = entryOf(column, i)
    if (column.storage == storeFour) {
      store<u32>(out, <u32>entry)
      out += 4
    } else if (column.storage == storeEight) {
      store<u64>(out, entry)
      out += 8
    } else {
      const length = <u32>(entry >> 32)
      if (prefix != 0) store<u32>(out, length)
      copyBytes(out + prefix, column.dictionaryArena + <u32>entry, length)
      out += prefix + length
    }
  }
  return out
}

@inline
function entryOf(column: Column, i: u32): u64 {
  const index = load<u32>(column.indices + (<usize>i << 2))
  return load<u64>(column.dictionaryEntries + (<usize>index << 3))
}
