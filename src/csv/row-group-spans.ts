// A stream of CSV → spans: the bytes of one row group each, in pieces that can be handed to another thread, and are used again.
//
//   stream   ·······|···········|···········|····       chunks
//   span     [ slab ][ slab ][ sla]                     ends with the first record that ends `rowGroupBytes` or more behind its begin
//   next                      [b ][ slab ]…
//
// Outside quotes every line break ends a record, and the span's end is found by looking for the next one (quote-parity.ts). Where parity
// cannot be trusted the span is read by the rules of quotes (record-blocks.ts), at a third of the speed. Both find the ends at which a
// conversion on one thread ends its row groups.

import type { Kernel } from '../kernel/kernel.ts'
import type { ConversionOptions } from '../schema/dataset.ts'
import { QuoteParity } from './quote-parity.ts'
import { type BlockOptions, RecordBlocks } from './record-blocks.ts'

/** In a buffer of its own. */
export type Slab = Uint8Array<ArrayBuffer>

export interface RowGroupSpan {
  /** The bytes, in order. */
  pieces: readonly Slab[]
  /** Place of the first one in the decompressed source. */
  byteOffset: number
}

export type SpanOptions = Pick<ConversionOptions, 'dialect' | 'limits' | 'rowGroupBytes'> & Pick<BlockOptions, 'blockBytes'>

const slabBytes = 1024 * 1024

const lineFeed = 0x0a
const carriageReturn = 0x0d

export class RowGroupSpans {
  readonly #kernel: Kernel
  readonly #options: SpanOptions
  readonly #chunks: AsyncGenerator<Uint8Array>
  readonly #quotes: QuoteParity
  readonly #spare: Slab[] = []
  #chunk: Buffer = Buffer.alloc(0) // what of the last chunk is in no span yet
  #ended = false // the stream has
  #slabs: Slab[] = [] // of the span that is being filled; all but the last are full
  #bytes = 0 // in them
  #mustScan = false // their quotes are not where they should be, or there is more than a row group
  #byteOffset: number

  /** @param blocks what has been read of the source so far, its header; it is of no other use afterwards, but to be closed */
  constructor(kernel: Kernel, blocks: RecordBlocks, options: SpanOptions) {
    this.#kernel = kernel
    this.#options = options
    this.#quotes = new QuoteParity(kernel, options.dialect)
    this.#byteOffset = blocks.byteOffset
    this.#chunks = blocks.rest()
  }

  /** Place of the next span in the decompressed source. */
  get byteOffset(): number {
    return this.#byteOffset
  }

  /** Whether it is known that what `next` returned was the last span. */
  get hasEnded(): boolean {
    return this.#ended && this.#chunk.length === 0 && this.#bytes === 0
  }

  /**
   * The next span; undefined at the end of the source.
   * @throws Failure RECORD_TOO_LARGE, QUOTE_UNTERMINATED with line and offset counted from the span's begin, and whatever the stream throws
   */
  async next(): Promise<RowGroupSpan | undefined> {
    const { rowGroupBytes } = this.#options
    await this.#fill(rowGroupBytes - 1) // a record that ends there is the span's last
    await this.#appendLine()
    const end = this.#mustScan ? await this.#scanForEnd() : this.#bytes
    return end === 0 ? undefined : this.#take(end)
  }

  /** Takes the room of a span back that nobody reads any longer. */
  release(buffers: Iterable<ArrayBuffer>): void {
    for (const buffer of buffers) this.#spare.push(new Uint8Array(buffer))
  }

  async #fill(bytes: number): Promise<void> {
    while (this.#bytes < bytes && (await this.#read())) this.#append(Math.min(this.#chunk.length, bytes - this.#bytes))
  }

