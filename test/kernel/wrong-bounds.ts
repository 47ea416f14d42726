// Checks the bounds of pages against the pages' values.

import type { Value } from '../oracle/value.ts'
import { describeValue } from './compare-values.ts'
import { decodeBound, decodePage, type HostChunk } from './host/decode-chunk.ts'
import type { HostColumn } from './host/host-column.ts'
import { dictionaryValues } from './one-column.ts'

/** Pages whose smallest or largest value, or count of NaN, is not that of their values. */
export function wrongBounds(chunk: HostChunk, column: HostColumn): string[] {
  const entries = chunk.dictionary === undefined ? [] : dictionaryValues(chunk, column)
  return chunk.pages.flatMap(page => {
    const values = decodePage(page, entries, column).filter(value => value !== null)
    const numbers = values.filter(value => !Number.isNaN(value)).sort(compareValues)
    const expected = { min: numbers.at(0), max: numbers.at(-1), nans: values.length - numbers.length }
    const actual = { min: page.min && decodeBound(page.min, column), max: page.max && decodeBound(page.max, column), nans: page.nanCount }
    const isEqual = sameBound(actual.min, expected.min) && sameBound(actual.max, expected.max) && actual.nans === expected.nans
    return isEqual ? [] : [`${describeBounds(actual)} instead of ${describeBounds(expected)}`]
  })
}

interface Bounds {
  min: Value | undefined
  max: Value | undefined
  nans: number
}

/** Zeros count as equal, and of bytes the first 65 are kept. */
function sameBound(actual: Value | undefined, expected: Value | undefined): boolean {
  if (actual instanceof Uint8Array && expected instanceof Uint8Array) return Buffer.compare(actual, expected.subarray(0, 65)) === 0
  return actual === expected
}

function describeBounds({ min, max, nans }: Bounds): string {
  return `${describeValue(min ?? null)} … ${describeValue(max ?? null)} and ${nans} NaN`
}

function compareValues(a: Value, b: Value): number {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b)
  return a < b ? -1 : a > b ? 1 : 0
}
