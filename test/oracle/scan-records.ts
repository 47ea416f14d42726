// The slow, readable twin of the kernel's scanner: docs/values.md, "Records and fields", as a parser that looks at one byte after the
// other. What the two disagree on is a bug in one of them, or a hole in that page.

import type { Dialect } from '../../src/schema/dialect.ts'

export interface ScannedField {
  /** Unquoted, escapes resolved. */
  text: Uint8Array
  quoted: boolean
}

export interface ScannedRecord {
  fields: ScannedField[]
  /** Bytes of each field, quotes included. */
  sizes: number[]
  /** Where the record starts: line from 1, byte from 0, byte order marks counted. */
  line: number
  byteOffset: number
  /** Text follows a closing quote; what the fields hold is then without meaning. */
  badQuote?: true
}

export interface Scan {
  /** Header included, blank lines and comments left out. */
  records: ScannedRecord[]
  /** Where the quote stands that is still open at the end; its record is not among the records. */
  unterminated?: { line: number; byteOffset: number }
}

/** @param fieldCount how many fields the records should have, if that is known without looking at them; tells what a blank line is */
export function scanRecords(bytes: Uint8Array, dialect: Dialect, fieldCount?: number): Scan {
  const scanner = new Scanner(bytes, dialect)
  const records: ScannedRecord[] = []
  while (!scanner.atEnd && scanner.unterminated === undefined) {
    const record = scanner.record()
    if (record !== undefined) records.push(record)
  }
  const kept = withoutBlankLines(records, dialect, fieldCount)
  return scanner.unterminated === undefined ? { records: kept } : { records: kept, unterminated: scanner.unterminated }
}

/** Blank lines count in files of one column, below the header. */
function withoutBlankLines(records: readonly ScannedRecord[], dialect: Dialect, fieldCount?: number): ScannedRecord[] {
  const first = records.findIndex(record => !isBlank(record))
  if (first === -1 && fieldCount === undefined) return []
  const columns = fieldCount ?? records[first]!.fields.length
  if (columns !== 1) return records.filter(record => !isBlank(record))
  return dialect.header ? records.slice(first) : [...records]
}

function isBlank({ fields }: ScannedRecord): boolean {
  return fields.length === 1 && !fields[0]!.quoted && fields[0]!.text.length === 0
}

const lineFeed = 0x0a
const carriageReturn = 0x0d

class Scanner {
  unterminated: { line: number; byteOffset: number } | undefined
  readonly #bytes: Uint8Array
  readonly #delimiter: number
  readonly #quote: number | undefined
  readonly #escape: number | undefined
  readonly #comment: number | undefined
  #at: number
  #line = 1

  constructor(bytes: Uint8Array, dialect: Dialect) {
    this.#bytes = bytes
    this.#delimiter = dialect.delimiter.charCodeAt(0)
    this.#quote = dialect.quote?.charCodeAt(0)
    this.#escape = dialect.escape?.charCodeAt(0)
    this.#comment = dialect.comment?.charCodeAt(0)
    this.#at = 0
    while (bytes[this.#at] === 0xef && bytes[this.#at + 1] === 0xbb && bytes[this.#at + 2] === 0xbf) this.#at += 3
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length
  }

  /** The record that starts here; undefined if it is a comment, or if a quote in it never closes. */
  record(): ScannedRecord | undefined {
    const place = { line: this.#line, byteOffset: this.#at }
    if (this.#comment !== undefined && this.#bytes[this.#at] === this.#comment) {
      while (!this.#atRecordEnd()) this.#at++
      this.#lineBreak()
      return undefined
    }
    const fields: ScannedField[] = []
    const sizes: number[] = []
    let badQuote = false
    do {
      if (fields.length > 0) this.#at++ // the delimiter
      const start = this.#at
      const field = this.#field()
      if (field === undefined) return undefined
      badQuote ||= field.badQuote
      fields.push({ text: field.text, quoted: field.quoted })
      sizes.push(this.#at - start)
    } while (!this.#atRecordEnd())
    this.#lineBreak()
    return badQuote ? { fields, sizes, ...place, badQuote } : { fields, sizes, ...place }
  }

  #field(): (ScannedField & { badQuote: boolean }) | undefined {
    if (this.#quote === undefined || this.#bytes[this.#at] !== this.#quote) {
      return { text: this.#unquoted(), quoted: false, badQuote: false }
    }
    const text = this.#quoted()
    if (text === undefined) return undefined
    const behind = this.#unquoted()
    return { text, quoted: true, badQuote: behind.length > 0 }
  }

  /** Up to the next delimiter or line break; quotes are text. */
  #unquoted(): Uint8Array {
    const start = this.#at
    while (!this.#atRecordEnd() && this.#bytes[this.#at] !== this.#delimiter) this.#at++
    return this.#bytes.slice(start, this.#at)
  }

  /** What stands between this quote and the one that closes it, and passes both; undefined if none does. */
  #quoted(): Uint8Array | undefined {
    const opened = { line: this.#line, byteOffset: this.#at }
    const text: number[] = []
    this.#at++
    while (!this.atEnd) {
      const byte = this.#bytes[this.#at]!
      if (this.#atEscapePair()) {
        text.push(this.#bytes[this.#at + 1]!)
        this.#at += 2
      } else if (byte === this.#quote) {
        this.#at++
        return Uint8Array.from(text)
      } else {
        if (this.#atLineEnd()) this.#line++
        text.push(byte)
        this.#at++
      }
    }
    this.unterminated = opened
    return undefined
  }

  /** Whether the escape stands here and a quote, or the escape again, behind it. */
  #atEscapePair(): boolean {
    if (this.#escape === undefined || this.#bytes[this.#at] !== this.#escape) return false
    const next = this.#bytes[this.#at + 1]
    return next !== undefined && (next === this.#quote || next === this.#escape)
  }

  #atRecordEnd(): boolean {
    const byte = this.#bytes[this.#at]
    return byte === undefined || byte === lineFeed || byte === carriageReturn
  }

  /** Whether this byte is the last of a line break. */
  #atLineEnd(): boolean {
    const byte = this.#bytes[this.#at]
    return byte === lineFeed || (byte === carriageReturn && this.#bytes[this.#at + 1] !== lineFeed)
  }

  /** Passes LF, CRLF or CR, if one stands here. */
  #lineBreak(): void {
    if (this.atEnd) return
    if (!this.#atLineEnd()) this.#at++
    this.#at++
    this.#line++
  }
}
