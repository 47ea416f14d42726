// A host as plain as can be: feeds a source to the kernel in blocks that end wherever a test says, and collects all that comes out.

import { placeAsWritten } from '../../../src/convert/place-as-written.ts'
import { Kernel } from '../../../src/kernel/kernel.ts'
import type { ColumnHandle } from '../../../src/kernel/kernel-exports.ts'
import { kernelModule } from '../../../src/kernel/kernel-file.ts'
import type { PageEncoding, ValueEncoding } from '../../../src/parquet/encoded-page.ts'
import { encodingNumbers } from '../../../src/parquet/format/enums.ts'
import { type Dialect, defaultDialect } from '../../../src/schema/dialect.ts'
import type { Value } from '../../oracle/value.ts'
import { decodeChunk, type HostChunk, type HostPage } from './decode-chunk.ts'
import { type HostColumn, kernelColumn, orders, storages } from './host-column.ts'

export interface HostOptions {
  columns: readonly HostColumn[]
  dialect?: Dialect
  nullTokens?: readonly string[]
  /** How all columns are encoded, without dictionaries; else PLAIN, with dictionaries where they are clearly smaller. */
  encoding?: ValueEncoding
  /** Whether filled fields are listed (kernel/filled-fields.ts); else as the kernel has it. */
  listsFilled?: boolean
}

/** Offsets are places in the source, whatever the blocks. */
export interface HostResult {
  /** Every record of the right shape, in order; `badValues` names columns and kernel/status.ts codes. */
  rows: { start: number; end: number; line: number; badValues: { column: number; status: number }[] }[]
  badRecords: { start: number; end: number; code: number; fields: number }[]
  /** The rows without bad values, a column at a time. */
  columns: (Value | null)[][]
  chunks: HostChunk[]
  /** Where the quote stands that the source never closes. */
  openQuote: number | null
  contentHash: bigint
}

const lineFeed = 0x0a

export class KernelHost {
  readonly #options: HostOptions
  readonly #kernel = new Kernel(kernelModule())
  readonly #handles: ColumnHandle[]

