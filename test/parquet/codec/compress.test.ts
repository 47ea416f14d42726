import { createHash, randomFillSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { constants } from 'node:zlib'
import { compressors } from 'hyparquet-compressors'
import { compressor, formatName } from '../../../src/parquet/codec/compress.ts'
import { decompressors, maxPageBytes } from '../../../src/parquet/codec/decompress.ts'
import { compressOnce, zstdCompressor } from '../../../src/parquet/codec/zstd-compressor.ts'
import { CODECS, type Codec } from '../../../src/schema/codec.ts'

const compressing: readonly Codec[] = [...CODECS.filter(codec => codec !== 'none'), 'zstd-19', 'gzip-1', 'gzip-9', 'brotli-0', 'brotli-11']
const noise = randomFillSync(new Uint8Array(1_000_000)) // several pieces of output
const text = readFileSync('node_modules/vega-datasets/data/airports.csv')
const run = new Uint8Array(1_000_000).fill(7)

describe.each(compressing)('%s', codec => {
  const compress = compressor(codec)

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a byte', Uint8Array.of(1)],
    ['noise', noise],
    ['a run', run],
    ['text', text],
  ])('comes back, from our decompressor and from another: %s', (_, body) => {
    const compressed = Uint8Array.from(compress(body))
    for (const each of [decompressors, compressors]) {
      if (each === compressors && body.length === 0) continue // hyparquet's make an error of it
      expect(Buffer.compare(each[formatName(codec)]?.(compressed, body.length) ?? Uint8Array.of(0), body)).toBe(0)
    }
  })

  it('gives the same bytes every time, whatever was compressed in between', () => {
    const first = Uint8Array.from(compress(text))
    compress(noise)
    expect(Buffer.compare(compress(text), first)).toBe(0)
    expect(first.length).toBeLessThan(text.length * 0.7)
  })

  it('never comes back longer than was announced', () => {
    const bomb = Uint8Array.from(compress(run))
    const decompress = decompressors[formatName(codec)] ?? (() => run)
    const outcome = (() => {
      try {
        return decompress(bomb, 1000).length
      } catch {
        return 0
      }
    })()
    expect(outcome).toBeLessThanOrEqual(1000)
    expect(() => decompress(bomb, maxPageBytes + 1)).toThrow('at most')
  })
})

it('a zstd frame is the one that the public function makes, level by level', () => {
  for (const level of [1, 3, 9]) {
    const compressor = zstdCompressor(level)
    for (const body of [text, noise, run, new Uint8Array(0), text.subarray(0, 100), new Uint8Array(3_000_000).fill(1)]) {
      expect(Buffer.compare(compressor(body), compressOnce(body, { [constants.ZSTD_c_compressionLevel]: level }))).toBe(0)
    }
  }
})

/**
 * Of Node 22.23, 24.21 and 26.10 on x64 alike (zstd 1.5.7; zlib 1.3.1 and 1.3.2.1; brotli 1.1.0 and 1.2.0). Where a newer Node gives others,
 * the same input gives other bytes from then on: the changelog has to say so.
 */
const knownBytes: Partial<Record<Codec, string>> = {
  zstd: '4aa774ec83ec443e',
  'zstd-9': '12cf123bf48e3364',
  'zstd-19': '1a358f505a6bc71d',
  snappy: 'd20d0131a23cfb4d',
  gzip: '8cbdf112cdb81a71',
  'gzip-9': '432d47fddeee4d84',
  brotli: '3ef0a7a0349bd467',
  'brotli-11': 'e085009ff287609e',
  lz4_raw: 'b8d05d352d6d1f36',
}

it.each(Object.entries(knownBytes))('%s gives the bytes that it gave in earlier versions of Node', (codec, hash) => {
  const compressed = compressor(codec as Codec)(text)
  expect(createHash('sha256').update(compressed).digest('hex').slice(0, 16)).toBe(hash)
})

it('a zstd frame says how long its content is', () => {
  // Spec: RFC 8878, 3.1.1.1: the two topmost bits of the frame header descriptor, or its single segment bit.
  const descriptor = compressor('zstd')(run)[4] ?? 0
  expect(descriptor & 0b1110_0000).not.toBe(0)
})
