import { constants, zstdCompressSync } from 'node:zlib'
import { cutAtFrameEnds, isZstdMagic } from '../../src/csv/zstd-frames.ts'
import { Chunks, collect } from './streams.ts'

// Without the decoder behind it, which notices some of this by itself.

const frame = (text: string | Uint8Array, checksum: boolean): Buffer =>
  zstdCompressSync(text, { params: { [constants.ZSTD_c_checksumFlag]: Number(checksum) } })
const skippable = Buffer.from([0x5f, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])
const frames = [
  frame('', true),
  frame('a,b\n1,2\n', false),
  skippable,
  frame('x,y\n'.repeat(100_000), true), // several blocks, one of them run-length
  frame(
    Uint8Array.from({ length: 300 }, (_, i) => i * 37),
    true,
  ), // raw
]
const ends = frames.map((_, i) => Buffer.concat(frames.slice(0, i + 1)).length)

async function pieces(bytes: Uint8Array, chunkSize: number): Promise<Uint8Array[]> {
  const all: Uint8Array[] = []
  for await (const piece of cutAtFrameEnds(Chunks.of(bytes, chunkSize))) all.push(new Uint8Array(piece))
  return all
}

describe('cutAtFrameEnds', () => {
  it.each([1, 2, 3, 5, 17, 100_000])('cuts chunks of %d bytes at every frame end and loses nothing', async size => {
    const bytes = Buffer.concat(frames)
    const cut = await pieces(bytes, size)
    expect(Buffer.concat(cut)).toEqual(bytes)
    let offset = 0
    const offsets = new Set(cut.map(piece => (offset += piece.length)))
    for (const end of ends) expect(offsets).toContain(end)
    if (size > bytes.length) expect(cut).toHaveLength(frames.length)
  })

  it('sees every cut but those at frame ends', async () => {
    const bytes = Buffer.concat(frames)
    for (let length = 1; length < bytes.length; length++) {
      const outcome = collect(cutAtFrameEnds(Chunks.of(bytes.subarray(0, length), 50)))
      if (ends.includes(length)) await expect(outcome).resolves.toHaveLength(length)
      else await expect(outcome).rejects.toMatchObject({ data: { code: 'SOURCE_TRUNCATED' } })
    }
  })

  it('sees what is no frame behind a frame', async () => {
    const outcome = collect(cutAtFrameEnds(Chunks.of(Buffer.concat([frames[1]!, Buffer.from('text')]))))
    await expect(outcome).rejects.toMatchObject({ data: { code: 'SOURCE_CORRUPT' } })
  })
})

it('isZstdMagic knows frames and all sixteen skippable ones', () => {
  expect(isZstdMagic(frames[0]!)).toBe(true)
  for (let variant = 0; variant < 16; variant++) expect(isZstdMagic(Buffer.from([0x50 + variant, 0x2a, 0x4d, 0x18]))).toBe(true)
  for (const other of ['', 'a,b', 'a,b\n', '\x40\x2a\x4d\x18', '\x60\x2a\x4d\x18']) expect(isZstdMagic(Buffer.from(other))).toBe(false)
})
