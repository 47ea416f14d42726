// What the ledger and the dead letters say of a key.

import type { LedgerEntry } from '../../src/pipeline/ledger-entry.ts'
import { ledgerKey } from './expected.ts'
import type { Scene } from './stage.ts'

export function isDeadLetter({ deadLetters }: Scene, key: string): boolean {
  return [...deadLetters.messages.values()].some(({ body }) => isAbout(body, key))
}

export function ledgerEntry({ s3 }: Scene, key: string): LedgerEntry | undefined {
  const found = s3.objects.get(ledgerKey(key))
  return found && JSON.parse(found.body.toString())
}

/** Whether a message speaks of this key. */
export function isAbout(body: string, key: string): boolean {
  return body.includes(`"${key}"`) // as it stands in all of them, since keys here have nothing to encode
}
