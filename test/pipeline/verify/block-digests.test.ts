import { BlockDigests, blockBytes, firstDifference } from '../../../src/pipeline/verify/block-digests.ts'

function digestsOf(...chunks: Uint8Array[]): BlockDigests {
  const digests = new BlockDigests()
  for (const chunk of chunks) digests.update(chunk)
  return digests.end()
}

const bytes = new Uint8Array(2 * blockBytes + 100).map((_, at) => (at * 31) % 251)

it('does not depend on how the bytes are cut', () => {
  const cuts = [1, 1000, blockBytes - 1, blockBytes, blockBytes + 1]
  const whole = digestsOf(bytes)
  for (const cut of cuts)
    expect(digestsOf(bytes.subarray(0, cut), bytes.subarray(cut))).toMatchObject({ digests: whole.digests, bytes: bytes.length })
})

it.each([0, blockBytes - 1, blockBytes, 2 * blockBytes + 99])('finds the block of a byte that differs: %i', at => {
  const start = Math.floor(at / blockBytes) * blockBytes
  expect(firstDifference(digestsOf(bytes), digestsOf(bytes.with(at, 255)))).toEqual({
    start,
    end: Math.min(start + blockBytes, bytes.length),
  })
})

it('finds where one of two is longer, and nothing where they are the same', () => {
  expect(firstDifference(digestsOf(bytes), digestsOf(bytes.subarray(0, 2 * blockBytes)))).toEqual({
    start: 2 * blockBytes,
    end: bytes.length,
  })
  expect(firstDifference(digestsOf(), digestsOf(bytes.subarray(0, 5)))).toEqual({ start: 0, end: 5 })
  expect(firstDifference(digestsOf(bytes), digestsOf(bytes))).toBeUndefined()
  expect(firstDifference(digestsOf(), digestsOf())).toBeUndefined()
})
