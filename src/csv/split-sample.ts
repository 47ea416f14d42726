// A sample of CSV text → its records under a dialect, by the rules of docs/values.md, with what does not fit them counted. For sniffing: some
// thousand records at most, in plain JavaScript; values go through the kernel.

import type { Dialect } from '../schema/dialect.ts'

export interface SampleCell {
  text: string
  quoted: boolean
}

export interface SampleSplit {
  /** Without blank lines and comments, and without the last record where the sample is cut off in it and there are others. */
  records: SampleCell[][]
  quotedCells: number
  /** Closing quotes that text follows, and a quote that is never closed. */
  misfits: number
  /** A quote is open where the sample ends, and line breaks stand behind it. */
  runsAway: boolean
}

export type SampleDialect = Pick<Dialect, 'delimiter' | 'quote' | 'escape'> & { comment?: string | undefined }

/** @param whole the sample is all there is */
export function splitSample(text: string, dialect: SampleDialect, whole: boolean, mostRecords: number): SampleSplit {
  const reader = new SampleReader(text, dialect)
  const records: SampleCell[][] = []
  while (!reader.atEnd && records.length < mostRecords) {
    if (reader.skipComment()) continue
    const record = reader.record()
    if (reader.atEnd && !reader.endsLine && !whole && records.length > 0) break // cut off
    if (record.length > 1 || record[0]!.quoted || record[0]!.text !== '') records.push(record)
  }
  const unclosed = reader.unclosed !== undefined && whole ? 1 : 0
  const runsAway = reader.unclosed !== undefined && /[\n\r]/.test(reader.unclosed)
  return { records, quotedCells: reader.quotedCells, misfits: reader.misfits + unclosed, runsAway }
}

class SampleReader {
  quotedCells = 0
  misfits = 0
  /** What stands behind a quote that has no end. */
  unclosed: string | undefined
  /** The last record had a line break. */
  endsLine = false
  readonly #text: string
  readonly #dialect: SampleDialect
  #at = 0

  constructor(text: string, dialect: SampleDialect) {
    this.#text = text
    this.#dialect = dialect
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length
  }

  /** Passes over a line that is a comment. */
  skipComment(): boolean {
    const { comment } = this.#dialect
    if (comment === undefined || this.#text[this.#at] !== comment) return false
    while (!this.atEnd && this.#text[this.#at] !== '\n' && this.#text[this.#at] !== '\r') this.#at++
    this.#at += this.#text.startsWith('\r\n', this.#at) ? 2 : 1
    return true
  }

  record(): SampleCell[] {
    const cells = [this.#cell()]
    while (this.#text[this.#at] === this.#dialect.delimiter) {
      this.#at++
      cells.push(this.#cell())
    }
    this.endsLine = !this.atEnd
    this.#at += this.#text.startsWith('\r\n', this.#at) ? 2 : 1
    return cells
  }

  #cell(): SampleCell {
    const quoted = this.#dialect.quote !== undefined && this.#text[this.#at] === this.#dialect.quote
    const inside = quoted ? this.#inside() : ''
    const from = this.#at
    while (!this.atEnd && !this.#isEnd(this.#text[this.#at]!)) this.#at++
    if (quoted) this.quotedCells++
    if (quoted && this.#at > from) this.misfits++
    return { text: inside + this.#text.slice(from, this.#at), quoted }
  }

  #isEnd(character: string): boolean {
    return character === this.#dialect.delimiter || character === '\n' || character === '\r'
  }

  /** The text between quotes, escapes resolved. */
  #inside(): string {
    const { quote, escape: mark } = this.#dialect
    let inside = ''
    for (this.#at++; !this.atEnd; this.#at++) {
      const [character, next] = [this.#text[this.#at]!, this.#text[this.#at + 1]]
      if (character === mark && (next === quote || (mark !== quote && next === mark))) inside += this.#text[++this.#at]
      else if (character !== quote) inside += character
      else {
        this.#at++
        return inside
      }
    }
    this.unclosed = inside
    return inside
  }
}
