// A stream of CSV → spans: the bytes of one row group each, in pieces that any thread can read.
//
//   stream   ·······|···········|···········|····       chunks
//   span     [ slab ][ slab ][ sla]                     ends with the first record that ends `rowGroupBytes` or more behind its begin
//   next                      [b ][ slab ]…
//
// A span is given out when it begins, and each piece when it is sure to belong to it; the last ones when its end has been found.
//
// Outside quotes every line break ends a record, and the span's end is found by looking for the next one (quote-parity.ts). Where parity
// cannot be trusted the span is read by the rules of quotes (record-blocks.ts), at a third of the speed. Both find the ends at which a
// conversion on one thread ends its row groups.

import type { Kernel } from '../kernel/kernel.ts'
import type { ConversionOptions } from '../schema/dataset.ts'
import { carriageReturn, lineFeed } from './bytes.ts'
import { copyBytes } from './copy-bytes.ts'
import { QuoteParity } from './quote-parity.ts'
import { type BlockOptions, RecordBlocks } from './record-blocks.ts'
import { bytesOfPiece, SharedSlabs, slabBytes } from './shared-slabs.ts'
import { SpanPieces } from './span-pieces.ts'

export type SpanOptions = Pick<ConversionOptions, 'dialect' | 'limits' | 'rowGroupBytes'> & Pick<BlockOptions, 'blockBytes'>

/** More have not more slabs between them: memory is asked for in one piece. */
const mostEncoders = 64

export class RowGroupSpans {
  readonly #kernel: Kernel
  readonly #options: SpanOptions
  readonly #chunks: AsyncGenerator<Uint8Array>
  readonly #quotes: QuoteParity
  readonly #slabs: SharedSlabs
  readonly #mostUsed: number // slabs that encoders may have before them when a span begins
  #chunk: Buffer = Buffer.alloc(0) // what of the last chunk is in no span yet
  #ended = false // the stream has
  #broken: { error: unknown } | undefined // the stream is, by an error
  #filled: number[] = [] // slabs of the span that is being cut; all but the last are full
  #bytes = 0 // in them
  #pieces = new SpanPieces(true) // of the span
  #given = 0 // how many of its slabs are among them
  #mustScan = false // their quotes are not where they should be, or there is more than a row group

  /**
   * @param blocks what has been read of the source so far, its header; it is of no other use afterwards, but to be closed
   * @param encoders that read spans at the same time
   */
  constructor(kernel: Kernel, blocks: RecordBlocks, options: SpanOptions, encoders: number) {
    this.#kernel = kernel
    this.#options = options
    this.#quotes = new QuoteParity(kernel, options.dialect)
    this.#chunks = blocks.rest()
    const spanSlabs = slabsOf(options.rowGroupBytes)
    this.#mostUsed = Math.ceil((Math.min(encoders, mostEncoders) * spanSlabs) / 2) // on the average an encoder has read half of its span
    const overhang = 2 * slabsOf(options.limits.recordBytes) // a record that ends behind the span, and what has been read behind that
    this.#slabs = new SharedSlabs(this.#mostUsed + spanSlabs + 2 * overhang) // copied when the next span begins with it
  }

  /** What the slabs of pieces lie in. */
  get memory(): SharedArrayBuffer {
    return this.#slabs.memory
  }

  /** Whether enough of what was given out has been read for another span. */
  get hasRoom(): boolean {
    return this.#slabs.used - this.#filled.length <= this.#mostUsed
  }

