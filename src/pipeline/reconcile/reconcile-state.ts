// What one run leaves to the next, as one object: where it stopped, what it has counted so far, the index, what people were told last.
// Written on condition that nobody else has written it meanwhile, so that of two runs at the same time one ends.

import { Failure } from '../../failure/failure.ts'
import type { Pipeline } from '../pipeline.ts'
import { readText } from '../read-text.ts'
import type { IndexSegment } from './digest-index.ts'
import { emptyTotals, type Totals } from './totals.ts'

/** Sources under the input prefix, corrected rows under the fix prefix, the ledger's entries of both. */
export const PHASES = ['sources', 'fixes', 'ledger'] as const
export type Phase = (typeof PHASES)[number]

/** A run that has not come to its end. */
export interface Progress {
  /** ISO 8601, UTC; also names the generation of the index that it writes. */
  startedAt: string
  phase: Phase
  /** The last key of the phase's listing that is dealt with. */
  after?: string
  segments: IndexSegment[]
  totals: Totals
}

export interface ReconcileState {
  format: 1
  progress?: Progress
  /** Of the last run that came to its end. */
  index: readonly IndexSegment[]
  /** What people were told last (attention.ts). */
  told?: string
}

export interface StatePosition {
  state: ReconcileState
  etag: string | undefined
}

const empty: ReconcileState = { format: 1, index: [] }

export function newProgress(startedAt: Date): Progress {
  return { startedAt: startedAt.toISOString(), phase: 'sources', segments: [], totals: emptyTotals() }
}

/** A state that cannot be read is taken for none: the next run then looks at everything. */
export async function readState({ store, config }: Pipeline): Promise<StatePosition> {
  const found = await store.head(stateKey(config))
  if (found === undefined) return { state: empty, etag: undefined }
  const state = parse(await readText(store, found.key, { ifMatch: found.etag, bytes: found.size }))
  return { state: state?.format === 1 ? state : empty, etag: found.etag }
}

/** @returns undefined when another run has written it meanwhile */
export async function writeState(
  { store, config }: Pipeline,
  from: StatePosition,
  state: ReconcileState,
): Promise<StatePosition | undefined> {
  const bytes = new TextEncoder().encode(`${JSON.stringify(state, undefined, 2)}\n`)
  const condition = from.etag === undefined ? { ifAbsent: true as const } : { ifMatch: from.etag }
  try {
    const { etag } = await store.put(stateKey(config), bytes, { contentType: 'application/json', condition })
    return { state, etag }
  } catch (error) {
    if (error instanceof Failure && error.code === 'OUTPUT_CHANGED') return undefined
    throw error
  }
}

export function stateKey({ statePrefix }: Pipeline['config']): string {
  return `${statePrefix}reconcile/state.json`
}

function parse(text: string): ReconcileState | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
