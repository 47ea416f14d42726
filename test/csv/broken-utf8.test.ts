import { isUtf8 } from 'node:buffer'
import { brokenUtf8, wholeCharacters } from '../../src/csv/broken-utf8.ts'
import { Random, testSeed } from '../oracle/random.ts'

const seed = testSeed()

/** Looks at every beginning. */
function slowly(bytes: Uint8Array): number {
  let end = 0
  for (let length = 1; length <= bytes.length; length++) if (isUtf8(bytes.subarray(0, length))) end = length
  return end
}

it(`finds the first byte that is no UTF-8 (SEED=${seed})`, () => {
  const random = new Random(seed)
  for (let i = 0; i < 3_000; i++) {
    const pieces = Array.from({ length: random.below(12) }, () => random.pick(['a', 'é', '東', '🚀', 'bc']))
    const broken = random.pick([[0xf6], [0x80], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xe6, 0x9d], [0xf0, 0x9f, 0x9a], [0xff]])
    const bytes = Buffer.concat([Buffer.from(pieces.join('')), Buffer.from(broken), Buffer.from(random.pick(['', 'x', 'ü', '東京']))])
    expect({ bytes, at: brokenUtf8(bytes) }).toEqual({ bytes, at: slowly(bytes) })
  }
})

it('leaves a character out that is cut off', () => {
  for (const character of ['é', '東', '🚀']) {
    const bytes = Buffer.from(`a${character}`)
    for (let end = 2; end < bytes.length; end++) expect(wholeCharacters(bytes.subarray(0, end))).toBe(1)
    expect(wholeCharacters(bytes)).toBe(bytes.length)
  }
})