  /** The stream up to and with the next line break outside quotes, or as far as a record may be long. */
  async #appendLine(): Promise<void> {
    const mostBytes = this.#bytes + this.#options.limits.recordBytes + 2
    while (!this.#mustScan && this.#bytes <= mostBytes && (await this.#read())) {
      const end = endOfLine(this.#chunk)
      const isCut = end === this.#chunk.length && this.#chunk[end - 1] === carriageReturn // an LF may follow
      this.#append(end === 0 ? this.#chunk.length : end)
      if (isCut && (await this.#read()) && this.#chunk[0] === lineFeed) this.#append(1)
      if (end > 0 && !this.#quotes.isInside) return
    }
    if (this.#bytes > mostBytes || this.#quotes.isInside) this.#mustScan = true // a record without an end: the scanner tells its place
  }

  /** Whether there is a chunk to append. */
  async #read(): Promise<boolean> {
    while (this.#chunk.length === 0 && !this.#ended) {
      const { done, value } = await this.#chunks.next()
      if (done) this.#ended = true
      else this.#chunk = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    }
    return this.#chunk.length > 0
  }

  /** Moves bytes from the chunk to the span. */
  #append(bytes: number): void {
    this.#place(this.#chunk.subarray(0, bytes))
    this.#chunk = this.#chunk.subarray(bytes)
  }

  /** Copies bytes to the span's end. */
  #place(bytes: Buffer): void {
    if (!this.#mustScan) this.#mustScan = !this.#quotes.follow(bytes)
    for (let at = 0; at < bytes.length; ) {
      const filled = this.#bytes % slabBytes
      if (filled === 0) this.#slabs.push(this.#spare.pop() ?? new Uint8Array(slabBytes))
      const end = Math.min(bytes.length, at + slabBytes - filled)
      this.#slabs.at(-1)!.set(bytes.subarray(at, end), filled)
      this.#bytes += end - at
      at = end
    }
  }

  /** Reads the span again, from its begin, by the rules of quotes; appends what is missing. */
  async #scanForEnd(): Promise<number> {
    const { limits, rowGroupBytes, blockBytes } = this.#options
    const options = { limits, rowGroupBytes, isContinuation: true, ...(blockBytes === undefined ? {} : { blockBytes }) }
    const blocks = new RecordBlocks(this.#kernel, this.#appended(), options)
    for (let block = await blocks.next(); block !== undefined; block = await blocks.next()) if (block.endsRowGroup) break
    return blocks.bytesParsed
  }

  /** What is in the span, then what comes, appended. */
  async *#appended(): AsyncGenerator<Uint8Array> {
    for (let at = 0; ; ) {
      while (at < this.#bytes) {
        const slab = this.#slabs[Math.floor(at / slabBytes)]!
        const piece = slab.subarray(at % slabBytes, Math.min(slabBytes, (at % slabBytes) + this.#bytes - at))
        at += piece.length
        yield piece
      }
      if (!(await this.#read())) return
      this.#append(this.#chunk.length)
    }
  }

  /** The first bytes of what has been filled; what is behind them begins the next span. */
  #take(end: number): RowGroupSpan {
    const slabs = this.#slabs
    const filled = this.#bytes
    const lastSlab = Math.ceil(end / slabBytes) // exclusive
    const pieces = slabs.slice(0, lastSlab).map((slab, i) => slab.subarray(0, Math.min(slabBytes, end - i * slabBytes)))
    const span = { pieces, byteOffset: this.#byteOffset }
    this.#byteOffset += end
    this.#slabs = []
    this.#bytes = 0
    this.#mustScan = false
    this.#quotes.begin()
    const behind = slabs.slice(Math.floor(end / slabBytes)).map((slab, i) => slab.subarray(i === 0 ? end % slabBytes : 0))
    this.#begin(behind, filled - end)
    this.#spare.push(...slabs.slice(lastSlab))
    return span
  }

  /** Begins a span with the first so many of these bytes. */
  #begin(pieces: readonly Slab[], bytes: number): void {
    for (const piece of pieces) {
      const { buffer, byteOffset } = piece
      this.#place(Buffer.from(buffer, byteOffset, Math.min(piece.length, bytes - this.#bytes)))
    }
    if (bytes >= this.#options.rowGroupBytes) this.#mustScan = true // it may end within them
  }
}

/** Behind the first line break; 0 if there is none. */
function endOfLine(bytes: Buffer): number {
  const atLineFeed = bytes.indexOf(lineFeed)
  const beforeLineFeed = atLineFeed < 0 ? bytes : bytes.subarray(0, atLineFeed)
  const atReturn = beforeLineFeed.indexOf(carriageReturn)
  if (atReturn >= 0 && atReturn !== atLineFeed - 1) return atReturn + 1
  return atLineFeed + 1
}
