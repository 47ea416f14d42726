// What `inspect` says of a column over all row groups: nulls, sizes, encodings and bounds taken together.

import type { SchemaElement } from '../../parquet/format/schema-element.ts'
import { annotation } from '../../parquet/read/annotation.ts'
import type { BoundDescription, ChunkDescription } from '../../parquet/read/describe-file.ts'
import type { Value } from '../../parquet/read/value.ts'

export interface ColumnSummary {
  /** Undefined where a row group does not say. */
  nulls: number | undefined
  compressedBytes: number
  uncompressedBytes: number
  /** `12 dict, 3 plain, bloom filter`: data pages of each encoding, where the writer says it; else the encodings. */
  pages: string
  min: BoundDescription | undefined
  max: BoundDescription | undefined
}

/** `chunks`: the column's, one a row group. */
export function summarizeColumn(element: SchemaElement, chunks: readonly ChunkDescription[]): ColumnSummary {
  const compare = comparison(element)
  return {
    nulls: chunks.reduce<number | undefined>((sum, { nulls }) => (sum === undefined || nulls === undefined ? undefined : sum + nulls), 0),
    compressedBytes: chunks.reduce((sum, chunk) => sum + chunk.compressedBytes, 0),
    uncompressedBytes: chunks.reduce((sum, chunk) => sum + chunk.uncompressedBytes, 0),
    pages: chunks.some(({ bloomFilterBytes }) => bloomFilterBytes !== 0) ? `${pagesOf(chunks)}, bloom filter` : pagesOf(chunks),
    min: outermost(chunks, 'min', (a, b) => compare(a, b) < 0),
    max: outermost(chunks, 'max', (a, b) => compare(a, b) > 0),
  }
}

function pagesOf(chunks: readonly ChunkDescription[]): string {
  const pages = new Map<string, number>()
  for (const { encoding, count } of chunks.flatMap(chunk => chunk.dataPages ?? [])) {
    pages.set(shortName(encoding), (pages.get(shortName(encoding)) ?? 0) + count)
  }
  if (pages.size > 0) return [...pages].map(([encoding, count]) => `${count} ${encoding}`).join(', ')
  return [...new Set(chunks.flatMap(chunk => chunk.encodings.map(shortName)))].join(', ')
}

const shortNames: Readonly<Record<string, string>> = {
  PLAIN_DICTIONARY: 'dict',
  RLE_DICTIONARY: 'dict',
  DELTA_BINARY_PACKED: 'delta',
  DELTA_LENGTH_BYTE_ARRAY: 'delta length',
  DELTA_BYTE_ARRAY: 'delta bytes',
  BYTE_STREAM_SPLIT: 'byte streams',
}

function shortName(encoding: string): string {
  return shortNames[encoding] ?? encoding.toLowerCase()
}

/** Undefined as soon as a chunk that has values says nothing. */
function outermost(
  chunks: readonly ChunkDescription[],
  side: 'min' | 'max',
  isFurther: (a: Value, b: Value) => boolean,
): BoundDescription | undefined {
  let found: BoundDescription | undefined
  for (const chunk of chunks) {
    const bound = chunk[side]
    if (bound === undefined && chunk.nulls !== chunk.values) return undefined
    if (bound && (found === undefined || isFurther(bound.value, found.value))) found = bound
  }
  return found
}

/** The order of values as they are shown: numbers by size, texts and bytes as bytes. ISO 8601 texts sort as their instants do. */
function comparison(element: SchemaElement): (a: Value, b: Value) => number {
  const meaning = annotation(element)
  if (meaning.kind !== 'decimal') return compareStored
  return (a, b) => compareStored(unscaled(a), unscaled(b))
}

const unscaled = (value: Value): bigint => BigInt(String(value).replace('.', ''))

function compareStored(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b))
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b)
  const [left, right] = [a ?? 0, b ?? 0]
  return left < right ? -1 : left > right ? 1 : 0
}
