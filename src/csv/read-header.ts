// The first record of a source: its header, or where there is none, how many fields there are.

import { Failure } from '../failure/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { ConversionOptions, Limits } from '../schema/dataset.ts'
import type { Dialect } from '../schema/dialect.ts'
import { carriageReturn, lineFeed } from './bytes.ts'
import { unquote } from './field-text.ts'
import { checkCount, headerFields, numberedFields, type SourceField } from './header.ts'
import type { Block, RecordBlocks } from './record-blocks.ts'

export interface Header {
  fields: SourceField[]
  /** The header record as it stands in the source; undefined where there is none. */
  bytes: Uint8Array | undefined
}

/**
 * Reads the first record that is neither blank nor a comment. A header is consumed; without one the record stays to be read.
 * @param options.fieldCount how many fields a source without a header must have; undefined: as many as its first record
 * @throws Failure SOURCE_EMPTY, TOO_MANY_COLUMNS, FIELD_TOO_LARGE, SOURCE_ENCODING, QUOTE_TEXT_AFTER_CLOSING
 */
export async function readHeader(
  kernel: Kernel,
  blocks: RecordBlocks,
  options: Pick<ConversionOptions, 'dialect' | 'limits'> & { fieldCount?: number | undefined },
): Promise<Header> {
  for (let skipped = 0; ; skipped++) {
    const block = await blocks.next()
    if (block === undefined) throw new Failure({ code: 'SOURCE_EMPTY', detail: 'no record in it' })
    const { dialect, limits } = options
    const record = firstRecord(kernel, block, limits.columns)
    if (record === undefined) continue
    if (!dialect.header) {
      const fields = numberedFields(options.fieldCount ?? record.fieldCount, limits)
      // In a file of one column blank lines are records, and these blocks of them are gone.
      if (skipped > 0 && fields.length === 1)
        throw new Failure({ code: 'SOURCE_NOT_CSV', detail: 'it begins with a long run of blank lines' })
      blocks.consumeOnly(block, block.start)
      return { fields, bytes: undefined }
    }
    if (record.hasBadQuote) {
      const line = block.line + kernel.exports.countLines(block.start, record.start)
      throw new Failure({ code: 'QUOTE_TEXT_AFTER_CLOSING', line, detail: 'in the header' })
    }
    checkCount(record.fieldCount, limits) // before its names take memory
    const bytes = kernel.input.view(record.start, record.end).slice()
    const texts = fieldTexts(bytes, record, dialect)
    checkFieldBytes(texts, limits, block.line + kernel.exports.countLines(block.start, record.start))
    const fields = headerFields(texts, limits)
    blocks.consumeOnly(block, record.end)
    return { fields, bytes }
  }
}

function checkFieldBytes(texts: readonly Uint8Array[], { fieldBytes }: Pick<Limits, 'fieldBytes'>, line: number): void {
  const at = fieldBytes === undefined ? -1 : texts.findIndex(({ length }) => length > fieldBytes)
  if (at >= 0)
    throw new Failure({ code: 'FIELD_TOO_LARGE', line, column: at + 1, expected: `at most ${fieldBytes} bytes`, detail: 'in the header' })
}

interface FirstRecord {
  start: number
  end: number
  fieldCount: number
  /** Offsets of the bytes that end its fields; no more of them than columns are allowed. */
  ends: number[]
  hasBadQuote: boolean
}

// The flags in a position's two top bits: kernel/scan-bytewise.ts.
const commentFlag = 0x80000000
const badQuoteFlag = 0x40000000
const offsetMask = 0x3fffffff

function firstRecord(kernel: Kernel, block: Block, maxColumns: number): FirstRecord | undefined {
  const { exports } = kernel
  const positions = kernel.words(exports.getPositions(), exports.getStructuralCount())
  let start = block.start
  let fieldCount = 0
  let ends: number[] = []
  for (const position of positions) {
    const offset = position & offsetMask
    if (fieldCount++ < maxColumns) ends.push(offset)
    if (!exports.isRecordEnd(offset)) continue
    const isBlank = fieldCount === 1 && isLineBreak(kernel.input.view(start, offset + 1))
    const hasBadQuote = (position & badQuoteFlag) !== 0
    if (!isBlank && !(position & commentFlag)) return { start, end: offset + 1, fieldCount, ends, hasBadQuote }
    start = offset + 1
    fieldCount = 0
    ends = []
  }
  return undefined
}

function isLineBreak(bytes: Uint8Array): boolean {
  return bytes.every(byte => byte === lineFeed || byte === carriageReturn)
}

function fieldTexts(record: Uint8Array, { start, ends }: FirstRecord, dialect: Dialect): Uint8Array[] {
  return ends.map((end, i) => {
    const from = i === 0 ? 0 : ends[i - 1]! + 1 - start
    const to = end - start
    const isCrlf = i === ends.length - 1 && record[to] === lineFeed && to > from && record[to - 1] === carriageReturn
    return unquote(record.subarray(from, isCrlf ? to - 1 : to), dialect)
  })
}
