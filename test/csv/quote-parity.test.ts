// Parity by SIMD against a byte at a time, however the stream is cut into pieces.

import { QuoteParity } from '../../src/csv/quote-parity.ts'
import { Kernel } from '../../src/kernel/kernel.ts'
import { kernelModule } from '../../src/kernel/kernel-file.ts'
import { defaultDialect } from '../../src/schema/dialect.ts'
import { Random, testSeed } from '../oracle/random.ts'

const seed = testSeed()

/** What the quotes of a text say: undefined where one stands neither at a field's edge nor beside another quote. */
function slowly(text: string): boolean | undefined {
  let isInside = false
  for (let at = 0; at < text.length; at++) {
    if (isInside && text[at] === '"') {
      isInside = false
      if (!/^["\n\r,]?$/.test(text.charAt(at + 1))) return undefined
    } else if (text[at] === '"') {
      isInside = true
      if (!/^["\n\r,]?$/.test(text.charAt(at - 1))) return undefined
    }
  }
  return isInside
}

function follow(parity: QuoteParity, pieces: readonly string[]): boolean | undefined {
  parity.begin()
  return pieces.every(piece => parity.follow(Buffer.from(piece))) ? parity.isInside : undefined
}

function randomPieces(random: Random, text: string): string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length; ) {
    const length = random.pick([0, 1, 2, 63, 64, 65, random.below(200)])
    pieces.push(text.slice(at, at + length))
    at += length
  }
  return pieces
}

it(`tells the same as its twin (SEED=${seed})`, () => {
  const kernel = new Kernel(kernelModule())
  kernel.exports.setDialect(0x2c, 0x22, 0x22, 0)
  kernel.input.reserve(128)
  const parity = new QuoteParity(kernel, defaultDialect)
  const random = new Random(seed)
  const seen = { inside: 0, outside: 0, untold: 0 }
  for (let i = 0; i < 20_000; i++) {
    const field = () => random.pick(['', 'x', 'x'.repeat(random.below(70)), '"a"', '""', '"a,""b\n"', `"${'y'.repeat(random.below(200))}"`])
    const mark = () => (random.once(60) ? random.pick(['"', '""', 'z"', '" ']) : '')
    const text = Array.from({ length: random.below(20) }, () => `${field()}${mark()}${random.pick([',', '\n', '\r\n', '\r'])}`).join('')
    const pieces = randomPieces(random, text.slice(0, text.length - random.below(3)))
    const expected = slowly(pieces.join(''))
    expect({ pieces, isInside: follow(parity, pieces) }).toEqual({ pieces, isInside: expected })
    seen[expected === undefined ? 'untold' : expected ? 'inside' : 'outside']++
  }
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(500)
})

it.each([
  ['another escape', { ...defaultDialect, escape: '\\' }],
  ['comments', { ...defaultDialect, comment: '#' }],
])('does not count quotes where there are %s', (_, dialect) => {
  const kernel = new Kernel(kernelModule())
  kernel.input.reserve(128)
  const parity = new QuoteParity(kernel, dialect)
  expect(parity.follow(Buffer.from('a,b\n'))).toBe(true)
  expect(parity.follow(Buffer.from('a,"b"\n'))).toBe(false)
})
