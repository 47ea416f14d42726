// A stream of CSV → blocks of whole records, each scanned where it lies in the kernel's memory.
//
//   stream     ··················|·················|···········
//   blocks     [ whole records ][ whole records  ][ …          ]     about `blockBytes` each, fewer at the end of a row group
//
// The unfinished record at a block's end moves to the front of the next one. A record that does not fit makes its block grow, up to the
// limit; the blocks behind it are of the usual size again. Where blocks end is nobody's business: rows, row groups and pages are the same
// for every block size and every way the stream is cut into chunks.

import { Failure } from '../failure/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Limits } from '../schema/dataset.ts'
import { carriageReturn, lineFeed } from './bytes.ts'
import { copyBytes } from './copy-bytes.ts'
import { byteOrderMarkBytes } from './sniff.ts'

/** Whole records at [start, end) of the kernel's input, scanned. Void once the next block is asked for. */
export interface Block {
  start: number
  end: number
  /** Place of `start` in the decompressed source, in its own encoding. */
  byteOffset: number
  line: number // 1-based
  /** A row group ends with this block. */
  endsRowGroup: boolean
}

/** Small enough that the block and what is derived from it stay in the second-level cache: measured in docs/performance.md. */
export const defaultBlockBytes = 256 * 1024

export interface BlockOptions {
  limits: Pick<Limits, 'recordBytes'>
  /** A row group ends with the first record that ends this many bytes, or more, behind its begin. */
  rowGroupBytes: number
  blockBytes?: number
  /** The stream is no source's beginning: a byte order mark in front is text. */
  isContinuation?: boolean
  /** Lines in front of the first record. */
  skipLines?: number | undefined
  /** In a block; comments and blank lines count. Default: no limit. */
  maxRecords?: number
}

const leastFirstBytes = 3 // a byte order mark, a CRLF: seen as a whole
const nothing = Buffer.alloc(0)

export class RecordBlocks {
  readonly #kernel: Kernel
  readonly #chunks: AsyncIterator<Uint8Array>
  readonly #options: BlockOptions
  readonly #blockBytes: number
  #wanted: number // bytes that the input is filled to: `blockBytes`, more while a record needs it
  #chunk: Buffer = nothing // what of the last chunk is not yet in the block
  #ended = false // the stream has
  #broken: { error: unknown } | undefined // by an error, which is told behind the records that have come
  #addedBytes = 0 // 1 when the last record had to be given a line break
  #from = 0 // what of the input is not yet consumed: [from, filled)
  #filled = 0
  #position = 0 // of `from`, in bytes of UTF-8
  #byteOffset = 0 // of `from`, in bytes of the source
  #line = 1
  #rowGroupStart = 0
  #mayBeMarked: boolean // with a byte order mark here
  #linesToSkip: number
  #maxRecords: number

