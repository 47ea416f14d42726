// A small object as text.

import type { ObjectStore } from '../store/store.ts'

export async function readText(store: ObjectStore, key: string, ifMatch?: string): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of store.read(key, ifMatch === undefined ? {} : { ifMatch })) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
