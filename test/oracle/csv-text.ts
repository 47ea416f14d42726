// Builds the bytes of a CSV file record by record, and keeps count of where each stands.

import type { Dialect } from '../../src/schema/dialect.ts'
import type { Random } from './random.ts'

export interface WrittenField {
  text: Uint8Array
  quoted: boolean
}

/** Where a record starts: line from 1, byte from 0. */
export interface Place {
  line: number
  byteOffset: number
}

const lineBreaks = ['\n', '\r\n', '\r']
const carriageReturn = 0x0d

export class CsvText {
  readonly #random: Random
  readonly #dialect: Dialect
  /** Whether blank lines mean nothing. */
  readonly #mayBeBlank: boolean
  readonly #extras: boolean
  /** The line break of this file; undefined: another one each time. */
  readonly #lineBreak: string | undefined
  readonly #parts: Uint8Array[] = []
  #byteOffset = 0
  #line = 1
  #lastByte: number | undefined
  /** Start of the record that still lacks its line break. */
  #open: number | undefined

  constructor(random: Random, dialect: Dialect, columnCount: number, extras: boolean) {
    this.#random = random
    this.#dialect = dialect
    this.#mayBeBlank = columnCount > 1
    this.#extras = extras
    this.#lineBreak = random.pick([undefined, ...lineBreaks])
    if (extras && random.once(3)) this.#add(Buffer.from('\ufeff'))
  }

  header(names: readonly WrittenField[]): void {
    this.#skippedLines(true)
    this.#fields(names)
  }

  record(fields: readonly WrittenField[]): Place {
    this.#skippedLines(this.#mayBeBlank)
    const place = { line: this.#line, byteOffset: this.#byteOffset }
    this.#fields(fields)
    return place
  }

  end(): Uint8Array {
    const isBlank = this.#open === this.#byteOffset // without its line break it would not be there
    if (this.#open !== undefined && (isBlank || this.#random.once(2))) this.#breakLine()
    return Buffer.concat(this.#parts)
  }

  #fields(fields: readonly WrittenField[]): void {
    this.#open = this.#byteOffset
    fields.forEach(({ text, quoted }, i) => {
      if (i > 0) this.#add(Buffer.from(this.#dialect.delimiter))
      this.#add(quoted ? this.#quote(text) : text)
      this.#line +=
        Buffer.from(text)
          .toString('latin1')
          .match(/\r\n|\r|\n/g)?.length ?? 0
    })
  }

  /** Blank lines and comments. */
  #skippedLines(mayBeBlank: boolean): void {
    if (this.#open !== undefined) this.#breakLine()
    while (this.#extras && this.#random.once(8)) {
      const { comment } = this.#dialect
      if (comment !== undefined && this.#random.once(2)) this.#add(Buffer.from(`${comment} "a comment, with "quotes`))
      else if (!mayBeBlank) continue
      this.#breakLine()
    }
  }

  #quote(text: Uint8Array): Uint8Array {
    const { quote = '', escape: mark } = this.#dialect
    const characters = [...Buffer.from(text).toString('latin1')]
    const escaped = characters.map(character => (character === quote || character === mark ? `${mark}${character}` : character))
    return Buffer.from(quote + escaped.join('') + quote, 'latin1')
  }

  #breakLine(): void {
    // An LF behind a lone CR would make one line break of the two.
    const choices = this.#lastByte === carriageReturn ? ['\r\n', '\r'] : lineBreaks
    this.#add(Buffer.from(this.#lineBreak ?? this.#random.pick(choices)))
    this.#line++
    this.#open = undefined
  }

  #add(bytes: Uint8Array): void {
    this.#parts.push(bytes)
    this.#byteOffset += bytes.length
    this.#lastByte = bytes.at(-1) ?? this.#lastByte
  }
}
