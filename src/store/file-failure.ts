// What the file system reports, as failures of our catalogue; and what identifies a file's content.

import type { Stats } from 'node:fs'
import type { FailureCode } from '../failure/codes.ts'
import { Failure } from '../failure/failure.ts'

/** A file's identity: another one as soon as it is replaced or written to. */
export function fileEtag({ ino, size, mtimeMs }: Stats): string {
  return `${ino}-${size}-${mtimeMs}`
}

export function fileFailure(error: unknown, operation: 'read' | 'write', key: string): Failure {
  if (error instanceof Failure) return error
  return new Failure({ code: failureCode(systemCode(error), operation), source: key, detail: String(error) }, { cause: error })
}

/** `ENOENT` and the like. */
export function systemCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

function failureCode(code: string | undefined, operation: 'read' | 'write'): FailureCode {
  if (operation === 'write') return code === 'EEXIST' ? 'OUTPUT_CHANGED' : 'OUTPUT_UNWRITABLE'
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return 'SOURCE_NOT_FOUND'
  return code === 'EACCES' || code === 'EPERM' ? 'ACCESS_DENIED' : 'STORE_UNAVAILABLE'
}
