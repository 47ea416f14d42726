// Which encoding a source has that nobody declared: UTF-8 if its beginning is, UTF-16 by where zero bytes stand, else Windows-1252 if it reads
// like a Western language in it. Windows-1252 rather than Latin-1: where both are defined they are the same, and what Latin-1 has
// besides are control characters that no text holds.
//
// That bytes read well proves nothing: Czech in Windows-1250 reads like an odd Danish. So whoever is told of the conversion is told, with a word
// of the source, what its encoding was taken for. Where bytes do not read well the source is refused.

import { isUtf8 } from 'node:buffer'
import { Failure } from '../failure/failure.ts'
import { shown } from '../failure/sentence.ts'
import { wholeCharacters } from './broken-utf8.ts'
import { resolveEncoding, type SettledEncoding } from './resolve-encoding.ts'
import { undefinedInWindows1252, windows1252 } from './transcode.ts'
import { wideEncoding } from './wide-encoding.ts'

export interface SniffedEncoding {
  encoding: SettledEncoding
  /** What is worth a word to whoever converts the source. */
  remark?: string
}

/**
 * @param head the source's beginning, decompressed
 * @param whole whether it is all of it
 * @throws Failure SOURCE_ENCODING
 */
export function sniffEncoding(head: Uint8Array, whole: boolean): SniffedEncoding {
  const marked = resolveEncoding(head, undefined)
  if (marked !== 'utf-8') return { encoding: marked }
  const wide = wideText(head)
  if (wide !== undefined) return wide
  const text = head.subarray(0, wholeCharacters(head))
  if (head.includes(0) || isUtf8(whole ? head : text) || isMostlyUtf8(text)) return { encoding: 'utf-8' } // what is wrong is told with its line
  return singleByte(whole ? head : text)
}

const wideOrders = ['utf-16le', 'utf-16be'] as const

/**
 * UTF-16 without a byte order mark, if what it holds is text: by where zero bytes stand; where few letters are ASCII, by its line breaks, and
 * because it would be no text either if the zero bytes were strays.
 */
function wideText(head: Uint8Array): SniffedEncoding | undefined {
  if (!head.includes(0)) return undefined
  const byZeros = wideEncoding(head)?.toLowerCase()
  const possible = wideOrders.filter(order => {
    const text = decoded(head, order)
    return text !== undefined && !controlCharacter.test(text) && (order === byZeros || (/[\n\r]/.test(text) && !hasStrayZeros(head)))
  })
  const [encoding] = possible
  if (encoding === undefined || possible.length > 1) return undefined
  if (encoding === byZeros) return { encoding }
  return {
    encoding,
    remark: `it has no byte order mark and was read as ${encoding}; if that is wrong, declare csv.encoding (or --encoding)`,
  }
}

/** Without its zero bytes it is UTF-8 text. */
function hasStrayZeros(head: Uint8Array): boolean {
  const others = Buffer.from(head.filter(byte => byte !== 0))
  const text = others.subarray(0, wholeCharacters(others))
  return isUtf8(text) && !controlCharacter.test(text.toString('latin1'))
}

/** Undefined: it is not well-formed. */
function decoded(head: Uint8Array, encoding: (typeof wideOrders)[number]): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true })
  } catch {
    return undefined
  }
}

// Not among them: line breaks, tabs, and the mark that Hive puts between fields.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const controlCharacter = /[\x00\x02-\x08\x0b\x0c\x0e-\x1f]/

/** No fewer characters of several bytes than bytes that are none: UTF-8 with damage, or with something else in between. */
function isMostlyUtf8(text: Uint8Array): boolean {
  const decoded = Buffer.from(text.buffer, text.byteOffset, text.length).toString()
  const damaged = decoded.match(/\ufffd/g)?.length ?? 0
  const characters = (decoded.match(/[^\0-\x7f]/g)?.length ?? 0) - damaged
  return characters > 0 && characters >= damaged
}

const mostOdd = 0.1 // of the bytes above 0x7f

function singleByte(text: Uint8Array): SniffedEncoding {
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.length).toString('latin1') // a character a byte
  const above = countOf(bytes, /[\x80-\xff]/g)
  const odd = oddities.reduce((sum, pattern) => sum + countOf(bytes, pattern), 0)
  if (undefinedInWindows1252.test(bytes) || odd > mostOdd * above) throw unsure(bytes, above)
  const became = `its first word beyond ASCII became ${shown(windows1252(firstWord(bytes)))}`
  return {
    encoding: 'windows-1252',
    remark: `it is not UTF-8 and was read as windows-1252: ${became}; if that is wrong, declare csv.encoding (or --encoding)`,
  }
}

const mostShown = 20 // characters on either side

/** The first that is not ASCII. */
function firstWord(bytes: string): string {
  const at = bytes.search(/[\x80-\xff]/)
  const [before] = /[\w\x80-\xff]*$/.exec(bytes.slice(Math.max(0, at - mostShown), at))!
  const [behind] = /^[\w\x80-\xff]*/.exec(bytes.slice(at, at + mostShown))!
  return before + behind
}

/**
 * What hardly occurs in Western text: signs within words, capitals behind small letters, many letters above 0x7f in a row. The superscript digits
 * that end Polish words in Windows-1250 (`Micha³`; not units, `km²`). The low quotes that are é and ä in DOS: at a word's end (`Andr‚`), or opening a word
 * in small letters where none is closed soon on its line (`„rger`).
 */
const oddities = [
  /(?<=[A-Za-z])[\x80-\x91\x93-\x95\x98\x99\x9b\xa1-\xa9\xab\xac\xae-\xb4\xb6\xb8\xb9\xbb-\xbf\xd7\xf7](?=[A-Za-z])/g,
  /(?<=[a-z])[\x8a\x8c\x8e\x9f\xc0-\xd6\xd8-\xde]/g,
  /(?<=[\x80-\xff]{2})[\x80-\xff]|[\x80-\xff](?=[\x80-\xff]{2})|(?<=[\x80-\xff])[\x80-\xff](?=[\x80-\xff])/g,
  /(?<=[A-Za-z]{3})[\xb2\xb3\xb9](?![A-Za-z])/g,
  /(?<=[A-Za-z])[\x82\x84](?![A-Za-z])|(?<![A-Za-z])[\x82\x84](?=[a-z])(?!.{0,400}[\x91-\x94](?![A-Za-z]))/g,
]

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

function unsure(bytes: string, above: number): Failure {
  const at = bytes.search(/[\x80-\xff]/)
  const line = bytes.slice(0, at).split(/\r\n|\r|\n/).length
  return new Failure({
    code: 'SOURCE_ENCODING',
    line,
    byteOffset: at,
    detail: `it is not UTF-8, and does not read like windows-1252 either; of ${above} bytes above 0x7f the first is 0x${bytes.charCodeAt(at).toString(16)} at byte ${at}`,
    fix: 'if it is windows-1252 or latin-1 after all, declare csv.encoding (or --encoding); else convert it to UTF-8, for example with iconv',
  })
}
