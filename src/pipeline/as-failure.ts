// Whatever was thrown, as a failure that names its source.

import { Failure } from '../failure/failure.ts'

/** @param source for messages: `s3://bucket/key` */
export function asFailure(error: unknown, source: string): Failure {
  if (error instanceof Failure) return error.data.source === undefined ? error.at({ source }) : error
  const code = isAbort(error) ? 'TIMEOUT' : 'INTERNAL'
  return new Failure({ code, source, detail: messageOf(error) }, { cause: error })
}

/** What an AbortSignal throws. */
function isAbort(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'AbortError' || error.name === 'TimeoutError')
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
