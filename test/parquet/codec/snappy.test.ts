import { readFileSync } from 'node:fs'
import { snappyUncompress } from 'hyparquet'
import { compressSnappy } from '../../../src/parquet/codec/snappy.ts'

const csv = readFileSync('node_modules/vega-datasets/data/airports.csv')

function roundTrip(text: Uint8Array): Uint8Array {
  const back = new Uint8Array(text.length)
  snappyUncompress(compressSnappy(text), back)
  return back
}

describe('compressSnappy', () => {
  it.each([
    ['nothing', new Uint8Array(0), '00'],
    ['one byte: a literal', Buffer.from('a'), '010061'],
    ['a run: a literal, then a copy of itself', Buffer.from('aaaaaaaaaa'), '0a00611501'],
  ])('writes the format: %s', (_, text, expected) => {
    expect(Buffer.from(compressSnappy(text)).toString('hex')).toBe(expected)
  })

  it('comes back at every length around its literal and copy headers', () => {
    for (const length of [...Array(140).keys(), 255, 256, 257, 65_535, 65_536, 65_537, 70_000]) {
      const run = Buffer.alloc(length, 'x')
      expect(Buffer.compare(roundTrip(run), run)).toBe(0)
      const text = csv.subarray(0, length)
      expect(Buffer.compare(roundTrip(text), text)).toBe(0)
    }
  })

  it('comes back when repeats lie as far back as a copy reaches, and further', () => {
    for (const gap of [60, 2043, 2044, 2047, 65_526, 65_535, 65_536, 80_000]) {
      const text = Buffer.concat([Buffer.from('0123456789'), noise(gap), Buffer.from('0123456789')])
      expect(Buffer.compare(roundTrip(text), text)).toBe(0)
    }
  })

  it('comes back from a literal whose length takes four bytes', () => {
    const text = noise(2 ** 24 + 2)
    expect(Buffer.compare(roundTrip(text), text)).toBe(0)
  })

  it('comes back for random texts of few letters', () => {
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
    console.info(`seed ${seed}`)
    const random = generator(seed)
    for (let round = 0; round < 300; round++) {
      const letters = 1 + (random() % 6)
      const text = Uint8Array.from({ length: random() % 5000 }, () => random() % letters)
      expect(Buffer.compare(roundTrip(text), text)).toBe(0)
    }
  })

  it('makes CSV three tenths smaller at least, and does not blow up noise', () => {
    expect(compressSnappy(csv).length).toBeLessThan(csv.length * 0.7)
    expect(compressSnappy(noise(100_000)).length).toBeLessThan(100_000 * 1.01)
  })
})

function noise(length: number): Uint8Array {
  const random = generator(length)
  return Uint8Array.from({ length }, () => random() & 0xff)
}

/** xorshift32 */
function generator(seed: number): () => number {
  let state = seed | 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}
