// Whether a stream of CSV is inside quotes, by counting them. Several times faster than reading its records, and as right, as long as quotes
// stand where RFC 4180 has them; where they do not, it says so.

import type { Kernel } from '../kernel/kernel.ts'
import type { Dialect } from '../schema/dialect.ts'

export class QuoteParity {
  readonly #kernel: Kernel
  readonly #quote: number | undefined
  readonly #isEnough: boolean
  #isInside = false

  /** @param kernel knows the dialect; what is in its block's input is lost */
  constructor(kernel: Kernel, dialect: Dialect) {
    this.#kernel = kernel
    this.#quote = dialect.quote?.charCodeAt(0)
    this.#isEnough = dialect.escape === dialect.quote && dialect.comment === undefined
    kernel.exports.beginQuotes()
  }

  /** Whether what was followed so far ends inside quotes. */
  get isInside(): boolean {
    return this.#isInside
  }

  /** What comes next begins a record. */
  begin(): void {
    this.#kernel.exports.beginQuotes()
    this.#isInside = false
  }

  /** Follows the stream's next bytes. False: parity does not tell where it is, now and until the next `begin`. */
  follow(bytes: Buffer): boolean {
    if (this.#quote === undefined || bytes.length === 0) return true
    if (!this.#isInside && !bytes.includes(this.#quote)) return this.#followEnds(bytes)
    return this.#isEnough && this.#followAll(bytes)
  }

  /** All that matters of bytes without quotes, outside of them: which byte comes behind a quote, and which one before the next. */
  #followEnds(bytes: Buffer): boolean {
    return this.#followAll(bytes.subarray(0, 1)) && this.#followAll(bytes.subarray(-1))
  }

  #followAll(bytes: Buffer): boolean {
    const { exports, input } = this.#kernel
    for (let at = 0; at < bytes.length; at += input.capacity) {
      const piece = bytes.subarray(at, at + input.capacity)
      input.view(0, piece.length).set(piece)
      if (exports.followQuotes(0, piece.length) === 0) return false
    }
    this.#isInside = exports.isInsideQuotes() !== 0
    return true
  }
}
