// A list for the host: it grows, and is emptied by setting its count.

import { resize } from './memory'

@unmanaged
export class List {
  items: usize
  count: u32
  capacity: u32
}

const firstCapacity: u32 = 64

/** Where the new item is to be written. */
export function addItem(list: List, itemBytes: u32): usize {
  if (list.count == list.capacity) {
    list.capacity = max(firstCapacity, list.capacity * 2)
    list.items = resize(list.items, list.capacity * itemBytes)
  }
  return list.items + <usize>(list.count++ * itemBytes)
}
