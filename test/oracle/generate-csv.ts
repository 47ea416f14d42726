// Random CSV files that a seed determines, with everything that must come of them: where each record stands, what its fields hold, which
// value or error each becomes. Values are nasty on purpose (generate-value.ts); so is how they are written: quoted or not, padded, with
// line breaks of every kind.

import { type ColumnType, SIMPLE_TYPES } from '../../src/schema/column-type.ts'
import type { Column } from '../../src/schema/dataset.ts'
import { type Dialect, defaultDialect } from '../../src/schema/dialect.ts'
import { ordinalSource } from '../../src/schema/field-ordinal.ts'
import { CsvText, type Place, type WrittenField } from './csv-text.ts'
import { badValue } from './generate-bad-value.ts'
import { type GeneratedValue, goodValue } from './generate-value.ts'
import { Random } from './random.ts'
import type { Parsed } from './value.ts'

/** A field as a scanner must find it, and what it is in its column. */
export interface GeneratedCell extends WrittenField {
  outcome: Parsed
}

export interface GeneratedRecord extends Place {
  /** As many as there are columns, unless the record is ragged. */
  cells: GeneratedCell[]
}

export interface GeneratedCsv {
  seed: number
  bytes: Uint8Array
  dialect: Dialect
  columns: Column[]
  nullTokens: string[]
  /** Header left out. */
  records: GeneratedRecord[]
}

export interface GenerateOptions {
  /** Defaults to RFC 4180 with a header. */
  dialect?: Partial<Dialect>
  rows?: number
  /** Default: of random types. */
  types?: readonly ColumnType[]
  /** The most columns of random types; default: 8. */
  mostColumns?: number
  /** Percent of the fields of columns that take nulls; default: one in six. */
  nulls?: number
  /** One of so many cells is bad; 0: none. */
  badCellEvery?: number
  /** One of so many records has too few or too many fields; 0: none. */
  raggedEvery?: number
  /** Blank lines, and comments where the dialect has them, between the records; a byte order mark at times. Default: true. */
  extras?: boolean
}

/** Generates a file. The same seed and options give the same file. */
export function generateCsv(seed: number, options: GenerateOptions = {}): GeneratedCsv {
  const random = new Random(seed)
  const dialect = { ...defaultDialect, ...options.dialect }
  const columns = columnsOf(options.types ?? randomTypes(random, options.mostColumns ?? 8), random, dialect)
  const nullTokens = random.once(2) ? ['NULL', 'NA'] : []
  const text = new CsvText(random, dialect, columns.length, options.extras ?? true)
  if (dialect.header) text.header(columns.map(column => nameField(column.source, dialect)))
  const records: GeneratedRecord[] = []
  const rows = options.rows ?? random.below(50)
  for (let row = 0; row < rows; row++) {
    const cells = columns.map(column => cellOf(random, column, nullTokens, dialect, options))
    if (options.raggedEvery && random.once(options.raggedEvery)) makeRagged(random, cells)
    records.push({ ...text.record(cells), cells })
  }
  return { seed, bytes: text.end(), dialect, columns, nullTokens, records }
}

function randomTypes(random: Random, most: number): ColumnType[] {
  return Array.from({ length: 1 + random.below(most) }, () => {
    if (random.once(6)) return randomDecimal(random)
    return { name: random.pick(SIMPLE_TYPES) }
  })
}

function randomDecimal(random: Random): ColumnType {
  const precision = random.pick([1, 9, 10, 18, 19, 38, 1 + random.below(38)])
  return { name: 'decimal', precision, scale: random.pick([0, precision, random.below(precision + 1)]) }
}

