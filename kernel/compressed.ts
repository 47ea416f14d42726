// Where compressed pages lie until the host has taken them: one buffer, which the next page overwrites.

import { slack } from './memory'

let compressed: usize = 0
let capacity: u32 = 0

/** Room for so many bytes; the memory may grow. */
export function reserveCompressed(bytes: u32): usize {
  if (bytes > capacity) {
    if (compressed != 0) heap.free(compressed)
    capacity = bytes
    compressed = heap.alloc(bytes + slack)
  }
  return compressed
}

export function getCompressed(): usize {
  return compressed
}

/** Makes `slack` bytes behind `end` readable. A dictionary has none: it may end where the memory does. */
export function reserveSlack(end: usize): void {
  if (end + slack > <usize>memory.size() << 16) memory.grow(1)
}