  /** The next span, of which nothing is known yet; undefined at the end of the source. @throws whatever the stream throws */
  async begin(): Promise<SpanPieces | undefined> {
    if (this.#bytes === 0 && !(await this.#read())) return undefined
    return this.#pieces
  }

  /**
   * Resolves when the end of the span has been found and all its pieces are given out. When it rejects the span is broken, and all that has come
   * of it is given out: what is wrong with its records is to be told first.
   * @throws Failure RECORD_TOO_LARGE, QUOTE_UNTERMINATED with line and offset counted from the span's begin, and whatever the stream throws
   */
  async cut(): Promise<void> {
    try {
      await this.#fill(this.#options.rowGroupBytes - 1) // a record that ends there is the span's last
      await this.#appendLine()
      this.#end(this.#mustScan ? await this.#scanForEnd() : this.#bytes)
    } catch (error) {
      this.#giveAll(this.#bytes)
      this.break()
      throw error
    }
  }

  /** Whoever waits for more of the span that is being cut waits in vain. */
  break(): void {
    this.#pieces.break()
  }

  /** Takes a slab back that its encoder has read. */
  release(slab: number): void {
    this.#slabs.release(slab)
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
      const wanted = end === 0 ? this.#chunk.length : end
      const taken = Math.min(wanted, mostBytes + 1 - this.#bytes)
      this.#append(taken)
      if (taken < wanted) break
      if (isCut && (await this.#read()) && this.#chunk[0] === lineFeed) this.#append(1)
      if (end > 0 && !this.#quotes.isInside) return
    }
    if (this.#bytes > mostBytes || this.#quotes.isInside) this.#mustScan = true // a record without an end: the scanner tells its place
  }

  /** Whether there is a chunk to append. */
  async #read(): Promise<boolean> {
    while (this.#chunk.length === 0 && !this.#ended) {
      if (this.#broken) throw this.#broken.error
      try {
        const { done, value } = await this.#chunks.next()
        if (done) this.#ended = true
        else this.#chunk = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
      } catch (error) {
        this.#broken = { error } // asked again, the stream would be at its end
      }
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
      if (filled === 0) this.#filled.push(this.#slabs.take())
      const copied = copyBytes(bytes.subarray(at), this.#slab(this.#filled.at(-1)!).subarray(filled))
      this.#bytes += copied
      at += copied
    }
    this.#giveUpTo(Math.min(this.#bytes, this.#options.rowGroupBytes - 1))
  }

  /** Gives out the full slabs in front of `end`. */
  #giveUpTo(end: number): void {
    while ((this.#given + 1) * slabBytes <= end) this.#give(slabBytes)
  }

  /** Gives out everything in front of `end`. */
  #giveAll(end: number): void {
    this.#giveUpTo(end)
    if (end > this.#given * slabBytes) this.#give(end - this.#given * slabBytes)
  }

  /** Gives out so many bytes of the next slab. */
  #give(bytes: number): void {
    const slab = this.#filled[this.#given++]!
    this.#slabs.share(slab)
    this.#pieces.push({ slab, bytes })
  }

  #slab(slab: number): Buffer {
    return bytesOfPiece(this.memory, { slab, bytes: slabBytes })
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
        const slab = this.#slab(this.#filled[Math.floor(at / slabBytes)]!)
        const piece = slab.subarray(at % slabBytes, Math.min(slabBytes, (at % slabBytes) + this.#bytes - at))
        at += piece.length
        yield piece
      }
      if (!(await this.#read())) return
      this.#append(Math.min(this.#chunk.length, slabBytes))
    }
  }

  /** Gives out what is left of the span; what has been filled behind it begins the next one. */
  #end(end: number): void {
    this.#giveAll(end)
    this.#pieces.end()
    const slabs = this.#filled
    const bytesBehind = this.#bytes - end
    this.#filled = []
    this.#bytes = 0
    this.#pieces = new SpanPieces()
    this.#given = 0
    this.#mustScan = bytesBehind >= this.#options.rowGroupBytes // the next one may end within them
    this.#quotes.begin()
    for (let at = end; at < end + bytesBehind; at = (Math.floor(at / slabBytes) + 1) * slabBytes) {
      const slab = this.#slab(slabs[Math.floor(at / slabBytes)]!)
      this.#place(slab.subarray(at % slabBytes, Math.min(slabBytes, (at % slabBytes) + end + bytesBehind - at)))
    }
    for (const slab of slabs) this.#slabs.release(slab)
  }
}

/** Slabs for so many bytes, wherever they begin. */
function slabsOf(bytes: number): number {
  return Math.ceil(bytes / slabBytes) + 1
}

/** Behind the first line break; 0 if there is none. */
function endOfLine(bytes: Buffer): number {
  const atLineFeed = bytes.indexOf(lineFeed)
  const beforeLineFeed = atLineFeed < 0 ? bytes : bytes.subarray(0, atLineFeed)
  const atReturn = beforeLineFeed.indexOf(carriageReturn)
  if (atReturn >= 0 && atReturn !== atLineFeed - 1) return atReturn + 1
  return atLineFeed + 1
}
