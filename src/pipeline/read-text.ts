// A small object as text.

import type { ObjectStore, ReadOptions } from '../store/store.ts'

/** @param options what is known of it: with `bytes`, one that is cut short is a failure */
export async function readText(store: ObjectStore, key: string, options: ReadOptions = {}): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of store.read(key, options)) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
