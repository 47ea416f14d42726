// Compressed sources through the whole conversion: what they hold comes out as if it were plain; a wrong end fails it, though every row may
// have been seen by then (convertBytes checks that all outputs are aborted).

import { gzipSync, zstdCompressSync } from 'node:zlib'
import { type ConvertBytesOptions, convertBytes, inChunks } from './convert-bytes.ts'

const text = `id,note\n${Array.from({ length: 20_000 }, (_, i) => `${i},"row ""${i % 97}"",\n${'x'.repeat(i % 50)}"\n`).join('')}`
const plain = Buffer.from(text)
const middle = text.indexOf('"",\n', text.length / 2) + 3 // between an escaped quote and a line break, inside a field
const halves = [plain.subarray(0, middle), plain.subarray(middle)] as const

const ways: ConvertBytesOptions[] = [{}, { threads: 2, rowGroupBytes: 200_000 }, { sampleBytes: 1000, blockBytes: 4096 }]

const flipped = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes)
  copy[copy.length + at] = copy.at(at)! ^ 1
  return copy
}

describe('T18, T85: gives the bytes and the content hash of the plain file', () => {
  it.each<[string, Buffer]>([
    ['gzip', gzipSync(plain)],
    ['gzip of the best level', gzipSync(plain, { level: 9 })],
    ['two gzip members, cut inside a field', Buffer.concat(halves.map(half => gzipSync(half)))],
    ['empty gzip members', Buffer.concat([gzipSync(''), ...halves.flatMap(half => [gzipSync(half), gzipSync('')])])],
    ['zstd', zstdCompressSync(plain)],
    ['two zstd frames, cut inside a field', Buffer.concat(halves.map(half => zstdCompressSync(half)))],
    ['empty zstd frames', Buffer.concat([zstdCompressSync(''), ...halves.flatMap(half => [zstdCompressSync(half), zstdCompressSync('')])])],
  ])('%s', async (_, bytes) => {
    for (const way of ways) {
      const expected = await convertBytes(plain, way)
      const { report, files } = await convertBytes(() => inChunks(bytes, 1000), way)
      expect(report.outputs[0]!.contentHash).toBe(expected.report.outputs[0]!.contentHash)
      expect(files.get('')!.equals(expected.files.get('')!)).toBe(true)
    }
  })
})

describe('T16, T17: publishes nothing of a source with', () => {
  it.each<[string, Buffer, string]>([
    ['half a gzip', gzipSync(plain).subarray(0, gzipSync(plain).length / 2), 'SOURCE_TRUNCATED'],
    ['a gzip without its trailer', gzipSync(plain).subarray(0, -8), 'SOURCE_TRUNCATED'],
    ['a gzip without its length', gzipSync(plain).subarray(0, -4), 'SOURCE_TRUNCATED'],
    ['a gzip with a wrong checksum', flipped(gzipSync(plain), -8), 'SOURCE_CORRUPT'],
    ['a gzip with a wrong length', flipped(gzipSync(plain), -1), 'SOURCE_CORRUPT'],
    ['a second gzip member that is cut', Buffer.concat([gzipSync(halves[0]), gzipSync(halves[1]).subarray(0, -1)]), 'SOURCE_TRUNCATED'],
    ['half a zstd', zstdCompressSync(plain).subarray(0, zstdCompressSync(plain).length / 2), 'SOURCE_TRUNCATED'],
    ['a zstd without its last byte', zstdCompressSync(plain).subarray(0, -1), 'SOURCE_TRUNCATED'],
    ['a zstd with a wrong checksum', flipped(zstdCompressSync(plain, { params: { 201: 1 } }), -1), 'SOURCE_CORRUPT'],
    [
      'a second zstd frame that is cut',
      Buffer.concat([zstdCompressSync(halves[0]), zstdCompressSync(halves[1]).subarray(0, -1)]),
      'SOURCE_TRUNCATED',
    ],
  ])('%s', async (_, bytes, code) => {
    for (const way of ways)
      await expect(convertBytes(() => inChunks(bytes), way)).rejects.toMatchObject({ data: { code, source: 'test.csv' } })
  })
})

it('T61: goes by the bytes, not by the name or what the source claims to be', async () => {
  const { report } = await convertBytes(zstdCompressSync(plain))
  expect(report).toMatchObject({ rowsWritten: 20_000, bytesParsed: plain.length })
  expect((await convertBytes(plain)).report).toMatchObject({ rowsWritten: 20_000, bytesRead: plain.length })
})
