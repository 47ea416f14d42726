// Bytes on their way: are they UTF-8 after all, though they are read as something else?

import { isAscii, isUtf8 } from 'node:buffer'
import { wholeCharacters } from './broken-utf8.ts'

export class Utf8Watch {
  #isValid = true
  #hasCharacters = false // of several bytes
  #rest: Uint8Array = new Uint8Array(0) // half a character

  /** All bytes so far are UTF-8, and some of them are more than ASCII: in another encoding that hardly happens. */
  get isUtf8(): boolean {
    return this.#isValid && this.#hasCharacters && this.#rest.length === 0
  }

  async *pass(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      if (this.#isValid) this.#look(chunk)
      yield chunk
    }
  }

  #look(chunk: Uint8Array): void {
    if (this.#rest.length === 0 && isAscii(chunk)) return
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    const whole = wholeCharacters(bytes)
    this.#rest = Uint8Array.from(bytes.subarray(whole)) // the next chunk may come in the same buffer
    this.#hasCharacters ||= whole > 0
    this.#isValid = isUtf8(bytes.subarray(0, whole))
  }
}
