// A local instance for tests, and its outcomes as they come.

import { openStored } from '../../src/cli/open-stored.ts'
import { type LocalInstance, type LocalOptions, startLocalInstance } from '../../src/local/local-instance.ts'
import { readRows } from '../../src/parquet/read/read-rows.ts'
import type { Outcome } from '../../src/pipeline/outcome.ts'
import type { ObjectStore } from '../../src/store/store.ts'

export interface RunningPipeline {
  instance: LocalInstance
  store: ObjectStore
  /** The outcomes so far, the oldest first. */
  outcomes: readonly Outcome[]
  /** The next outcome that fits, of those not asked for before. */
  next(fits: (outcome: Outcome) => boolean): Promise<Outcome>
}

export async function startPipeline(options: Partial<LocalOptions> = {}): Promise<RunningPipeline> {
  const outcomes: Outcome[] = []
  const unasked: Outcome[] = []
  const waiting = new Set<() => void>()
  const instance = await startLocalInstance({
    port: 0,
    schemasFolder: 'schemas',
    environment: {},
    ...options,
    onEvent(event) {
      if (event.kind === 'trouble') throw event.error
      if (event.kind !== 'outcome') return
      outcomes.push(event.outcome)
      unasked.push(event.outcome)
      for (const look of waiting) look()
    },
  })
  const next = (fits: (outcome: Outcome) => boolean) =>
    new Promise<Outcome>(resolve => {
      const look = () => {
        const at = unasked.findIndex(fits)
        if (at < 0) return
        waiting.delete(look)
        resolve(unasked.splice(at, 1)[0] as Outcome)
      }
      waiting.add(look)
      look()
    })
  return { instance, store: instance.pipeline.store, outcomes, next }
}

/** What became of one key. That it is gone is told, too, when the pipeline itself has moved it: not for those who wait for its next state. */
export const of = (key: string) => (outcome: Outcome) => outcome.key === key && outcome.state !== 'gone'

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** All rows of a Parquet file in a store, values as text. */
export async function rowsIn(store: ObjectStore, key: string): Promise<(string | null)[][]> {
  const rows = await readRows(await openStored(store, key))
  return rows.map(row => row.map(value => (value === null ? null : String(value))))
}

export async function keysUnder(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of store.list(prefix)) keys.push(key)
  return keys
}
