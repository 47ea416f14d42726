// Keys as they may stand where not every character may: in paths that tools normalise, in S3 metadata, in SQS attributes.

import { createHash } from 'node:crypto'

/** Folders named `.` and `..` written `%2E`, `%2E%2E`, so that no tool that normalises paths is led out of the prefix. */
export function withoutDotFolders(key: string): string {
  return key
    .split('/')
    .map(name => (name === '.' || name === '..' ? name.replaceAll('.', '%2E') : name))
    .join('/')
}

/** Printable ASCII, `/` kept: readable in a listing, safe in any path. Different keys give different texts. */
export function encodeKey(key: string): string {
  return withoutDotFolders(key.split('/').map(encodeName).join('/'))
}

/** encodeURIComponent, lone surrogates (which no key in UTF-8 can hold) replaced instead of refused. */
function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed())
}

/** The same, cut to at most `maxLength` characters; a hash keeps different keys apart. */
export function encodeKeyShort(key: string, maxLength: number): string {
  const encoded = encodeKey(key)
  if (encoded.length <= maxLength) return encoded
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 32)
  return `${encoded.slice(0, maxLength - hash.length - 1).replace(/%.?$/, '')}~${hash}`
}

/** What `encodeKeyShort` was given; undefined where it may have been cut, or is no such text. */
export function decodeKey(encoded: string): string | undefined {
  if (/~[0-9a-f]{32}$/.test(encoded)) return undefined
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}
