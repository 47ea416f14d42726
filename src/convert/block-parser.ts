// A block of records → rows of typed values in the kernel's memory, and the records that are none.
//
// Ragged records are taken out when the rows are laid out. Rows with a bad value are found by parsing every column; they are taken out,
// and what is left is parsed again. Bad rows are rare, and whatever comes after sees only good ones.

import { brokenUtf8 } from '../csv/broken-utf8.ts'
import { fieldText } from '../csv/field-text.ts'
import type { ColumnMapping } from '../csv/map-columns.ts'
import type { Block } from '../csv/record-blocks.ts'
import type { FailureCode } from '../failure/codes.ts'
import type { FailureData } from '../failure/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Address } from '../kernel/kernel-exports.ts'
import type { Column, ConversionOptions } from '../schema/dataset.ts'
import { describeColumn } from '../schema/describe-column.ts'
import type { Dialect } from '../schema/dialect.ts'
import { type KernelColumn, placeHandles } from './kernel-column.ts'
import { raggedAdvice } from './ragged-advice.ts'
import type { TypeWatch } from './type-watch.ts'

export interface ParsedBlock {
  /** Good rows, now in the kernel's slots. */
  rows: number
  /** All records, good and bad. */
  records: number
  rejects: Reject[]
}

export interface Reject {
  /** The record as it stands in the source, its line break included. */
  bytes: Uint8Array
  data: FailureData
}

/** A bad record as an offset range of the block, before its place in the source is worked out. */
interface BadRecord {
  start: number
  end: number
  data: FailureData
}

// kernel/rows.ts
const RECORD_CODES: Readonly<Record<number, FailureCode>> = {
  1: 'RECORD_TOO_SHORT',
  2: 'RECORD_TOO_LONG',
  3: 'QUOTE_TEXT_AFTER_CLOSING',
  4: 'FIELD_TOO_LARGE',
}
// kernel/status.ts
const VALUE_CODES: Readonly<Record<number, FailureCode>> = {
  1: 'VALUE_INVALID',
  2: 'VALUE_OUT_OF_RANGE',
  3: 'VALUE_NULL',
  4: 'VALUE_NOT_UTF8',
}

const twiceFix =
  'correct the value; where clocks go back an hour comes twice, which ambiguousTimes: earlier (or later) allows; where they go forward it never was'

/** Whether the clocks of the column's zone may have shown a time twice, and nothing says which is meant. */
function mayBeTwice({ zone, ambiguousTimes = 'fail' }: Column): boolean {
  return zone !== undefined && !/^[+-]/.test(zone) && ambiguousTimes === 'fail'
}

export class BlockParser {
  readonly #kernel: Kernel
  readonly #columns: readonly KernelColumn[]
  readonly #handles: Address
  readonly #fieldCount: number
  readonly #dialect: Dialect
  readonly #maxFieldBytes: number | undefined
  readonly #watch: TypeWatch | undefined

  /** @param watch looks at the rows before any is rejected */
  constructor(
    kernel: Kernel,
    columns: readonly KernelColumn[],
    mapping: ColumnMapping,
    { dialect, limits }: Pick<ConversionOptions, 'dialect' | 'limits'>,
    watch?: TypeWatch,
  ) {
    this.#watch = watch
    this.#kernel = kernel
    this.#columns = columns
    this.#handles = placeHandles(kernel, columns)
    this.#fieldCount = mapping.fieldCount
    this.#dialect = dialect
    this.#maxFieldBytes = limits.fieldBytes
  }

