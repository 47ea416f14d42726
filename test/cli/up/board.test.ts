import { Board, type BoardRow, isSettled, rowOfEntry } from '../../../src/cli/up/board.ts'
import type { LocalEvent } from '../../../src/local/local-instance.ts'
import type { LedgerEntry } from '../../../src/pipeline/ledger-entry.ts'
import type { Outcome } from '../../../src/pipeline/outcome.ts'

const key = 'incoming/a.csv'
const entry: LedgerEntry = {
  format: 2,
  state: 'done',
  source: { bucket: 'b', key, etag: '1', size: 4_000_000 },
  outputs: [
    { key: 'parquet/a.parquet', rows: 9, bytes: 600, contentHash: '0' },
    { key: 'parquet/b.parquet', rows: 1, bytes: 400, contentHash: '0' },
  ],
  rejectFiles: [],
  strays: [],
  rows: { parsed: 12, written: 10, rejected: 2 },
  bytesParsed: 8_000_000,
  durationMs: 100,
  finishedAt: '2026-01-31T00:00:00.000Z',
}
const dropped: LocalEvent = { kind: 'dropped', key, size: 7 }
const inferring: LocalEvent = { kind: 'progress', key, progress: { phase: 'infer', bytesRead: 3, rows: 5 } }
const converting: LocalEvent = { kind: 'progress', key, progress: { phase: 'convert', bytesRead: 3, rows: 6 } }
const outcome = (of: Outcome): LocalEvent => ({ kind: 'outcome', outcome: of })
const failure = { code: 'RECORD_TOO_LONG', source: 's3://b/incoming/a.csv', line: 3 } as const

function play(...events: LocalEvent[]): BoardRow | undefined {
  const board = new Board()
  for (const event of events) board.apply(event)
  return board.rows.get(key)
}

describe('the row of a file', () => {
  it('waits, shows the work, and ends with the figures of the ledger', () => {
    expect(play(dropped)).toEqual({ key, state: 'waiting', bytesIn: 7 })
    expect(play(dropped, inferring)).toEqual({ key, state: 'inferring', bytesIn: 7, rows: 5 })
    expect(play(dropped, inferring, converting)).toEqual({ key, state: 'converting', bytesIn: 7, rows: 6 })
    expect(play(dropped, converting, outcome({ state: 'converted', key, entry }))).toMatchObject({
      state: 'converted',
      bytesIn: 4_000_000,
      bytesOut: 1000,
      rows: 10,
      rejected: 2,
      bytesPerSecond: 80_000_000,
    })
  })

  it('says why a file failed, without naming it again', () => {
    const row = play(dropped, outcome({ state: 'failed', key, failure, message: '', retryKey: 'retry/a.csv' }))
    expect(row).toMatchObject({ state: 'failed', bytesIn: 7, note: expect.stringMatching(/^line 3: .*; fix: /) })
  })

  it('says where rejected records lie, and what else there is to know', () => {
    const spoilt = {
      ...entry,
      rejectFiles: ['rejects/a.csv.rows.csv', 'rejects/a.csv.reasons.ndjson'],
      warnings: ['column "x" was left out'],
    }
    const note = 'rejected records: s3://b/rejects/a.csv.rows.csv, the reasons beside it; column "x" was left out'
    expect(rowOfEntry(spoilt).note).toBe(note)
    expect(play(dropped, outcome({ state: 'converted', key, entry: spoilt, warning: 'it was not archived' }))?.note).toBe(
      `${note}; it was not archived`,
    )
    expect(rowOfEntry(entry).note).toBeUndefined()
  })

  it('says when a file is tried again', () => {
    const postponed = outcome({ state: 'postponed', key, failure: { code: 'TIMEOUT' }, message: '', visibleInSeconds: 30 })
    expect(play(dropped, postponed)?.note).toContain('tried again in 30 s')
  })

  it('stays as it is when a second message says what is known', () => {
    const failed = outcome({ state: 'failed', key, failure, message: '' })
    expect(play(dropped, failed, outcome({ state: 'gone', key }))).toMatchObject({ state: 'failed' })
    expect(play(dropped, outcome({ state: 'unchanged', key, entry }))).toMatchObject({ state: 'unchanged', rows: 10 })
  })

  it('begins anew when the file is dropped again', () => {
    expect(play(dropped, outcome({ state: 'converted', key, entry }), dropped)).toEqual({ key, state: 'waiting', bytesIn: 7 })
  })

  it('is made for no message without a file', () => {
    expect(new Board().apply(outcome({ state: 'postponed', key: '', failure, message: '', visibleInSeconds: 0 }))).toBeUndefined()
    expect(new Board().apply({ kind: 'trouble', error: new Error('x') })).toBeUndefined()
  })

  it('can be made from the ledger alone', () => {
    expect(rowOfEntry(entry)).toMatchObject({ state: 'converted', rows: 10 })
    expect(rowOfEntry({ ...entry, state: 'failed', failure })).toMatchObject({ state: 'failed', note: expect.stringContaining('line 3') })
    expect(isSettled(rowOfEntry({ ...entry, state: 'publishing' }))).toBe(false)
  })
})
