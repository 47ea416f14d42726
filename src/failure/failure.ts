// A failure is data first; its sentence is composed in one place (sentence.ts).

import { FAILURES, type FailureClass, type FailureCode } from './codes.ts'
import type { FailureData } from './failure-data.ts'
import { sentence } from './sentence.ts'

export type { FailureData }

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
