// A stream without its last lines: totals, "end of report". They are lines as an editor shows them, blank ones too; quotes mean nothing.

import { Failure } from '../failure/failure.ts'
import type { Limits } from '../schema/dataset.ts'
import { carriageReturn, lineFeed } from './bytes.ts'

/** @throws Failure RECORD_TOO_LARGE if the lines that have to be held back are longer than a record may be */
export async function* withoutFooter(
  chunks: AsyncIterable<Uint8Array>,
  lines: number,
  { recordBytes }: Pick<Limits, 'recordBytes'>,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = new Uint8Array(0)
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([held, chunk])
    const released = startOfLast(lines + 1, bytes) // whether its last line goes on is not known yet
    if (released > 0) yield bytes.subarray(0, released)
    held = Uint8Array.from(bytes.subarray(released))
    if (held.length > recordBytes * (lines + 1)) throw tooLong(lines, recordBytes)
  }
  yield held.subarray(0, startOfLast(lines, held))
}

/** Offset at which the last `lines` lines begin. The line break that ends the text begins no line. */
function startOfLast(lines: number, bytes: Uint8Array): number {
  let at = bytes.length
  for (let found = 0; found < lines && at > 0; found++) {
    at -= lineBreakBefore(bytes, at)
    while (at > 0 && bytes[at - 1] !== lineFeed && bytes[at - 1] !== carriageReturn) at--
  }
  return at
}

/** Bytes of the line break that ends at `at`. */
function lineBreakBefore(bytes: Uint8Array, at: number): number {
  if (bytes[at - 1] === lineFeed) return bytes[at - 2] === carriageReturn ? 2 : 1
  return bytes[at - 1] === carriageReturn ? 1 : 0
}

function tooLong(lines: number, recordBytes: number): Failure {
  return new Failure({
    code: 'RECORD_TOO_LARGE',
    expected: `at most ${recordBytes} bytes a line`,
    detail: `${lines} lines are held back for csv.footerLines`,
    fix: 'check that the file has line breaks, or raise limits.recordBytes',
  })
}
