// Small sources as they are found (encodings, byte order marks, lines around the table, ragged records, fields that are too large) through a
// whole conversion, and through the slow twins: the same rows, the same rejects at the same places, or the same failure.

import { isDeepStrictEqual } from 'node:util'
import { Failure } from '../../src/failure/failure.ts'
import { defaultLimits } from '../../src/schema/dataset.ts'
import { type Dialect, defaultDialect } from '../../src/schema/dialect.ts'
import type { Encoding } from '../../src/schema/encoding.ts'
import { encoded } from '../csv/encoded.ts'
import { hyparquet } from '../interop/readers/hyparquet.ts'
import type { Random } from '../oracle/random.ts'
import { type ScannedRecord, scanRecords } from '../oracle/scan-records.ts'
import { type ConvertBytesOptions, convertBytes, inChunks } from './convert-bytes.ts'

/** A source in pieces, so that it can be made smaller. */
interface Found {
  encoding: FoundEncoding
  dialect: Dialect
  columns: number
  fieldBytes: number | undefined
  /** Lines in front of the header, their line breaks included. */
  preamble: readonly string[]
  body: readonly string[]
  /** Lines at the end. */
  footer: readonly string[]
  chunkBytes: number
  blockBytes: number
}

interface FoundEncoding {
  declared?: Encoding
  mark: '' | '\ufeff'
  is: 'utf-8' | 'utf-16le' | 'utf-16be' | 'iso-8859-1' | 'windows-1252'
}

const encodings: readonly FoundEncoding[] = [
  { mark: '', is: 'utf-8' },
  { mark: '\ufeff', is: 'utf-8' },
  { declared: 'latin-1', mark: '\ufeff', is: 'utf-8' },
  { declared: 'utf-16le', mark: '', is: 'utf-16le' },
  { declared: 'utf-16be', mark: '', is: 'utf-16be' },
  { declared: 'utf-16', mark: '\ufeff', is: 'utf-16be' },
  { mark: '\ufeff', is: 'utf-16le' },
  { declared: 'latin-1', mark: '', is: 'iso-8859-1' },
  { declared: 'windows-1252', mark: '', is: 'windows-1252' },
]

/** What is wrong with so many seeded sources, as sentences, each with the smallest source that shows it. */
export async function wrongReadings(count: number, random: Random): Promise<string[]> {
  for (let i = 0; i < count; i++) {
    const found = randomSource(random)
    if (!(await differs(found))) continue
    const least = await shrunk(found)
    return [`${JSON.stringify(least)}: read ${JSON.stringify(await read(least))}, twin ${JSON.stringify(expected(least))}`]
  }
  return []
}

async function differs(found: Found): Promise<boolean> {
  return !isDeepStrictEqual(await read(found), expected(found))
}

function randomSource(random: Random): Found {
  const quote = random.pick(['"', '"', "'", undefined])
  const dialect: Dialect = {
    ...defaultDialect,
    delimiter: random.pick([',', ';', '\t']),
    quote,
    escape: quote && random.pick([quote, quote, '\\']),
    comment: random.pick([undefined, undefined, '#']),
    header: random.once(2),
    ...(random.once(2) && { ragged: 'pad' as const }),
  }
  const encoding = random.pick(encodings)
  const isWide = encoding.is.startsWith('utf')
  const letters = ['a', 'b', ' ', 'é', 'ß', ...(encoding.is === 'iso-8859-1' ? [] : ['€', '”']), ...(isWide ? ['東', '🚀'] : [])]
  const marks = [dialect.delimiter, dialect.delimiter, quote, dialect.escape, dialect.comment].filter(mark => mark !== undefined)
  const alphabet = [
    ...letters,
    ...marks,
    ...marks,
    quote === undefined ? 'c' : `${quote}${random.pick(letters)}${quote}`,
    '\n',
    '\n',
    '\r\n',
    '\r',
  ]
  const line = () => `x${texts(random, random.below(6), [...letters, ...marks])}${random.pick(['\n', '\r\n'])}`
  return {
    encoding,
    dialect,
    columns: dialect.header ? 1 + random.below(4) : 2 + random.below(3),
    fieldBytes: random.pick([undefined, undefined, 3, 5, 12]),
    preamble: Array.from({ length: random.below(3) }, line),
    body: Array.from({ length: random.pick([5, 20, 60]) }, () => random.pick(alphabet)),
    footer: Array.from({ length: random.below(3) }, line),
    chunkBytes: 1 + random.below(40),
    blockBytes: 8 + random.below(100),
  }
}

function texts(random: Random, count: number, alphabet: readonly string[]): string {
  return Array.from({ length: count }, () => random.pick(alphabet)).join('')
}

/** The header and the records, as text. Lines that follow begin anew. */
function tableOf({ dialect, columns, body, footer }: Found): string {
  const header = dialect.header ? `${namesOf(columns).join(dialect.delimiter)}\n` : ''
  return `${header}${body.join('')}${footer.length > 0 && body.length > 0 ? '\n' : ''}`
}