  constructor(options: HostOptions) {
    this.#options = options
    const dialect = options.dialect ?? defaultDialect
    const { exports } = this.#kernel
    exports.setDialect(code(dialect.delimiter), code(dialect.quote), code(dialect.escape), code(dialect.comment))
    const tokens = options.nullTokens ?? []
    exports.setNullTokens(this.#kernel.place(Buffer.concat(tokens.map(tokenBytes))), tokens.length)
    if (options.listsFilled !== undefined) exports.listBelow(options.listsFilled ? 17 : 0)
    this.#handles = options.columns.map((column, index) => this.#createColumn(column, index))
  }

  /**
   * @param blockEnds where blocks end, ascending; the source's end is the last one
   * @param start where blocks begin in the kernel's input
   */
  run(source: Uint8Array, blockEnds: readonly number[] = [], start = 0): HostResult {
    const { exports, input } = this.#kernel
    const result = emptyResult(this.#handles.length)
    for (const handle of this.#handles) exports.openChunk(handle)
    input.reserve(start + source.length + 1)
    let consumed = 0 // of the source
    let line = 1
    for (const blockEnd of [...blockEnds, source.length]) {
      const filled = start + blockEnd - consumed
      input.view(start, filled).set(source.subarray(consumed, blockEnd))
      const end = this.#scan(start, filled, blockEnd === source.length)
      const isOpen = blockEnd === source.length && exports.getEndsInsideQuotes() !== 0
      this.#takeBlock(start, consumed - start, line, result)
      if (isOpen) result.openQuote = exports.findOpenQuote(end, filled) + consumed - start
      line += exports.countLines(start, end)
      consumed += Math.min(end, filled) - start
    }
    for (const [index, handle] of this.#handles.entries()) this.#closeChunk(handle, result.chunks[index]!)
    result.columns = result.chunks.map((chunk, index) => decodeChunk(chunk, this.#options.columns[index]!))
    return result
  }

  /** Returns the end of the last whole record. The last record of the source is given the line break that it may lack. */
  #scan(start: number, filled: number, isLast: boolean): number {
    const { exports, input } = this.#kernel
    exports.scan(start, filled, isLast ? 1 : 0)
    if (!isLast || exports.getRecordsEnd() === filled) return exports.getRecordsEnd()
    if (!exports.getEndsInsideQuotes()) {
      input.view(filled, filled + 1)[0] = lineFeed
      exports.scan(start, filled + 1, 1)
    }
    return exports.getRecordsEnd()
  }

  /** @param origin what to add to an offset in the input to have the place in the source */
  #takeBlock(start: number, origin: number, line: number, result: HostResult): void {
    const { exports } = this.#kernel
    const rowCount = exports.indexRows(start, this.#options.columns.filter(column => !column.missing).length)
    const records = this.#kernel.words(exports.getBadRecords(), 4 * exports.getBadRecordCount())
    for (let i = 0; i < records.length; i += 4) {
      const [from, to, code, fields] = records.subarray(i, i + 4)
      result.badRecords.push({ start: from! + origin, end: to! + origin, code: code!, fields: fields! })
    }
    let counted = start
    const lineOf = (offset: number) => {
      line += exports.countLines(counted, offset)
      counted = offset
      return line
    }
    const rows = Array.from({ length: rowCount }, (_, row) => ({
      start: exports.rowStart(row) + origin,
      end: exports.rowEnd(row) + origin,
      line: lineOf(exports.rowStart(row)),
      badValues: [] as { column: number; status: number }[],
    }))
    for (const row of rows) result.rows.push(row)
    for (const { row, column, status } of this.#parse()) rows[row]!.badValues.push({ column, status })
    const kept = this.#dropBadRows(
      rows.flatMap((row, index) => (row.badValues.length > 0 ? [index] : [])),
      rowCount,
    )
    for (const [index, handle] of this.#handles.entries()) this.#append(handle, this.#isMissing(index), kept, result.chunks[index]!)
    result.contentHash = BigInt.asUintN(64, result.contentHash + exports.sumRowHashes(0, kept))
  }

  #parse(): { row: number; column: number; status: number }[] {
    const { exports } = this.#kernel
    exports.beginParse()
    for (const [index, handle] of this.#handles.entries()) if (!this.#isMissing(index)) exports.parseColumn(handle)
    const words = this.#kernel.words(exports.getBadValues(), 2 * exports.getBadValueCount())
    return Array.from({ length: words.length / 2 }, (_, i) => ({
      row: words[2 * i]!,
      column: words[2 * i + 1]! >> 8,
      status: words[2 * i + 1]! & 0xff,
    }))
  }

  /** Returns how many rows are left, all of them good. */
  #dropBadRows(bad: readonly number[], rowCount: number): number {
    if (bad.length === 0) return rowCount
    const address = this.#kernel.place(new Uint8Array(Uint32Array.from(bad).buffer))
    const kept = this.#kernel.exports.dropRows(address, bad.length)
    if (this.#parse().length > 0) throw new Error('bad values are left after their rows were dropped')
    return kept
  }

  #isMissing(index: number): boolean {
    return this.#options.columns[index]!.missing === true
  }

  #append(handle: ColumnHandle, isMissing: boolean, rowCount: number, chunk: HostChunk): void {
    const { exports } = this.#kernel
    for (let row = 0; row < rowCount; ) {
      row = isMissing ? exports.appendNulls(handle, row, rowCount) : exports.append(handle, row, rowCount)
      if (exports.isPageFull(handle)) this.#closePage(handle, chunk)
    }
  }

  #closePage(handle: ColumnHandle, chunk: HostChunk): void {
    const { exports } = this.#kernel
    if (exports.needsChoice(handle)) this.#choose(handle)
    const encoding = nameOf(exports.closePage(handle))
    const page: HostPage = {
      encoding,
      body: this.#kernel.bytes(exports.getBody(), exports.getBodyLength()).slice(),
      rowCount: exports.getPageRows(handle),
      nullCount: exports.getPageNulls(handle),
      nanCount: exports.getPageNans(handle),
      min: this.#bound(exports.minimum(handle)),
      max: this.#bound(exports.maximum(handle)),
    }
    chunk.pages.push(page)
    exports.openPage(handle)
  }

  #choose(handle: ColumnHandle): void {
    const { exports } = this.#kernel
    const { encoding } = this.#options
    const values = exports.getPageRows(handle) - exports.getPageNulls(handle)
    const bits = Math.ceil(Math.log2(Math.max(2, exports.getDictionaryCount(handle))))
    const withDictionary = exports.getDictionaryBytes(handle) + Math.floor((values * bits) / 8)
    const pays = exports.getDictionaryCount(handle) > 0 && withDictionary * 4 <= exports.getPlainBytes(handle) * 3
    exports.choose(handle, encoding === undefined && pays ? 1 : 0, encodingNumbers[encoding ?? 'PLAIN'])
  }

  #bound(length: number): Uint8Array | undefined {
    return length < 0 ? undefined : this.#kernel.bytes(this.#kernel.exports.getBound(), length).slice()
  }

  #closeChunk(handle: ColumnHandle, chunk: HostChunk): void {
    const { exports } = this.#kernel
    if (exports.getPageRows(handle) > 0) this.#closePage(handle, chunk)
    const valueCount = exports.closeDictionary(handle)
    if (valueCount > 0) chunk.dictionary = { body: this.#kernel.bytes(exports.getBody(), exports.getBodyLength()).slice(), valueCount }
  }

  #createColumn(column: HostColumn, index: number): ColumnHandle {
    const { kind, storage, order, fixedLength } = kernelColumn(column)
    const { precision, scale } = column.type.name === 'decimal' ? column.type : { precision: 0, scale: 0 }
    const nullable = column.nullable === false ? 0 : 1
    const { exports } = this.#kernel
    const handle = exports.createColumn(
      kind,
      storages.indexOf(storage),
      orders.indexOf(order),
      nullable,
      precision,
      scale,
      fixedLength,
      index,
      index,
    )
    placeAsWritten(this.#kernel, handle, kind, column, this.#options.nullTokens ?? [])
    return handle
  }
}

function nameOf(encoding: number): PageEncoding {
  return Object.entries(encodingNumbers).find(([, number]) => number === encoding)![0] as PageEncoding
}

function emptyResult(columns: number): HostResult {
  const chunks = Array.from({ length: columns }, (): HostChunk => ({ pages: [], dictionary: undefined }))
  return { rows: [], badRecords: [], columns: [], chunks, openQuote: null, contentHash: 0n }
}

function code(mark: string | undefined): number {
  return mark === undefined ? 0 : mark.charCodeAt(0)
}

function tokenBytes(token: string): Buffer {
  const bytes = Buffer.from(token)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  return Buffer.concat([length, bytes])
}
