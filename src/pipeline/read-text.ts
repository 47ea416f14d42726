// A small object as text.

import type { ObjectStore, ReadOptions } from '../store/store.ts'
import { readWhole } from './read-whole.ts'

/** @param options as for `readWhole` */
export async function readText(store: ObjectStore, key: string, options: ReadOptions = {}): Promise<string> {
  return (await readWhole(store, key, options)).toString('utf8')
}
