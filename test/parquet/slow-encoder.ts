// Slow and plain: values → encoded pages, so that files can be made and checked without the kernel.

import type { EncodedDictionary, EncodedPage, ValueEncoding } from '../../src/parquet/encoded-page.ts'
import { physicalType } from '../../src/parquet/physical-type.ts'
import type { ColumnType } from '../../src/schema/column-type.ts'
import type { Column } from '../../src/schema/dataset.ts'
import { byteStreamSplit, deltaBinaryPacked, deltaByteArray, deltaLengthByteArray, rleBooleans } from '../oracle/encode-values.ts'
import { plainValue, plainValues, type Stored, smallestAndLargest } from './plain-values.ts'

export type StoredOrNull = Stored | null

export function plainPage(column: Column, values: readonly StoredOrNull[]): EncodedPage {
  return page(column, values, 'PLAIN', plainValues(column.type, present(values)))
}

/** Like `plainPage`, in any encoding that the column's storage has. */
export function valuesPage(column: Column, values: readonly StoredOrNull[], encoding: ValueEncoding): EncodedPage {
  return page(column, values, encoding, encodedValues(column.type, present(values), encoding))
}

function encodedValues(type: ColumnType, values: readonly Stored[], encoding: ValueEncoding): Uint8Array {
  const stored = values.map(value => plainValue(type, value))
  switch (encoding) {
    case 'PLAIN':
      return plainValues(type, values)
    case 'RLE':
      return rleBooleans(values.map(value => value === true))
    case 'DELTA_BINARY_PACKED': {
      const bits = physicalType(type).type === 'INT32' ? 32 : 64
      return deltaBinaryPacked(
        values.map(value => BigInt(value as bigint)),
        bits,
      )
    }
    case 'DELTA_LENGTH_BYTE_ARRAY':
      return deltaLengthByteArray(stored)
    case 'DELTA_BYTE_ARRAY':
      return deltaByteArray(stored)
    case 'BYTE_STREAM_SPLIT':
      return byteStreamSplit(Buffer.concat(stored), stored[0]?.length ?? 1)
  }
}

/** A growing dictionary; each page's indices are as wide as the dictionary of the moment needs. */
export class SlowDictionary {
  readonly #column: Column
  readonly #indices = new Map<string, number>()
  readonly #values: Stored[] = []

  constructor(column: Column) {
    this.#column = column
  }

  page(values: readonly StoredOrNull[]): EncodedPage {
    const indices = present(values).map(value => this.#index(value))
    const bitWidth = 32 - Math.clz32(Math.max(0, this.#values.length - 1))
    return page(this.#column, values, 'RLE_DICTIONARY', Buffer.concat([Uint8Array.of(bitWidth), bitPacked(indices, bitWidth)]))
  }

  finish(): EncodedDictionary {
    return { body: plainValues(this.#column.type, this.#values), valueCount: this.#values.length }
  }

  #index(value: Stored): number {
    const key = Buffer.from(plainValue(this.#column.type, value)).toString('hex')
    const known = this.#indices.get(key)
    if (known !== undefined) return known
    this.#indices.set(key, this.#values.length)
    return this.#values.push(value) - 1
  }
}

function page(column: Column, values: readonly StoredOrNull[], encoding: EncodedPage['encoding'], encoded: Uint8Array): EncodedPage {
  const here = present(values)
  const range = smallestAndLargest(column.type, here)
  return {
    body: column.nullable ? Buffer.concat([definitionLevels(values), encoded]) : encoded,
    rowCount: values.length,
    nullCount: values.length - here.length,
    nanCount: here.filter(Number.isNaN).length,
    encoding,
    ...(range && { min: plainValue(column.type, range.min), max: plainValue(column.type, range.max) }),
  }
}

const present = (values: readonly StoredOrNull[]): Stored[] => values.filter(value => value !== null)

/** RLE runs of 0 (null) and 1, their length in bytes in front. */
function definitionLevels(values: readonly StoredOrNull[]): Uint8Array {
  const runs: number[] = []
  for (let start = 0; start < values.length; ) {
    const level = values[start] === null ? 0 : 1
    let end = start
    while (end < values.length && (values[end] === null ? 0 : 1) === level) end++
    runs.push(...varint((end - start) << 1), level)
    start = end
  }
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, runs.length, true)
  return Buffer.concat([length, Uint8Array.from(runs)])
}

/** One bit-packed run of groups of eight. */
function bitPacked(indices: readonly number[], bitWidth: number): Uint8Array {
  if (indices.length === 0) return new Uint8Array(0)
  const groups = Math.ceil(indices.length / 8)
  const bits = new Uint8Array(groups * bitWidth)
  for (const [position, index] of indices.entries()) {
    for (let bit = 0; bit < bitWidth; bit++) {
      const at = position * bitWidth + bit
      if ((index >> bit) & 1) bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7))
    }
  }
  return Buffer.concat([Uint8Array.from(varint((groups << 1) | 1)), bits])
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)]
}
