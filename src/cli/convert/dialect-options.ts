// The options of `convert` and `infer` that say how a source is written.

import type { Dialect } from '../../schema/dialect.ts'
import { ENCODINGS, type Encoding, OTHER_NAMES } from '../../schema/encoding.ts'
import { oneOf, wholeNumber } from '../parse-options.ts'
import { UsageError } from '../usage-error.ts'

export const dialectOptions = {
  delimiter: { type: 'string', short: 'd' },
  quote: { type: 'string' },
  escape: { type: 'string' },
  comment: { type: 'string' },
  header: { type: 'string' },
  'skip-lines': { type: 'string' },
  'skip-footer': { type: 'string' },
  encoding: { type: 'string' },
} as const

/** Lines of a usage text. */
export const dialectUsage = `  -d, --delimiter CHARACTER  what separates fields; by default the dataset
                             file's, else found out from the first 64 KiB
      --quote CHARACTER      what quotes fields, or none; found out likewise
      --escape CHARACTER     what makes a quote inside quotes literal; likewise
      --comment CHARACTER    lines that begin with it are left out, or none
      --header true|false    whether the first record names columns; found out
                             likewise
      --skip-lines N         lines in front of the header that are no CSV
      --skip-footer N        lines at the end that are none
      --encoding ENCODING    utf-8, utf-16, utf-16le, utf-16be, latin-1 or
                             windows-1252; a byte order mark counts more;
                             found out likewise`

/** The options as they stand on the command line. */
export type DialectTexts = { readonly [Name in keyof typeof dialectOptions]?: string | undefined }

/**
 * What they say; the rest of the dialect is the dataset file's, or found out.
 *
 * @param declared in the dataset file, if there is one
 * @throws UsageError also for marks that do not go with those
 */
export function dialectMarks(texts: DialectTexts, declared: Partial<Dialect> = {}): Partial<Dialect> {
  const { delimiter, quote, escape: mark, comment, header, encoding } = texts
  const [skipLines, footerLines] = [texts['skip-lines'], texts['skip-footer']]
  const marks: Partial<Dialect> = {
    ...(delimiter !== undefined && { delimiter: delimiterOf(delimiter) }),
    ...(quote !== undefined && quoteOf(quote)),
    ...(mark !== undefined && { escape: character('--escape', mark, false) }),
    ...(comment !== undefined && { comment: character('--comment', comment, true) }),
    ...(header !== undefined && { header: oneOf('--header', header, ['true', 'false']) === 'true' }),
    ...(skipLines !== undefined && { skipLines: wholeNumber('--skip-lines', skipLines, 0) }),
    ...(footerLines !== undefined && { footerLines: wholeNumber('--skip-footer', footerLines, 0) }),
    ...(encoding !== undefined && { encoding: encodingOf(encoding) }),
  }
  checkTogether({ ...declared, ...marks }, marks)
  return marks
}

const delimiterNames: Readonly<Record<string, string>> = { tab: '\t', '\\t': '\t', comma: ',', semicolon: ';', pipe: '|', space: ' ' }

function delimiterOf(text: string): string {
  const delimiter = Object.hasOwn(delimiterNames, text) ? (delimiterNames[text] ?? '') : text
  if (/^[\t\x20-\x7e]$/.test(delimiter) && delimiter !== '"') return delimiter
  throw new UsageError(
    `--delimiter takes one ASCII character or ${Object.keys(delimiterNames)
      .filter(name => /^\w/.test(name))
      .join(', ')}, not ${JSON.stringify(text)}`,
  )
}

function quoteOf(text: string): Pick<Dialect, 'quote' | 'escape'> {
  const quote = character('--quote', text, true)
  return { quote, escape: quote }
}

/** By any name that other programs have for it, in capitals or not. */
function encodingOf(text: string): Encoding {
  const name = text.toLowerCase()
  return OTHER_NAMES.get(name) ?? oneOf('--encoding', name, ENCODINGS)
}

/** Undefined: none. */
function character(option: string, text: string, orNone: boolean): string | undefined {
  if (orNone && text === 'none') return undefined
  if (/^[\x21-\x7e]$/.test(text)) return text
  throw new UsageError(`${option} takes one ASCII character${orNone ? ' or none' : ''}, not ${JSON.stringify(text)}`)
}

/**
 * Only the escape may be the quote.
 *
 * @param marks of the command line, among those of the dialect
 */
function checkTogether(dialect: Partial<Dialect>, marks: Partial<Dialect>): void {
  const named = (name: MarkName) => (name in marks ? `--${name}` : `csv.${name} of the dataset file`)
  if (marks.escape !== undefined && 'quote' in dialect && dialect.quote === undefined)
    throw new UsageError(`--escape has no meaning with ${'quote' in marks ? '--quote none' : 'csv.quote: none of the dataset file'}`)
  const owners = new Map<string, MarkName>()
  for (const name of markNames) {
    const text = name === 'escape' && dialect.escape === dialect.quote ? undefined : dialect[name]
    if (text === undefined) continue
    const owner = owners.get(text)
    if (owner !== undefined) throw new UsageError(`${named(name)} and ${named(owner)} are both ${JSON.stringify(text)}`)
    owners.set(text, name)
  }
}

const markNames = ['delimiter', 'quote', 'escape', 'comment'] as const
type MarkName = (typeof markNames)[number]
