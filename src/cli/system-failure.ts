// What the operating system refuses, as a failure: `data/a.csv: access is denied (EACCES); fix: …`.

import type { FailureCode } from '../failure/codes.ts'
import { Failure } from '../failure/failure.ts'

const reading: Readonly<Record<string, { code: FailureCode; fix?: string }>> = {
  ENOENT: { code: 'SOURCE_NOT_FOUND', fix: 'check the path' },
  ENOTDIR: { code: 'SOURCE_NOT_FOUND', fix: 'check the path' },
  EISDIR: { code: 'SOURCE_NOT_FOUND', fix: 'it is a folder: name a file in it' },
  EACCES: { code: 'ACCESS_DENIED', fix: 'check the permissions of the file and its folders' },
  EPERM: { code: 'ACCESS_DENIED', fix: 'check the permissions of the file and its folders' },
}

/** For what was to be read. An error that has no code of the operating system is a bug and stays INTERNAL. */
export function systemFailure(error: unknown, source: string): Failure {
  if (error instanceof Failure) return error
  const { code = '', message } = error as NodeJS.ErrnoException
  const known = reading[code]
  if (known) return new Failure({ source, detail: code, ...known }, { cause: error })
  return new Failure({ code: 'INTERNAL', source, detail: message }, { cause: error })
}
