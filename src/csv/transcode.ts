// Text in any of the encodings → UTF-8, as a stream. What is no text of its encoding is refused, with its place; nothing is replaced. A byte
// order mark stays, as the UTF-8 one: whoever reads on counts it (record-blocks.ts).

import { Failure } from '../failure/failure.ts'
import type { SettledEncoding } from './resolve-encoding.ts'

/** @throws Failure SOURCE_ENCODING */
export async function* transcode(chunks: AsyncIterable<Uint8Array>, encoding: SettledEncoding): AsyncGenerator<Uint8Array> {
  if (encoding === 'utf-8') yield* chunks
  else if (encoding === 'latin-1' || encoding === 'windows-1252') yield* singleBytes(chunks, encoding === 'windows-1252')
  else yield* utf16(chunks, encoding)
}

async function* singleBytes(chunks: AsyncIterable<Uint8Array>, isWindows: boolean): AsyncGenerator<Uint8Array> {
  let offset = 0
  for await (const chunk of chunks) {
    const text = asBuffer(chunk).toString('latin1')
    yield Buffer.from(isWindows ? windowsText(text, offset) : text)
    offset += chunk.length
  }
}

/** Bytes 0x80 to 0x9f: https://encoding.spec.whatwg.org/index-windows-1252.txt, but the five that Windows leaves undefined are refused. */
const windowsCharacters = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ'

export const undefinedInWindows1252 = /[\x81\x8d\x8f\x90\x9d]/

function windowsText(text: string, offset: number): string {
  const at = text.search(undefinedInWindows1252)
  if (at >= 0) throw invalid('windows-1252', offset + at, `0x${text.charCodeAt(at).toString(16)} is no character`)
  return windows1252(text)
}

/** @param bytes a character a byte, each defined */
export function windows1252(bytes: string): string {
  return bytes.replace(/[\x80-\x9f]/g, byte => windowsCharacters[byte.charCodeAt(0) - 0x80]!)
}

async function* utf16(chunks: AsyncIterable<Uint8Array>, encoding: 'utf-16le' | 'utf-16be'): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0) // half a character
  let offset = 0 // of it
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]) // a copy: swapped in place
    const whole = wholeUnits(bytes, encoding)
    rest = Uint8Array.from(bytes.subarray(whole))
    if (whole > 0) yield Buffer.from(wellFormed(littleEndian(bytes.subarray(0, whole), encoding).toString('utf16le'), encoding, offset))
    offset += whole
  }
  if (rest.length > 0) throw invalid(encoding, offset, 'it ends in the middle of a character')
}

/** Bytes up to the last whole code unit, and not between the two of a surrogate pair. */
function wholeUnits(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): number {
  const even = bytes.length & ~1
  const high = bytes[even - (encoding === 'utf-16le' ? 1 : 2)]
  return high !== undefined && (high & 0xfc) === 0xd8 ? even - 2 : even
}

function littleEndian(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): Buffer {
  return encoding === 'utf-16le' ? bytes : bytes.swap16()
}

function wellFormed(text: string, encoding: string, offset: number): string {
  if (text.isWellFormed()) return text
  const { index } = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.exec(text)!
  throw invalid(encoding, offset + 2 * index, 'half a surrogate pair')
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

function invalid(encoding: string, byteOffset: number, what: string): Failure {
  return new Failure({
    code: 'SOURCE_ENCODING',
    detail: `not valid ${encoding} at byte ${byteOffset}: ${what}`,
    fix: 'set csv.encoding to what the file is, or mend the file',
  })
}
