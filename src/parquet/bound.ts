// Bounds for statistics: long strings and binaries are cut, a lower bound downwards, an upper bound upwards, so that every value of the
// column still lies between them and a footer stays small whatever the values are.

import type { ColumnType } from '../schema/column-type.ts'

/** The most bytes of a bound; page indexes of parquet-mr and Arrow use 64 too. */
export const maxBoundBytes = 64

export interface Bound {
  value: Uint8Array<ArrayBuffer>
  /** Whether the column holds exactly this value. */
  isExact: boolean
}

/** @returns a value not above `value`: itself, or a copy of a part */
export function lowerBound(type: ColumnType, value: Uint8Array<ArrayBuffer>): Bound {
  const cut = cutLength(type, value)
  return cut === value.length ? { value, isExact: true } : { value: value.slice(0, cut), isExact: false }
}

/** @returns a value not below `value`: itself, or another; undefined if none of at most `maxBoundBytes` exists */
export function upperBound(type: ColumnType, value: Uint8Array<ArrayBuffer>): Bound | undefined {
  const cut = cutLength(type, value)
  if (cut === value.length) return { value, isExact: true }
  const next = type.name === 'string' ? nextText(value.slice(0, cut)) : nextBytes(value.slice(0, cut))
  return next && { value: next, isExact: false }
}

function cutLength(type: ColumnType, value: Uint8Array): number {
  if (value.length <= maxBoundBytes || (type.name !== 'string' && type.name !== 'binary')) return value.length
  return type.name === 'string' ? characterStart(value, maxBoundBytes) : maxBoundBytes
}

/** The smallest bytes above everything that starts with `prefix`. */
function nextBytes(prefix: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  const last = prefix.findLastIndex(byte => byte < 0xff)
  if (last < 0) return undefined
  const next = prefix.slice(0, last + 1)
  next[last] = (next[last] ?? 0) + 1
  return next
}

/**
 * A UTF-8 text above everything that starts with `prefix`: the last character that has a successor of the same length is replaced by it,
 * what follows is dropped. Bytewise order is the order of code points, so a successor is above.
 */
function nextText(prefix: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  let end = prefix.length
  while (end > 0) {
    const start = characterStart(prefix, end - 1)
    const successor = nextCharacter(prefix.subarray(start, end))
    if (successor?.length === end - start) {
      prefix.set(successor, start)
      return prefix.slice(0, end)
    }
    end = start
  }
  return undefined
}

/** Where the character begins that the byte at `offset` belongs to. */
function characterStart(text: Uint8Array, offset: number): number {
  let start = offset
  while (start > 0 && ((text[start] ?? 0) & 0xc0) === 0x80) start-- // continuation bytes are 10xxxxxx
  return start
}

const lastCodePoint = 0x10ffff
const lastBeforeSurrogates = 0xd7ff
const firstBehindSurrogates = 0xe000

function nextCharacter(character: Uint8Array): Uint8Array | undefined {
  const codePoint = new TextDecoder().decode(character).codePointAt(0) ?? lastCodePoint
  if (codePoint === lastCodePoint) return undefined
  const next = codePoint === lastBeforeSurrogates ? firstBehindSurrogates : codePoint + 1
  return new TextEncoder().encode(String.fromCodePoint(next))
}
