// The smallest and the largest value of a page or a column chunk, and the bounds that are written for them.

import type { ColumnType } from '../schema/column-type.ts'
import { type Bound, lowerBound, upperBound } from './bound.ts'
import { columnOrder, type Order, withSignedZero } from './column-order.ts'

export class ValueRange {
  readonly #type: ColumnType
  readonly #order: Order
  #min: Uint8Array<ArrayBuffer> | undefined
  #max: Uint8Array<ArrayBuffer> | undefined

  constructor(type: ColumnType) {
    this.#type = type
    this.#order = columnOrder(type)
  }

  /** Widens the range; the values are kept, not copied. Both are absent where all values are null or NaN. */
  add(min: Uint8Array<ArrayBuffer> | undefined, max: Uint8Array<ArrayBuffer> | undefined): void {
    if (min !== undefined && (this.#min === undefined || this.#order(min, this.#min) < 0)) this.#min = min
    if (max !== undefined && (this.#max === undefined || this.#order(max, this.#max) > 0)) this.#max = max
  }

  bounds(): { min: Bound | undefined; max: Bound | undefined } {
    return {
      min: this.#min && lowerBound(this.#type, withSignedZero(this.#type, this.#min, 'min')),
      max: this.#max && upperBound(this.#type, withSignedZero(this.#type, this.#max, 'max')),
    }
  }
}
