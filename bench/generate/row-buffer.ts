// The bytes of rows on their way to disk. Fields are written as digits and as copies of prepared texts: no string is made per field.

import type { TextPool } from './text-pool.ts'

const zero = 0x30
const minus = 0x2d
const point = 0x2e
const hexadecimalDigits = Buffer.from('0123456789abcdef')

export class RowBuffer {
  readonly bytes: Uint8Array
  length = 0

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity)
  }

  byte(value: number): void {
    this.bytes[this.length++] = value
  }

  /** Text number `index` of a pool. */
  pooled(pool: TextPool, index: number): void {
    const end = pool.ends[index]!
    let at = this.length
    for (let from = index === 0 ? 0 : pool.ends[index - 1]!; from < end; from++) this.bytes[at++] = pool.bytes[from]!
    this.length = at
  }

  /** An integer below 2^53 in size, without leading zeros. */
  integer(value: number): void {
    if (value < 0) {
      this.byte(minus)
      this.integer(-value)
      return
    }
    let width = 1
    for (let bound = 10; value >= bound; bound *= 10) width++
    this.padded(value, width)
  }

  /** The last `width` digits of a non-negative integer. */
  padded(value: number, width: number): void {
    let rest = value
    for (let at = this.length + width - 1; at >= this.length; at--) {
      const quotient = Math.floor(rest / 10)
      this.bytes[at] = zero + rest - quotient * 10
      rest = quotient
    }
    this.length += width
  }

  /** A decimal from its unscaled value, all decimals written: 1250 at scale 2 → `12.50`. */
  decimal(unscaled: number, scale = 2): void {
    if (unscaled < 0) {
      this.byte(minus)
      this.decimal(-unscaled, scale)
      return
    }
    const unit = 10 ** scale
    this.integer(Math.floor(unscaled / unit))
    this.byte(point)
    this.padded(unscaled % unit, scale)
  }

  /** The last `width` hexadecimal digits of a non-negative integer below 2^32. */
  hexadecimal(value: number, width: number): void {
    let rest = value
    for (let at = this.length + width - 1; at >= this.length; at--) {
      this.bytes[at] = hexadecimalDigits[rest & 15]!
      rest >>>= 4
    }
    this.length += width
  }

  /** Hundredths as programs print doubles: 1250 → `12.5`, 1200 → `12`, -250 → `-2.5`. */
  shortest(hundredths: number): void {
    if (hundredths < 0) {
      this.byte(minus)
      this.shortest(-hundredths)
    } else if (hundredths % 100 === 0) this.integer(hundredths / 100)
    else {
      this.integer(Math.floor(hundredths / 100))
      this.byte(point)
      if (hundredths % 10 === 0) this.padded(Math.floor(hundredths / 10) % 10, 1)
      else this.padded(hundredths % 100, 2)
    }
  }
}
