// LZ4 blocks: read back by another program for every shape of input, the edges of the format's rules included.

import { compressors } from 'hyparquet-compressors'
import { compressLz4Block } from '../../../src/parquet/codec/lz4-block.ts'
import { Random, testSeed } from '../../oracle/random.ts'

const seed = testSeed()

function expectBack(body: Uint8Array): void {
  const back = compressors.LZ4_RAW?.(compressLz4Block(body), body.length) ?? Uint8Array.of()
  expect(Buffer.compare(back, body)).toBe(0)
}

describe('an LZ4 block', () => {
  it('of nothing is a token', () => {
    expect([...compressLz4Block(new Uint8Array(0))]).toEqual([0])
  })

  it.each([1, 4, 5, 11, 12, 13, 14, 18, 19, 20, 33, 270, 271, 525, 526])('of %i equal bytes comes back', length => {
    expectBack(new Uint8Array(length).fill(7))
  })

  it.each([14, 15, 16, 269, 270, 271, 524, 525, 526])('of %i literals in front of a match comes back', length => {
    const literals = Uint8Array.from({ length }, (_, i) => (i * 167 + (i >> 8)) & 0xff)
    expectBack(Buffer.concat([literals, literals.subarray(0, 12), Buffer.alloc(20)]))
  })

  it.each([65_534, 65_535, 65_536, 65_537])('never refers further back than 65535 bytes: %i', distance => {
    const word = Buffer.from('a word that stands twice')
    expectBack(Buffer.concat([word, Buffer.alloc(distance - word.length, 1), word, Buffer.alloc(20)]))
  })

  it(`ends with five literals, and no match begins in the last twelve bytes (SEED=${seed})`, () => {
    const random = new Random(seed)
    for (let i = 0; i < 2000; i++) {
      const period = 1 + random.below(9)
      const body = Uint8Array.from({ length: 1 + random.below(300) }, (_, at) => (random.once(20) ? random.below(256) : at % period))
      expectBack(body)
      const { lastMatchStart, matchesEnd } = matchPlaces(compressLz4Block(body))
      if (lastMatchStart === undefined) continue
      expect(lastMatchStart).toBeLessThanOrEqual(body.length - 12)
      expect(matchesEnd).toBeLessThanOrEqual(body.length - 5)
    }
  })
})

/** Where the last match begins and ends in the decompressed bytes. */
function matchPlaces(block: Uint8Array): { lastMatchStart: number | undefined; matchesEnd: number } {
  let at = 0
  let out = 0
  let lastMatchStart: number | undefined
  const more = (code: number) => {
    if (code < 15) return code
    for (;;) {
      const byte = block[at++]!
      code += byte
      if (byte < 255) return code
    }
  }
  for (;;) {
    const token = block[at++]!
    const literals = more(token >> 4)
    at += literals
    out += literals
    if (at >= block.length) return { lastMatchStart, matchesEnd: out - literals }
    at += 2
    lastMatchStart = out
    out += more(token & 15) + 4
  }
}