function namesOf(columns: number): string[] {
  return Array.from({ length: columns }, (_, i) => `c${i}`)
}

function bytesOf(text: string, { is }: FoundEncoding): Buffer {
  if (is === 'utf-8') return Buffer.from(text)
  if (is === 'utf-16le' || is === 'utf-16be')
    return is === 'utf-16le' ? Buffer.from(text, 'utf16le') : Buffer.from(text, 'utf16le').swap16()
  return is === 'iso-8859-1' ? Buffer.from(text, 'latin1') : encoded(text, is)
}

type Reading = { rows: (string | null)[][]; rejects: object[] } | { failure: string }

async function read(found: Found): Promise<Reading> {
  const { encoding, dialect, columns, preamble, footer, chunkBytes, blockBytes, fieldBytes } = found
  const source = bytesOf(`${encoding.mark}${preamble.join('')}${tableOf(found)}${footer.join('')}`, encoding)
  const options: ConvertBytesOptions = {
    dialect: {
      ...dialect,
      ...(encoding.declared && { encoding: encoding.declared }),
      ...(preamble.length > 0 && { skipLines: preamble.length }),
      ...(footer.length > 0 && { footerLines: footer.length }),
    },
    columns: namesOf(columns).map((name, i) => ({
      name,
      source: dialect.header ? name : `column ${i + 1}`,
      type: { name: 'string' },
      nullable: true,
    })),
    limits: { ...defaultLimits, ...(fieldBytes !== undefined && { fieldBytes }) },
    onBadRow: 'reject',
    blockBytes,
  }
  try {
    const { files, rejectReasons } = await convertBytes(() => inChunks(source, chunkBytes), options)
    const { rows } = await hyparquet.read(files.get('')!)
    const reasons = rejectReasons.split('\n').filter(text => text !== '')
    return { rows: rows as (string | null)[][], rejects: reasons.map(text => placeOf(JSON.parse(text))) }
  } catch (error) {
    if (error instanceof Failure) return { failure: error.code }
    throw error
  }
}

function placeOf({ code, line, record, byteOffset, column }: Record<string, unknown>): object {
  return { code, line, record, byteOffset, ...(code === 'FIELD_TOO_LARGE' && { column }) }
}

function expected(found: Found): Reading {
  const { encoding, dialect, columns, preamble } = found
  const text = Buffer.from(tableOf(found))
  const { records, unterminated } = scanRecords(text, dialect, columns)
  if (records.length === 0 && unterminated === undefined) return { failure: 'SOURCE_EMPTY' }
  if (unterminated !== undefined) return { failure: 'QUOTE_UNTERMINATED' }
  const before = `${encoding.mark}${preamble.join('')}`
  const judged = records.slice(dialect.header ? 1 : 0).map((record, i) => {
    const problem = problemOf(record, found)
    if (problem === undefined) return { row: Array.from({ length: columns }, (_, field) => cellOf(record, field)) }
    const byteOffset = bytesOf(before + text.subarray(0, record.byteOffset).toString(), encoding).length
    return { reject: { line: preamble.length + record.line, record: i + 1, byteOffset, ...problem } }
  })
  return { rows: judged.flatMap(({ row }) => (row ? [row] : [])), rejects: judged.flatMap(({ reject }) => reject ?? []) }
}

function problemOf(
  { fields, sizes, badQuote }: ScannedRecord,
  { columns, dialect, fieldBytes }: Found,
): { code: string; column?: number } | undefined {
  if (badQuote) return { code: 'QUOTE_TEXT_AFTER_CLOSING' }
  const pads = dialect.ragged === 'pad' && fields.slice(columns).every(({ text, quoted }) => text.length === 0 && !quoted)
  if (fields.length !== columns && !pads) return { code: fields.length < columns ? 'RECORD_TOO_SHORT' : 'RECORD_TOO_LONG' }
  const large = sizes.findIndex(size => fieldBytes !== undefined && size > fieldBytes)
  return large < 0 ? undefined : { code: 'FIELD_TOO_LARGE', column: large + 1 }
}

function cellOf({ fields }: ScannedRecord, column: number): string | null {
  const field = fields[column]
  return field === undefined || (field.text.length === 0 && !field.quoted) ? null : Buffer.from(field.text).toString()
}

const shrinking = ['body', 'preamble', 'footer'] as const

/** The same source without whatever it differs without: halves first, then single pieces. */
async function shrunk(found: Found): Promise<Found> {
  let least = found
  for (const part of shrinking)
    for (let size = least[part].length; size > 0; size = size > 1 ? Math.ceil(size / 2) : 0)
      for (let at = 0; at < least[part].length; ) {
        const smaller = { ...least, [part]: least[part].toSpliced(at, size) }
        if (await differs(smaller)) least = smaller
        else at += size
      }
  return least
}
