// What becomes of bad records: the first one fails the source, or all go to the reject files while they stay within the limit.

import { type RejectFiles, rejectFiles } from '../csv/reject-files.ts'
import { Failure, type FailureData } from '../failure/failure.ts'
import { sentence } from '../failure/sentence.ts'
import type { ConversionOptions } from '../schema/dataset.ts'
import type { ObjectWriter } from '../store/store.ts'
import type { Reject } from './block-parser.ts'
import type { Destination } from './destination.ts'
import { type ConversionReport, maxReportedRejects } from './report.ts'

type RejectOptions = Pick<ConversionOptions, 'onBadRow' | 'maxRejects' | 'dialect'>

export class RejectOutput {
  readonly #destination: Destination
  readonly #options: RejectOptions
  readonly #header: Uint8Array | undefined
  readonly reported: FailureData[] = []
  #open: { files: RejectFiles; rows: ObjectWriter; reasons: ObjectWriter } | undefined
  #count = 0

  constructor(destination: Destination, options: RejectOptions, header: Uint8Array | undefined) {
    this.#destination = destination
    this.#options = options
    this.#header = header
  }

  get count(): number {
    return this.#count
  }

  /** @throws Failure the first reject's own where bad rows fail the source; TOO_MANY_REJECTS */
  async add(rejects: readonly Reject[]): Promise<void> {
    for (const { bytes, data } of rejects) {
      if (this.#options.onBadRow === 'fail') throw new Failure(data)
      this.#count++
      if (this.reported.length < maxReportedRejects) this.reported.push(data)
      this.#checkCount()
      await this.#files().add(bytes, [data])
    }
  }

  /** @throws Failure TOO_MANY_REJECTS, for a percentage: it can only be told at the end */
  async finish(records: number): Promise<ConversionReport['rejectFiles']> {
    const { maxRejects } = this.#options
    if (maxRejects !== undefined && 'percent' in maxRejects && this.#count * 100 > maxRejects.percent * records) {
      throw this.#tooMany(`${maxRejects.percent} % of ${records} records`, true)
    }
    if (this.#open === undefined) return undefined
    const { files, rows, reasons } = this.#open
    const totals = await files.finish()
    return {
      rows: { rows: totals.records, bytes: totals.rowsBytes, writer: rows },
      reasons: { rows: totals.reasons, bytes: totals.reasonsBytes, writer: reasons },
    }
  }

  async abort(): Promise<void> {
    await Promise.all([this.#open?.rows.abort(), this.#open?.reasons.abort()])
  }

  #files(): RejectFiles {
    if (this.#open === undefined) {
      const rows = this.#destination.rejectedRows()
      const reasons = this.#destination.rejectReasons()
      this.#open = { files: rejectFiles(rows, reasons, this.#header, this.#options.dialect), rows, reasons }
    }
    return this.#open.files
  }

  #checkCount(): void {
    const { maxRejects } = this.#options
    if (maxRejects === undefined || !('count' in maxRejects) || this.#count <= maxRejects.count) return
    throw this.#tooMany(`${maxRejects.count} records`, false)
  }

  #tooMany(allowed: string, isTotal: boolean): Failure {
    // The first one's place, without its cell: details are logged.
    const { value: _, ...first } = this.reported[0]!
    const detail = `${this.#count} ${isTotal ? 'in all' : 'so far'}; the first: ${sentence(first)}`
    return new Failure({ code: 'TOO_MANY_REJECTS', expected: `at most ${allowed}`, detail })
  }
}