  /**
   * @param recordsBefore records in front of this block
   * @param isFirst the source's records begin with it
   */
  parse(block: Block, recordsBefore: number, isFirst: boolean): ParsedBlock {
    const { exports } = this.#kernel
    let rows = exports.indexRows(block.start, this.#fieldCount)
    const badRecordCount = exports.getBadRecordCount()
    const badValueCount = rows === 0 ? 0 : this.#parseColumns()
    if (badValueCount > 0) this.#watch?.observe()
    else if (rows > 0) this.#watch?.watch()
    if (badRecordCount === 0 && badValueCount === 0) return { rows, records: rows, rejects: [] }

    const records = rows + badRecordCount
    const starts = this.#recordStarts(rows, badRecordCount)
    let bad = [...this.#badRecords(badRecordCount, isFirst ? starts[0] : undefined)]
    if (badValueCount > 0) {
      const badRows = this.#badRows(badValueCount)
      bad = [...bad, ...badRows.values()] // not push(): a block's bad rows can be more than a call has room for
      rows = this.#dropRows([...badRows.keys()].sort((a, b) => a - b))
      if (rows > 0) this.#parseColumns()
    }
    bad.sort((a, b) => a.start - b.start)
    return { rows, records, rejects: this.#place(bad, block, starts, recordsBefore) }
  }

  #parseColumns(): number {
    const { exports } = this.#kernel
    exports.beginParse()
    return exports.parseColumns(this.#handles, this.#columns.length)
  }

  /** @param first where the source's first record starts, if it is in the block */
  *#badRecords(count: number, first: number | undefined): Generator<BadRecord> {
    const words = this.#kernel.words(this.#kernel.exports.getBadRecords(), count * 4)
    for (let i = 0; i < words.length; i += 4) {
      const [start, end, code, fields] = words.subarray(i, i + 4) as unknown as [number, number, number, number]
      const failure = RECORD_CODES[code]!
      const details = failure.startsWith('RECORD_')
        ? this.#raggedness(start, end, fields, start === first)
        : this.#recordDetails(failure, fields)
      yield { start, end, data: { code: failure, ...details } }
    }
  }

  /** @param field the number of one that is too large, from 0 */
  #recordDetails(code: FailureCode, field: number): Partial<FailureData> {
    if (code === 'QUOTE_TEXT_AFTER_CLOSING') return {}
    const name = this.#columns.find(column => column.field === field)?.column.source
    return { column: field + 1, ...(name !== undefined && { columnName: name }), expected: `at most ${this.#maxFieldBytes} bytes` }
  }

  #raggedness(start: number, end: number, fields: number, isFirst: boolean): Partial<FailureData> {
    const expected = this.#fieldCount
    const fix = raggedAdvice({ bytes: this.#kernel.input.view(start, end), fields, expected, isFirst }, this.#dialect)
    return { expected: expected === 1 ? '1 field' : `${expected} fields`, detail: `it has ${fields}`, ...(fix !== undefined && { fix }) }
  }

  /** By row; of several bad values in a row the first. */
  #badRows(count: number): Map<number, BadRecord> {
    const { exports } = this.#kernel
    const words = this.#kernel.words(exports.getBadValues(), count * 2).slice()
    const firsts = new Map<number, { column: KernelColumn; status: number }>()
    for (let i = 0; i < words.length; i += 2) {
      const row = words[i]!
      const column = this.#columns[words[i + 1]! >>> 8]!
      const earlier = firsts.get(row)
      if (earlier === undefined || column.field! < earlier.column.field!) firsts.set(row, { column, status: words[i + 1]! & 0xff })
    }
    return new Map([...firsts].map(([row, { column, status }]) => [row, this.#badRow(row, column, VALUE_CODES[status]!)]))
  }

  #badRow(row: number, { column, field }: KernelColumn, code: FailureCode): BadRecord {
    const { exports, input } = this.#kernel
    const start = exports.rowStart(row)
    const bytes = input.view(exports.fieldStartOffset(row, field!), exports.fieldEndOffset(row, field!))
    const value = {
      value: fieldText(bytes, this.#dialect).slice(0, maxKeptCharacters),
      expected: describeColumn(column),
      ...(code === 'VALUE_NOT_UTF8' && { detail: brokenByte(bytes) }),
      ...(mayBeTwice(column) && { fix: twiceFix }),
    }
    const place = { column: field! + 1, columnName: column.source }
    return { start, end: exports.rowEnd(row), data: { code, ...place, ...(code === 'VALUE_NULL' ? {} : value) } }
  }

  #dropRows(rows: readonly number[]): number {
    const { exports } = this.#kernel
    const list = exports.reserveRowList(rows.length)
    this.#kernel.words(list, rows.length).set(rows)
    return exports.dropRows(list, rows.length)
  }

  #recordStarts(rows: number, badRecordCount: number): Uint32Array {
    const { exports } = this.#kernel
    const starts = new Uint32Array(rows + badRecordCount)
    for (let row = 0; row < rows; row++) starts[row] = exports.rowStart(row)
    const bad = this.#kernel.words(exports.getBadRecords(), badRecordCount * 4)
    for (let i = 0; i < badRecordCount; i++) starts[rows + i] = bad[i * 4]!
    return starts.sort()
  }

  #place(bad: readonly BadRecord[], block: Block, starts: Uint32Array, recordsBefore: number): Reject[] {
    let record = 0
    let line = block.line
    let counted = block.start
    return bad.map(({ start, end, data }) => {
      while (starts[record]! < start) record++
      line += this.#kernel.exports.countLines(counted, start)
      counted = start
      const byteOffset = block.byteOffset + this.#kernel.exports.sourceLength(block.start, start)
      return { bytes: this.#kernel.input.view(start, end).slice(), data: { line, record: recordsBefore + record + 1, byteOffset, ...data } }
    })
  }
}

function brokenByte(field: Uint8Array): string {
  const at = brokenUtf8(field)
  return `byte ${at + 1} of the field is 0x${field[at]!.toString(16)}`
}

const maxKeptCharacters = 1024 // of a bad value; messages and reports cut it shorter
