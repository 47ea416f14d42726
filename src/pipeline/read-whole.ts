// An object that fits into memory, in one piece.

import type { ObjectStore, ReadOptions } from '../store/store.ts'

/** @param options what is known of it: with `bytes`, one that is cut short is a failure */
export async function readWhole(store: ObjectStore, key: string, options: ReadOptions = {}): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of store.read(key, options)) chunks.push(Buffer.from(chunk)) // a copy: the next chunk may have the same memory
  return Buffer.concat(chunks)
}
