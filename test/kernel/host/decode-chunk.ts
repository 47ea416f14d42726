// Reads what the kernel encoded, written from the specification alone (parquet-format, Encodings.md): data page v1 bodies, whatever their
// encoding, and the dictionary page's body.

import type { PageEncoding, ValueEncoding } from '../../../src/parquet/encoded-page.ts'
import type { Value } from '../../oracle/value.ts'
import { ByteReader } from './byte-reader.ts'
import { decodeDeltaBinaryPacked, decodeDeltaByteArray, decodeDeltaLengthByteArray, joinByteStreams } from './decode-delta.ts'
import type { HostColumn } from './host-column.ts'
import { type KernelColumn, kernelColumn } from './host-column.ts'

export interface HostPage {
  encoding: PageEncoding
  body: Uint8Array
  rowCount: number
  nullCount: number
  nanCount: number
  min: Uint8Array | undefined
  max: Uint8Array | undefined
}

export interface HostChunk {
  pages: HostPage[]
  dictionary: { body: Uint8Array; valueCount: number } | undefined
}

/** All values of a column chunk, page after page. Throws where the bytes are not what the specification says. */
export function decodeChunk({ pages, dictionary }: HostChunk, column: HostColumn): (Value | null)[] {
  const entries = dictionary === undefined ? [] : decodePlain(new ByteReader(dictionary.body), dictionary.valueCount, column)
  return pages.flatMap(page => decodePage(page, entries, column))
}

/** One value in its PLAIN form without a length in front: how statistics hold their bounds. */
export function decodeBound(bytes: Uint8Array, column: HostColumn): Value {
  if (kernelColumn(column).storage === 'bytes') return bytes
  return decodePlain(new ByteReader(bytes), 1, column)[0]!
}

export function decodePage(page: HostPage, entries: readonly Value[], column: HostColumn): (Value | null)[] {
  const reader = new ByteReader(page.body)
  const levels = column.nullable === false ? Array<number>(page.rowCount).fill(1) : decodeLevels(reader, page.rowCount)
  const valueCount = levels.filter(level => level === 1).length
  if (page.rowCount - valueCount !== page.nullCount) throw new Error(`${page.nullCount} nulls were told, the levels have others`)
  const values =
    page.encoding === 'RLE_DICTIONARY'
      ? decodeIndices(reader, valueCount).map(index => entry(entries, index))
      : decodeValues(reader, page.encoding, valueCount, column)
  if (!reader.atEnd) throw new Error('bytes are left over at the end of the page')
  let next = 0
  return levels.map(level => (level === 1 ? values[next++]! : null))
}

function entry(entries: readonly Value[], index: number): Value {
  const value = entries[index]
  if (value === undefined) throw new Error(`index ${index} in a dictionary of ${entries.length} entries`)
  return value
}

/** Definition levels of data page v1, and booleans in RLE: byte length (u32), then the hybrid with a width of one bit. */
function decodeLevels(reader: ByteReader, count: number): number[] {
  const part = new ByteReader(reader.take(reader.word()))
  const levels = decodeHybrid(part, count, 1)
  if (!part.atEnd) throw new Error('bytes are left over behind the levels')
  return levels
}

function decodeIndices(reader: ByteReader, count: number): number[] {
  const width = reader.byte()
  if (width < 1 || width > 32) throw new Error(`an index width of ${width} bits`)
  return decodeHybrid(reader, count, width)
}

/** Only the last run may hold more values than are wanted: those that fill up its last group of eight. */
function decodeHybrid(reader: ByteReader, count: number, width: number): number[] {
  const values: number[] = []
  while (values.length < count) {
    const header = reader.varint()
    if (header & 1) unpack(reader.take((header >> 1) * width), width, values)
    else repeat(reader, header >> 1, width, values)
  }
  if (values.length - count > 7) throw new Error('more values than the page has')
  return values.slice(0, count)
}

function unpack(bytes: Uint8Array, width: number, values: number[]): void {
  const bitAt = (bit: number) => (bytes[bit >> 3]! >> (bit & 7)) & 1
  for (let start = 0; start < bytes.length * 8; start += width) {
    let value = 0
    for (let bit = width - 1; bit >= 0; bit--) value = value * 2 + bitAt(start + bit)
    values.push(value)
  }
}

function repeat(reader: ByteReader, count: number, width: number, values: number[]): void {
  let value = 0
  for (const [index, byte] of reader.take(Math.ceil(width / 8)).entries()) value += byte * 256 ** index
  for (let i = 0; i < count; i++) values.push(value)
}

function decodeValues(reader: ByteReader, encoding: ValueEncoding, count: number, column: HostColumn): Value[] {
  const { storage, fixedLength } = kernelColumn(column)
  const widths = { bits: 0, bytes: 0, four: 4, eight: 8, fixed: fixedLength }
  switch (encoding) {
    case 'PLAIN':
      return decodePlain(reader, count, column)
    case 'RLE':
      return decodeLevels(reader, count).map(level => level === 1)
    case 'DELTA_BINARY_PACKED':
      return decodeDeltaBinaryPacked(reader, count, 8 * widths[storage])
    case 'DELTA_LENGTH_BYTE_ARRAY':
      return decodeDeltaLengthByteArray(reader, count)
    case 'DELTA_BYTE_ARRAY':
      return decodeDeltaByteArray(reader, count)
    case 'BYTE_STREAM_SPLIT':
      return decodePlain(new ByteReader(joinByteStreams(reader, count, widths[storage])), count, column)
  }
}

function decodePlain(reader: ByteReader, count: number, column: HostColumn): Value[] {
  const layout = kernelColumn(column)
  if (layout.storage === 'bits') {
    const bytes = reader.take(Math.ceil(count / 8))
    return Array.from({ length: count }, (_, i) => ((bytes[i >> 3]! >> (i & 7)) & 1) === 1)
  }
  return Array.from({ length: count }, () => plainValue(reader, layout, column))
}

function plainValue(reader: ByteReader, { storage, fixedLength }: KernelColumn, { type }: HostColumn): Value {
  switch (storage) {
    case 'bytes':
      return reader.take(reader.word())
    case 'fixed':
      return type.name === 'decimal' ? bigEndian(reader.take(fixedLength)) : reader.take(fixedLength)
    case 'four':
      return type.name === 'float' ? reader.view(4).getFloat32(0, true) : BigInt(reader.view(4).getInt32(0, true))
    default:
      return type.name === 'double' ? reader.view(8).getFloat64(0, true) : reader.view(8).getBigInt64(0, true)
  }
}

function bigEndian(bytes: Uint8Array): bigint {
  const unsigned = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  return BigInt.asIntN(bytes.length * 8, unsigned)
}
