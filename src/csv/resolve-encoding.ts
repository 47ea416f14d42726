// Which encoding a source has: as its byte order mark says, as declared, or UTF-8.

import { Failure } from '../failure/failure.ts'
import type { Encoding } from '../schema/encoding.ts'
import { byteOrderMark, startsWith } from './bytes.ts'
import { wideEncoding } from './wide-encoding.ts'

/** An encoding with its byte order settled. */
export type SettledEncoding = Exclude<Encoding, 'utf-16'>

/**
 * A byte order mark counts more than what is declared, since no text of another encoding begins with one; but two that contradict each other
 * about UTF-16 are refused.
 * @param head the first bytes of the source, decompressed
 * @throws Failure SOURCE_ENCODING
 */
export function resolveEncoding(head: Uint8Array, declared: Encoding | undefined): SettledEncoding {
  if (startsWith(head, byteOrderMark)) return 'utf-8'
  const marked = utf16Mark(head)
  if (declared === 'utf-16') return marked ?? guessed(head)
  if (declared === undefined || !declared.startsWith('utf-16')) return marked ?? declared ?? 'utf-8'
  if (marked !== undefined && marked !== declared) {
    throw new Failure({
      code: 'SOURCE_ENCODING',
      detail: `its byte order mark says ${marked}, csv.encoding says ${declared}`,
      fix: 'set csv.encoding: utf-16',
    })
  }
  return declared
}

/** Not the mark of UTF-32LE, which begins alike. */
function utf16Mark(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return head[2] === 0 && head[3] === 0 ? undefined : 'utf-16le'
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined
}

function guessed(head: Uint8Array): SettledEncoding {
  const found = wideEncoding(head)?.toLowerCase()
  if (found === 'utf-16le' || found === 'utf-16be') return found
  throw new Failure({
    code: 'SOURCE_ENCODING',
    detail: 'there is no byte order mark, and the first bytes do not tell the byte order',
    fix: 'set csv.encoding: utf-16le or utf-16be',
  })
}
