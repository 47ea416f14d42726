// Whatever was thrown, as a failure that names its source.

import { Failure } from '../failure/failure.ts'

/** @param source for messages: `s3://bucket/key` */
export function asFailure(error: unknown, source: string): Failure {
  if (error instanceof Failure) return error.data.source === undefined ? error.at({ source }) : error
  return new Failure({ code: 'INTERNAL', source, detail: messageOf(error) }, { cause: error })
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
