// Drops the samples into a local instance and waits until each is settled.

import type { LocalInstance } from '../../local/local-instance.ts'
import { SAMPLES, type SampleData, samplesFolder } from '../../local/samples.ts'
import { type BoardRow, isSettled } from './board.ts'

/** By key. */
export type SampleRows = ReadonlyMap<string, BoardRow>

/** Time until every sample must be settled. */
const patienceMs = 120_000

/**
 * @param listen is given a listener for every row that changes
 * @returns the samples' last rows: settled, unless that took too long
 */
export async function dropSamples(
  { pipeline }: LocalInstance,
  data: SampleData,
  signal: AbortSignal,
  listen: (onRow: (row: BoardRow | undefined) => void) => void,
): Promise<SampleRows> {
  const rows = new Map<string, BoardRow>()
  const settled = Promise.withResolvers<void>()
  const keys = new Set(SAMPLES.map(({ name }) => pipeline.config.inputPrefix + samplesFolder + name))
  listen(row => {
    if (!row || !keys.has(row.key)) return
    rows.set(row.key, row)
    if (rows.size === keys.size && [...rows.values()].every(isSettled)) settled.resolve()
  })
  for (const { name, bytes } of SAMPLES) {
    signal.throwIfAborted()
    await pipeline.store.put(pipeline.config.inputPrefix + samplesFolder + name, bytes(data))
  }
  signal.addEventListener('abort', () => settled.reject(signal.reason), { once: true })
  const timer = setTimeout(settled.resolve, patienceMs)
  await settled.promise.finally(() => clearTimeout(timer))
  return rows
}
