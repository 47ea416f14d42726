// The last lines of a terminal, redrawn in place: what moves stays at the bottom, what is settled scrolls up.

import type { Writable } from 'node:stream'

export class LiveRegion {
  #stream: Writable
  #drawn: readonly string[] = []

  constructor(stream: Writable) {
    this.#stream = stream
  }

  /** Puts these lines in place of those drawn before. None may be longer than the terminal is wide. */
  draw(lines: readonly string[]): void {
    if (lines.length === this.#drawn.length && lines.every((line, at) => line === this.#drawn[at])) return
    this.#stream.write(this.#erase() + lines.map(line => `${line}\n`).join(''))
    this.#drawn = lines
  }

  /** Writes text above the region, for good. */
  print(text: string): void {
    const lines = this.#drawn
    this.#stream.write(this.#erase() + text + lines.map(line => `${line}\n`).join(''))
  }

  #erase(): string {
    return this.#drawn.length === 0 ? '' : `\u001b[${this.#drawn.length}A\r\u001b[J`
  }
}