function columnsOf(types: readonly ColumnType[], random: Random, dialect: Dialect): Column[] {
  const mayHoldMarks = dialect.quote !== undefined && dialect.escape !== undefined
  return types.map((type, i) => {
    const names = mayHoldMarks ? [`c${i}`, `Größe ${i}`, `a,${i}`, `"${i}"`, `two\nlines ${i}`] : [`c${i}`, `Größe_${i}`]
    const source = dialect.header ? random.pick(names) : ordinalSource(i + 1)
    const format = type.name === 'binary' ? random.pick(['utf8', 'hex', 'base64'] as const) : undefined
    return { name: `c${i}`, type, nullable: !random.once(4), source, ...(format && { format }) }
  })
}

function nameField(name: string, dialect: Dialect): WrittenField {
  return { text: Buffer.from(name), quoted: needsQuotes(Buffer.from(name), dialect) }
}

function cellOf(
  random: Random,
  column: Column,
  nullTokens: readonly string[],
  dialect: Dialect,
  { badCellEvery = 0, nulls }: GenerateOptions,
): GeneratedCell {
  if (badCellEvery > 0 && random.once(badCellEvery)) return written(random, column, badValue(random, column), nullTokens, dialect)
  const isNull = () => (nulls === undefined ? random.once(6) : random.below(100) < nulls)
  if (column.nullable && isNull()) return nullCell(random, column, nullTokens, dialect)
  return written(random, column, goodValue(random, column), nullTokens, dialect)
}

function nullCell(random: Random, column: Column, nullTokens: readonly string[], dialect: Dialect): GeneratedCell {
  const outcome: Parsed = { value: null }
  if (nullTokens.length > 0 && random.once(2)) return { text: Buffer.from(random.pick(nullTokens)), quoted: false, outcome }
  if (!isText(column) && dialect.quote !== undefined && random.once(3)) {
    return { text: Buffer.from(random.pick(['', ' ', '\t '])), quoted: true, outcome }
  }
  return { text: new Uint8Array(0), quoted: false, outcome }
}

function written(random: Random, column: Column, value: GeneratedValue, nullTokens: readonly string[], dialect: Dialect): GeneratedCell {
  const { outcome } = value
  const text = isText(column) ? value.text : pad(random, value.text)
  const looksNull = text.length === 0 || nullTokens.some(token => Buffer.from(token).equals(text))
  const quoted = dialect.quote !== undefined && (looksNull || needsQuotes(text, dialect) || random.once(3))
  return storable({ text, quoted, outcome }, column, dialect, looksNull)
}

function isText({ type }: Column): boolean {
  return type.name === 'string' || type.name === 'binary'
}

function pad(random: Random, text: Uint8Array): Uint8Array {
  if (!random.once(8)) return text
  return Buffer.concat([Buffer.from(random.pick(['', ' ', '\t', '  '])), text, Buffer.from(random.pick(['', ' ', '\t  ']))])
}

function needsQuotes(text: Uint8Array, { delimiter, quote, comment }: Dialect): boolean {
  const marks = [delimiter, '\n', '\r'].map(mark => mark.charCodeAt(0))
  return text.some(byte => marks.includes(byte)) || [quote, comment].some(mark => text[0] === mark?.charCodeAt(0))
}

/** The cell, or where the dialect has no way to write it, another one of the same column that it can write. */
function storable(cell: GeneratedCell, column: Column, dialect: Dialect, looksNull: boolean): GeneratedCell {
  const quoteByte = dialect.quote?.charCodeAt(0)
  const isWritable = cell.quoted
    ? dialect.escape !== undefined || !cell.text.some(byte => byte === quoteByte)
    : !looksNull && !needsQuotes(cell.text, dialect)
  if (isWritable) return cell
  const empty = { text: new Uint8Array(0), quoted: false }
  return { ...empty, outcome: column.nullable ? { value: null } : { error: 'VALUE_NULL' } }
}

function makeRagged(random: Random, cells: GeneratedCell[]): void {
  const [first, second] = cells
  if (first === undefined) return
  const wouldBeBlank = cells.length === 2 && first.text.length === 0 && !first.quoted
  if (second !== undefined && !wouldBeBlank && random.once(2)) cells.pop()
  else cells.push(first)
}
