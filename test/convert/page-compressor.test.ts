// Which pages the kernel makes zstd frames of, and that these are the better ones.

import { zstdDecompressSync } from 'node:zlib'
import { pageCompressor } from '../../src/convert/page-compressor.ts'
import { Kernel } from '../../src/kernel/kernel.ts'
import { kernelModule } from '../../src/kernel/kernel-file.ts'
import { compressor } from '../../src/parquet/codec/compress.ts'
import type { PageEncoding } from '../../src/parquet/encoded-page.ts'
import type { Codec } from '../../src/schema/codec.ts'
import type { ColumnType } from '../../src/schema/column-type.ts'
import type { Column } from '../../src/schema/dataset.ts'
import { bodies } from '../kernel/random-bodies.ts'
import { Random } from '../oracle/random.ts'

const random = new Random(1)
const amounts = bodies['numbers below a limit']!(random, 300_000, 8)
const noise = random.bytes(300_000)

/** Repeats, but not from value to value. */
const rotating = Uint8Array.from(amounts, (_, i) => noise[i % 4096]!)

function pages(type: ColumnType, codec: Codec = 'zstd') {
  const kernel = new Kernel(kernelModule())
  const compress = pageCompressor(kernel, { name: 'x', type, nullable: false } as Column, codec, compressor(codec, kernel))
  return (body: Uint8Array, encoding: PageEncoding = 'PLAIN') => {
    const address = kernel.place(body)
    return Uint8Array.from(compress(kernel.bytes(address, body.length), encoding))
  }
}

const ofNode = (body: Uint8Array, codec: Codec = 'zstd') => Uint8Array.from(compressor(codec)(body))

it.each<ColumnType>([{ name: 'long' }, { name: 'double' }, { name: 'timestamp' }, { name: 'decimal', precision: 18, scale: 2 }])(
  'values of $name that have bytes in common come smaller than from zstd, and come back',
  type => {
    const page = pages(type)
    for (const body of [amounts, amounts.subarray(8000), amounts.subarray(0, 100_000)]) {
      const compressed = page(body)
      expect(compressed.length).toBeLessThan(ofNode(body).length)
      expect(zstdDecompressSync(compressed).equals(body)).toBe(true)
    }
  },
)

it.each<[string, Uint8Array, ColumnType, PageEncoding]>([
  ['text', amounts, { name: 'string' }, 'PLAIN'],
  ['booleans', amounts, { name: 'boolean' }, 'PLAIN'],
  ['indices', amounts, { name: 'long' }, 'RLE_DICTIONARY'],
  ['deltas', amounts, { name: 'long' }, 'DELTA_BINARY_PACKED'],
  ['short pages', amounts.subarray(0, 32_000), { name: 'long' }, 'PLAIN'],
  ['noise', noise, { name: 'long' }, 'PLAIN'],
  ['what repeats at another distance', rotating, { name: 'long' }, 'PLAIN'],
])("frames are node's for %s", (_, body, type, encoding) => {
  expect(pages(type)(body, encoding)).toEqual(ofNode(body))
})

it.each<Codec>(['snappy', 'gzip', 'lz4_raw', 'none'])('%s stays what it is', codec => {
  expect(pages({ name: 'long' }, codec)(amounts)).toEqual(ofNode(amounts, codec))
})

it('the first page decides for the column chunk, but for pages without anything in common', () => {
  const page = pages({ name: 'long' })
  expect(page(rotating)).toEqual(ofNode(rotating))
  expect(page(amounts)).toEqual(ofNode(amounts))
  const other = pages({ name: 'long' })
  expect(other(amounts).length).toBeLessThan(ofNode(amounts).length)
  expect(other(noise)).toEqual(ofNode(noise))
  expect(zstdDecompressSync(other(rotating)).equals(rotating)).toBe(true)
})
