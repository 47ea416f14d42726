// Where something lies, as it is written on the command line: a path, `s3://bucket/key`, or `-` for stdin or stdout.

import { UsageError } from './usage-error.ts'

export type Location = { kind: 'file'; path: string } | { kind: 's3'; bucket: string; key: string } | { kind: 'stream' }

export function parseLocation(text: string): Location {
  if (text === '-') return { kind: 'stream' }
  if (text === '') throw new UsageError('an empty argument names no file')
  if (!text.startsWith('s3://')) return { kind: 'file', path: text }
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]*)\/?(.*)$/s.exec(text) ?? []
  if (bucket === '') throw new UsageError(`${text} names no bucket; write s3://bucket/key`)
  return { kind: 's3', bucket, key }
}

/** The location as it was written. */
export function formatLocation(location: Location): string {
  if (location.kind === 'stream') return '-'
  return location.kind === 's3' ? `s3://${location.bucket}/${location.key}` : location.path
}
