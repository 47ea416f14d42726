// What stands in a data page: levels and values that decode into as many as the header says, and no more. Only what could take time or memory
// without bound is followed; the rest fails by itself when it is decoded.

import { decompressors } from '../codec/decompress.ts'
import type { CompressionCodec, Encoding } from '../format/enums.ts'
import type { PageHeader } from '../format/page-header.ts'
import { CompactReader } from '../thrift/compact-reader.ts'
import { deltaBlocks, deltaInts } from './delta-ints.ts'
import { countInRuns } from './level-runs.ts'
import type { SchemaLeaf } from './schema-leaves.ts'

/** Of the texts of a page in DELTA_BYTE_ARRAY, where few bytes can say very many. */
const maxTextBytes = 64 * 1024 * 1024

/** @throws Error when the body is not sound */
export function checkPageBody(header: PageHeader, body: Uint8Array, codec: CompressionCodec, leaf: SchemaLeaf): void {
  if (header.data_page_header !== undefined) {
    const { num_values, encoding } = header.data_page_header
    const page = decompressed(body, header.uncompressed_page_size, codec)
    const levels = repetitionAndDefinition(page, num_values, leaf)
    checkValues(page.subarray(levels.end), num_values - levels.nulls, encoding, leaf)
  } else if (header.data_page_header_v2 !== undefined) {
    checkSecondVersion(header, header.data_page_header_v2, body, codec, leaf)
  }
}

function checkSecondVersion(
  header: PageHeader,
  v2: NonNullable<PageHeader['data_page_header_v2']>,
  body: Uint8Array,
  codec: CompressionCodec,
  leaf: SchemaLeaf,
): void {
  const { num_values, encoding, repetition_levels_byte_length: repetition, definition_levels_byte_length: definition } = v2
  const levels = repetition + definition
  if (repetition < 0 || definition < 0 || levels > body.length) throw new RangeError('the levels do not fit the page')
  if (leaf.maxRepetition > 0) countInRuns(body.subarray(0, repetition), bitWidth(leaf.maxRepetition), num_values, 0)
  const present =
    leaf.maxDefinition === 0
      ? num_values
      : countInRuns(body.subarray(repetition, levels), bitWidth(leaf.maxDefinition), num_values, leaf.maxDefinition)
  if (v2.num_nulls !== num_values - present)
    throw new RangeError(`the header says ${v2.num_nulls} nulls, the levels ${num_values - present}`)
  const rest = body.subarray(levels)
  const values = v2.is_compressed === false ? rest : decompressed(rest, header.uncompressed_page_size - levels, codec)
  checkValues(values, present, encoding, leaf)
}

function decompressed(bytes: Uint8Array, size: number, codec: CompressionCodec): Uint8Array {
  const page = codec === 'UNCOMPRESSED' ? bytes : decompressors[codec]?.(bytes, size)
  if (page?.length !== size) throw new RangeError(`${page?.length} bytes instead of ${size}`)
  return page
}

/** The first version's levels: each a length and as many bytes of runs. */
function repetitionAndDefinition(
  page: Uint8Array,
  values: number,
  { maxRepetition, maxDefinition }: SchemaLeaf,
): { end: number; nulls: number } {
  let end = 0
  let nulls = 0
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength)
  for (const [most, isDefinition] of [
    [maxRepetition, false],
    [maxDefinition, true],
  ] as const) {
    if (most === 0) continue
    const start = end + 4
    end = start + view.getUint32(end, true)
    if (end > page.length) throw new RangeError('the levels do not fit the page')
    const found = countInRuns(page.subarray(start, end), bitWidth(most), values, most)
    if (isDefinition) nulls = values - found
  }
  return { end, nulls }
}

/** @param count of values that are not null */
function checkValues(bytes: Uint8Array, count: number, encoding: Encoding, { element }: SchemaLeaf): void {
  switch (encoding) {
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY':
      if (count > 0) countInRuns(bytes.subarray(1), bytes[0] ?? 0, count, 0)
      return
    case 'BYTE_STREAM_SPLIT':
      if (count * (element.type_length ?? 4) > Math.max(bytes.length, 4 * count))
        throw new RangeError(`${count} values do not fit the page`)
      return
    case 'DELTA_BINARY_PACKED':
      if (count > 0) deltaBlocks(new CompactReader(bytes))
      return
    case 'DELTA_LENGTH_BYTE_ARRAY':
      checkLengths(bytes, count)
      return
    case 'DELTA_BYTE_ARRAY':
      checkTexts(bytes, count)
      return
    case 'RLE':
      if (count > 0) countInRuns(bytes.subarray(4), 1, count, 0)
  }
}

function checkLengths(bytes: Uint8Array, count: number): void {
  if (count === 0) return
  const { values, end } = deltaInts(bytes, count)
  const sum = values.reduce((all, length) => all + length, 0)
  if (sum > bytes.length - end) throw new RangeError(`texts of ${sum} bytes do not fit the page`)
}

function checkTexts(bytes: Uint8Array, count: number): void {
  if (count === 0) return
  const prefixes = deltaInts(bytes, count)
  const suffixes = deltaInts(bytes.subarray(prefixes.end), count)
  const sum = prefixes.values.reduce((all, length, i) => all + length + suffixes.values[i]!, 0)
  if (sum > maxTextBytes) throw new RangeError(`texts of ${sum} bytes in a page; at most ${maxTextBytes} are read`)
}

const bitWidth = (most: number): number => 32 - Math.clz32(most)
