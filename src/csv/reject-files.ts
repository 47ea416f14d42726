// The two files that tell about rejected records. The rows file holds them as they were, byte for byte, behind the header (as UTF-8,
// whatever the source was): corrected, it can be dropped again as it is. The reasons file says why, in NDJSON, a line a reason:
//
//   {"line":8124,"record":8123,"byteOffset":517204,"column":4,"columnName":"amount","code":"VALUE_INVALID","value":"12,50",
//    "expected":"decimal(10,2)","message":"line 8124, column 4 \"amount\": cannot read …"}
//
// Cells are kept verbatim in both, since they are the source's own data; only a long value is cut in the reasons.

import type { FailureData } from '../failure/failure.ts'
import { sentence } from '../failure/sentence.ts'
import type { Dialect } from '../schema/dialect.ts'
import type { ObjectWriter } from '../store/store.ts'
import { batchedWriter } from './batched-writer.ts'
import { byteOrderMark, carriageReturn, lineFeed } from './bytes.ts'

export interface RejectFiles {
  /**
   * Adds a rejected record.
   *
   * @param row its bytes as they stand in the source, with or without the line break; copied
   * @param reasons what is wrong with it, one or more
   */
  add(row: Uint8Array, reasons: readonly FailureData[]): Promise<void>
  /** Writes what is still held back; the writers are then complete, and neither committed nor aborted. */
  finish(): Promise<RejectTotals>
}

export interface RejectTotals {
  records: number
  rowsBytes: number
  reasons: number
  reasonsBytes: number
}

const maxReasonValue = 256 // characters of a cell in the reasons; the rows file has all of it

/**
 * @param header the header record's bytes as UTF-8, byte order mark left out; undefined where there is none
 * @param dialect of the source: lines that it skips are blank here, and a byte order mark says what the encoding has become, so that the
 * file can be dropped again
 */
export function rejectFiles(
  rows: ObjectWriter,
  reasons: ObjectWriter,
  header: Uint8Array | undefined,
  dialect: Pick<Dialect, 'encoding' | 'skipLines' | 'footerLines'>,
): RejectFiles {
  const rowsOut = batchedWriter(rows)
  const reasonsOut = batchedWriter(reasons)
  const totals = { records: 0, reasons: 0 }

  async function writeRow(row: Uint8Array): Promise<void> {
    await rowsOut.write(row)
    const last = row.at(-1)
    if (last !== lineFeed && last !== carriageReturn) await rowsOut.write(Uint8Array.of(lineFeed))
  }

  async function writeHead(): Promise<void> {
    if (dialect.encoding !== undefined) await rowsOut.write(byteOrderMark)
    await writeBlankLines(dialect.skipLines)
    if (header !== undefined) await writeRow(header)
  }

  async function writeBlankLines(count = 0): Promise<void> {
    await rowsOut.write(new Uint8Array(count).fill(lineFeed))
  }

  return {
    async add(row, why) {
      if (totals.records === 0) await writeHead()
      totals.records++
      await writeRow(row)
      for (const reason of why) {
        totals.reasons++
        await reasonsOut.write(Buffer.from(`${JSON.stringify(reasonLine(reason))}\n`))
      }
    },
    async finish() {
      if (totals.records > 0) await writeBlankLines(dialect.footerLines)
      const [rowsBytes, reasonsBytes] = await Promise.all([rowsOut.flush(), reasonsOut.flush()])
      return { ...totals, rowsBytes, reasonsBytes }
    },
  }
}

/** The line's keys in the order of the place, then the reason; what is unknown is left out. */
function reasonLine(data: FailureData): Record<string, string | number | undefined> {
  const { line, record, byteOffset, column, columnName, code, value, expected } = data
  return { line, record, byteOffset, column, columnName, code, value: value && cut(value), expected, message: sentence(data) }
}

function cut(value: string): string {
  return value.length > maxReasonValue ? `${value.slice(0, maxReasonValue).toWellFormed()}…` : value
}
