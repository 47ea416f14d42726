// A failure is data first; its sentence is composed in one place (sentence.ts).

import { FAILURES, type FailureClass, type FailureCode } from './codes.ts'
import { sentence } from './sentence.ts'

/** Where and why something failed. Positions count from 1 (line, record, column) or are byte offsets into the decompressed source. */
export interface FailureData {
  code: FailureCode
  /** The source: an object key, `s3://bucket/key` or a path. */
  source?: string
  /** Line in the source, 1-based; a quoted field may span lines: the line where its record starts. */
  line?: number
  /** Record, 1-based, header and skipped lines not counted. */
  record?: number
  /** Column number in the source, 1-based. */
  column?: number
  columnName?: string
  /** Byte offset of the record in the decompressed source. */
  byteOffset?: number
  /** The offending text, cut to `maxShownValue` characters by `shown()`. */
  value?: string
  /** What was expected, as in "decimal(10,2)". */
  expected?: string
  /** More words, when the catalogue's are not enough. */
  detail?: string
  /** How to go on, when it can be said better than the catalogue does. */
  fix?: string
}

export class Failure extends Error {
  override readonly name = 'Failure'
  readonly data: FailureData

  constructor(data: FailureData, options?: ErrorOptions) {
    super(sentence(data), options)
    this.data = data
  }

  get code(): FailureCode {
    return this.data.code
  }

  get class(): FailureClass {
    return FAILURES[this.data.code].class
  }

  /** The same failure with more of its place filled in, as it travels up to where the source is known. */
  at(place: Partial<FailureData>): Failure {
    return new Failure({ ...place, ...this.data }, { cause: this.cause })
  }
}
