// A ledger entry from its JSON, whichever version of Parquetry wrote it.

import { Failure } from '../failure/failure.ts'
import { LEDGER_STATES, type LedgerEntry } from './ledger-entry.ts'

/**
 * @param place key of the entry's object, for messages
 * @throws Failure CONFIG_INVALID for what is no entry, or one of a later version
 */
export function readEntry(place: string, text: string): LedgerEntry {
  const entry = parseJson(text)
  if (entry !== undefined && isKnown(entry)) return { ...entry, format: 2 } // what format 1 has not may be missing
  throw new Failure({
    code: 'CONFIG_INVALID',
    source: place,
    detail: 'the ledger entry is damaged or of another version',
    fix: 'delete it: its source is then converted anew',
  })
}

type AnyEntry = Omit<LedgerEntry, 'format'> & { format: number }

function isKnown({ format, state, source, outputs, rejectFiles, strays }: AnyEntry): boolean {
  const isComplete = typeof source?.key === 'string' && [outputs, rejectFiles, strays].every(Array.isArray)
  return (format === 1 || format === 2) && LEDGER_STATES.includes(state) && isComplete
}

function parseJson(text: string): AnyEntry | undefined {
  try {
    return JSON.parse(text) ?? undefined
  } catch {
    return undefined
  }
}
