// Files of one column, for tests that look at its pages.

import type { Value } from '../oracle/value.ts'
import { decodePage, type HostChunk } from './host/decode-chunk.ts'
import type { HostColumn } from './host/host-column.ts'
import { type HostResult, KernelHost } from './host/kernel-host.ts'

export const long: HostColumn = { type: { name: 'long' } }
export const double: HostColumn = { type: { name: 'double' } }
export const text: HostColumn = { type: { name: 'string' } }
export const flag: HostColumn = { type: { name: 'boolean' } }

export const maxPageRows = 65_536 // kernel/page-room.ts
export const maxDictionaryBytes = 1024 * 1024 // kernel/dictionary.ts
export const maxDictionaryWords = 128 * 1024

export function runLongs(values: readonly (bigint | null)[], host = new KernelHost({ columns: [long] })): HostResult {
  return host.run(lines(values.map(value => (value === null ? '' : String(value)))))
}

export function runTexts(values: readonly (string | null)[], host = new KernelHost({ columns: [text] })): HostResult {
  return host.run(lines(values.map(value => (value === null ? '' : `"${value}"`))))
}

export function lines(texts: readonly string[]): Buffer {
  return Buffer.from(texts.map(line => `${line}\n`).join(''))
}

/** 0, 1, … below `count`. */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i)
}

export function stringsOf(values: readonly (Value | null)[]): unknown[] {
  return values.map(value => (value instanceof Uint8Array ? Buffer.from(value).toString() : value))
}

export function encodingsOf({ pages }: HostChunk): string[] {
  return pages.map(page => page.encoding)
}

export function rowCountsOf({ pages }: HostChunk): number[] {
  return pages.map(page => page.rowCount)
}

export function dictionaryValues({ dictionary }: HostChunk, column: HostColumn): Value[] {
  const { body, valueCount } = dictionary!
  const page = { encoding: 'PLAIN' as const, body, rowCount: valueCount, nullCount: 0, nanCount: 0, min: undefined, max: undefined }
  return decodePage(page, [], { ...column, nullable: false }).filter(value => value !== null)
}