  /** @param chunks decompressed CSV; byte order marks in front of a source are left out, and count in offsets */
  constructor(kernel: Kernel, chunks: AsyncIterable<Uint8Array>, options: BlockOptions) {
    this.#kernel = kernel
    this.#chunks = chunks[Symbol.asyncIterator]()
    this.#options = options
    this.#blockBytes = Math.min(options.blockBytes ?? defaultBlockBytes, this.#maxBlockBytes)
    this.#wanted = Math.max(this.#blockBytes, leastFirstBytes)
    this.#mayBeMarked = !options.isContinuation
    this.#linesToSkip = options.skipLines ?? 0
    this.#maxRecords = options.maxRecords ?? Number.POSITIVE_INFINITY
    kernel.input.reserve(this.#wanted)
  }

  /** Bytes consumed so far, as UTF-8. */
  get bytesParsed(): number {
    return this.#position - this.#addedBytes
  }

  /** Place of what comes next in the decompressed source. */
  get byteOffset(): number {
    return this.#byteOffset
  }

  /** Its line, 1-based. */
  get line(): number {
    return this.#line
  }

  /**
   * The next block; undefined at the end of the source.
   * @throws Failure RECORD_TOO_LARGE, QUOTE_UNTERMINATED, and whatever the stream throws, behind the whole records that have come
   */
  async next(): Promise<Block | undefined> {
    for (;;) {
      await this.#fill()
      if (this.#mayBeMarked && this.#skipByteOrderMarks()) continue
      if (this.#linesToSkip > 0 && !this.#skipLines()) {
        this.#failIfBroken()
        continue
      }
      if (this.#from === this.#filled) {
        this.#failIfBroken()
        if (this.#ended) return undefined
        continue // the lines skipped end where the block does
      }
      const end = this.#scan()
      if (end > this.#from) return this.#take(end)
      this.#failIfBroken()
      if (this.#ended) this.#endLastRecord()
      else this.#grow()
    }
  }

  /** Gives back what lies behind `end` of the block just taken: the next block begins there. */
  consumeOnly(block: Block, end: number): void {
    const { exports } = this.#kernel
    this.#position -= block.end - end
    this.#from = end
    this.#byteOffset = block.byteOffset + exports.sourceLength(block.start, end)
    this.#line = block.line + exports.countLines(block.start, end)
    this.#rowGroupStart = this.#position
  }

  /** Blocks have at most so many records from now on. */
  limitRecords(maxRecords: number): void {
    this.#maxRecords = maxRecords
  }

  /**
   * What is left of the stream, unscanned, for whoever cuts it himself; there are no blocks afterwards. A chunk is valid until the next one
   * is asked for.
   */
  async *rest(): AsyncGenerator<Uint8Array> {
    let chunk: Uint8Array = this.#kernel.input.view(this.#from, this.#filled).slice() // the caller may use the kernel
    this.#from = this.#filled
    for (;;) {
      this.#position += chunk.length
      if (chunk.length > 0) yield chunk
      if (this.#chunk.length === 0 && !this.#ended) await this.#read()
      this.#failIfBroken()
      if (this.#chunk.length === 0 && this.#ended) return
      chunk = this.#chunk
      this.#chunk = this.#chunk.subarray(chunk.length)
    }
  }

  /** Closes the stream. */
  async close(): Promise<void> {
    await this.#chunks.return?.()
  }

  get #maxBlockBytes(): number {
    return this.#options.limits.recordBytes + 2 // with a CRLF
  }

  async #fill(): Promise<void> {
    const { exports, input } = this.#kernel
    if (this.#from > 0) {
      exports.keepTail(this.#from, this.#filled)
      this.#filled -= this.#from
      this.#from = 0
    }
    while (this.#filled < this.#wanted && !this.#ended && !this.#broken) {
      if (this.#chunk.length === 0) await this.#read()
      const taken = copyBytes(this.#chunk, input.view(this.#filled, this.#wanted))
      this.#chunk = this.#chunk.subarray(taken)
      this.#filled += taken
    }
  }

  async #read(): Promise<void> {
    this.#chunk = nothing // it is void once the next one is asked for
    try {
      const { done, value } = await this.#chunks.next()
      if (done) this.#ended = true
      else this.#chunk = Buffer.from(value.buffer, value.byteOffset, value.length)
    } catch (error) {
      this.#broken = { error }
    }
  }

  #failIfBroken(): void {
    if (this.#broken) throw this.#broken.error
  }

  /** False if there is none: the source's text begins here. */
  #skipByteOrderMarks(): boolean {
    const bytes = byteOrderMarkBytes(this.#kernel.input.view(0, this.#filled))
    this.#advance(bytes)
    this.#mayBeMarked = bytes > 0
    return this.#mayBeMarked
  }

  /** Passes over lines in front of the header, quotes or not; false if more has to be read for it. */
  #skipLines(): boolean {
    while (this.#linesToSkip > 0 && this.#from < this.#filled) {
      const bytes = this.#kernel.input.view(this.#from, this.#filled)
      const lineBreak = bytes.findIndex(byte => byte === lineFeed || byte === carriageReturn)
      const isUndecided = bytes[lineBreak] === carriageReturn && lineBreak === bytes.length - 1 // an LF may follow
      if (lineBreak === -1 || (isUndecided && !this.#ended)) {
        this.#advance(lineBreak === -1 ? bytes.length : lineBreak)
        return this.#ended
      }
      this.#advance(lineBreak + (bytes[lineBreak] === carriageReturn && bytes[lineBreak + 1] === lineFeed ? 2 : 1))
      this.#line++
      this.#linesToSkip--
    }
    return this.#linesToSkip === 0 || this.#ended
  }

  /** Consumes bytes that are no record. */
  #advance(bytes: number): void {
    this.#byteOffset += this.#kernel.exports.sourceLength(this.#from, this.#from + bytes)
    this.#from += bytes
    this.#position += bytes
    this.#rowGroupStart = this.#position
  }

  /** Returns the end of the last whole record of the row group; `from` if there is none. */
  #scan(): number {
    const { exports } = this.#kernel
    exports.scan(this.#from, this.#filled, this.#ended ? 1 : 0)
    return exports.getRecordsEnd()
  }

  #take(end: number): Block {
    const { exports } = this.#kernel
    const rowGroupBytes = this.#rowGroupStart + this.#options.rowGroupBytes - this.#position // that are left of it
    const mostBytes = Math.min(rowGroupBytes, this.#blockBytes)
    const blockEnd = this.#cutAfterRecords(end - this.#from > mostBytes ? exports.cutAt(this.#from + mostBytes) : end)
    const block: Block = {
      start: this.#from,
      end: blockEnd,
      byteOffset: this.#byteOffset,
      line: this.#line,
      endsRowGroup: blockEnd - this.#from >= rowGroupBytes,
    }
    this.#from = block.end
    this.#wanted = this.#blockBytes
    this.#position += block.end - block.start
    this.#byteOffset += exports.sourceLength(block.start, block.end)
    this.#line += exports.countScannedLines()
    if (block.endsRowGroup) this.#rowGroupStart = this.#position
    return block
  }

  /** Returns the end of the block that ends at `end`, or of its first records if there are too many. */
  #cutAfterRecords(end: number): number {
    if (this.#maxRecords === Number.POSITIVE_INFINITY) return end
    const { exports } = this.#kernel
    const cut = exports.endOfRecord(this.#maxRecords)
    return cut !== 0 && cut < end ? exports.cutAt(cut) : end
  }

  /** The source ends without a line break: its last record gets one, unless it is still inside quotes. */
  #endLastRecord(): void {
    const { exports, input } = this.#kernel
    if (exports.getEndsInsideQuotes()) {
      throw new Failure({ code: 'QUOTE_UNTERMINATED', ...this.#openQuote(), detail: 'it opens here' })
    }
    if (this.#filled === input.capacity) input.reserve(input.capacity + 1)
    input.view(this.#filled, this.#filled + 1)[0] = lineFeed
    this.#filled++
    this.#addedBytes = 1
  }

  #grow(): void {
    const bytes = Math.max(this.#wanted, this.#filled)
    if (bytes >= this.#maxBlockBytes) throw this.#tooLarge()
    this.#wanted = Math.min(bytes * 2, this.#maxBlockBytes)
    this.#kernel.input.reserve(this.#wanted)
  }

  #tooLarge(): Failure {
    const expected = `at most ${this.#options.limits.recordBytes} bytes`
    return this.#kernel.exports.getEndsInsideQuotes()
      ? new Failure({ code: 'RECORD_TOO_LARGE', ...this.#openQuote(), expected, detail: 'the quote that opens here is not closed in it' })
      : new Failure({ code: 'RECORD_TOO_LARGE', line: this.#line, byteOffset: this.#byteOffset, expected })
  }

  /** The place of the quote that is still open. */
  #openQuote(): { line: number; byteOffset: number } {
    const { exports } = this.#kernel
    const at = exports.findOpenQuote(this.#from, this.#filled)
    return {
      line: this.#line + exports.countLines(this.#from, at),
      byteOffset: this.#byteOffset + exports.sourceLength(this.#from, at),
    }
  }
}
