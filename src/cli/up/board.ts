// What is known of each file that a local instance has heard of: one row a file, brought up to date by the instance's events.

import { Failure, type FailureData } from '../../failure/failure.ts'
import type { LocalEvent } from '../../local/local-instance.ts'
import type { LedgerEntry } from '../../pipeline/ledger-entry.ts'
import type { Outcome } from '../../pipeline/outcome.ts'
import type { WaitingSource } from '../../pipeline/waiting-sources.ts'

export const ROW_STATES = [
  'waiting',
  'inferring',
  'converting',
  'converted',
  'unchanged', // converted before
  'failed',
  'postponed', // tried again later
  'unready', // its folder's marker is not there yet
  'announced', // such a marker
  'ignored', // not a source
  'removed', // deleted, and its outputs with it
  'gone', // deleted meanwhile
] as const
export type RowState = (typeof ROW_STATES)[number]

export interface BoardRow {
  key: string
  state: RowState
  bytesIn?: number
  rows?: number
  rejected?: number
  bytesOut?: number
  /** CSV bytes converted a second. */
  bytesPerSecond?: number
  /** Why it did not work out, or what to know about it. */
  note?: string
  outcome?: Outcome
}

export class Board {
  readonly rows = new Map<string, BoardRow>()

  /** @returns the row that changed */
  apply(event: LocalEvent): BoardRow | undefined {
    const before = this.rows.get(keyOf(event) ?? '')
    const row = changed(event, before)
    if (row) this.rows.set(row.key, row)
    return row
  }
}

/** Whether nothing more will happen to the file by itself. */
export function isSettled({ state }: BoardRow): boolean {
  return !['waiting', 'inferring', 'converting', 'postponed'].includes(state)
}

/** The row of a file of which only the ledger is left to ask. */
export function rowOfEntry(entry: LedgerEntry): BoardRow {
  const { key, size } = entry.source
  if (entry.state === 'removed') return { key, state: 'removed' }
  if (entry.state === 'failed') return { key, state: 'failed', bytesIn: size, ...noteOf(entry.failure) }
  return { key, state: entry.state === 'done' ? 'converted' : 'converting', ...figures(entry), ...remarks(entry) }
}

/** The row of a file that waits for its folder's marker. */
export function rowOfWaiting({ key, size, marker, since }: WaitingSource): BoardRow {
  return { key, state: 'unready', bytesIn: size, note: `waiting for ${marker} since ${since.toISOString().slice(0, 16).replace('T', ' ')}` }
}

function keyOf(event: LocalEvent): string | undefined {
  if (event.kind === 'trouble') return undefined
  return event.kind === 'outcome' ? event.outcome.key : event.key
}

function changed(event: LocalEvent, before: BoardRow | undefined): BoardRow | undefined {
  switch (event.kind) {
    case 'dropped':
      return { key: event.key, state: 'waiting', bytesIn: event.size }
    case 'progress': {
      const { phase, rows } = event.progress
      const size = before?.bytesIn === undefined ? {} : { bytesIn: before.bytesIn }
      return { key: event.key, state: phase === 'infer' ? 'inferring' : 'converting', rows, ...size }
    }
    case 'outcome':
      return event.outcome.key === '' || isEcho(event.outcome, before) ? undefined : settled(event.outcome, before)
    case 'trouble':
      return undefined
  }
}

/** A second message about what is known already. */
function isEcho({ state }: Outcome, before: BoardRow | undefined): boolean {
  return (state === 'unchanged' || state === 'gone') && before !== undefined && isSettled(before)
}

function settled(outcome: Outcome, before: BoardRow | undefined): BoardRow {
  const row = { key: outcome.key, state: outcome.state, outcome, ...(before?.bytesIn === undefined ? {} : { bytesIn: before.bytesIn }) }
  switch (outcome.state) {
    case 'converted':
    case 'unchanged':
      return { ...row, ...figures(outcome.entry), ...remarks(outcome.entry, outcome.warning) }
    case 'failed':
      return { ...row, ...noteOf(outcome.failure) }
    case 'postponed':
      return { ...row, note: `${new Failure(outcome.failure).message}; tried again in ${outcome.visibleInSeconds} s` }
    case 'unready':
      return { ...row, note: `waits for ${outcome.marker}` }
    case 'announced':
      return { ...row, note: `${outcome.files} files waited for it` }
    case 'ignored':
      return { ...row, note: outcome.reason }
    case 'removed':
      return { key: outcome.key, state: outcome.state, outcome }
    case 'gone':
      return row
  }
}

function figures({ source, rows, outputs, bytesParsed, durationMs }: LedgerEntry): Partial<BoardRow> {
  return {
    bytesIn: source.size,
    bytesOut: outputs.reduce((sum, { bytes }) => sum + bytes, 0),
    ...(rows && { rows: rows.written, rejected: rows.rejected }),
    ...(bytesParsed !== undefined && durationMs ? { bytesPerSecond: (bytesParsed / durationMs) * 1000 } : {}),
  }
}

/** Where rejected records lie, and what the conversion and the move afterwards had to say. */
function remarks({ source, rejectFiles, warnings = [] }: LedgerEntry, warning?: string): { note?: string } {
  const [rows] = rejectFiles
  const rejected = rows === undefined ? [] : [`rejected records: s3://${source.bucket}/${rows}, the reasons beside it`]
  const texts = [...rejected, ...warnings, ...(warning === undefined ? [] : [warning])]
  return texts.length === 0 ? {} : { note: texts.join('; ') }
}

/** Without the source, which the row names already. */
function noteOf(failure: FailureData | undefined): { note?: string } {
  if (!failure) return {}
  const { source: _, ...rest } = failure
  return { note: new Failure(rest).message }
}
