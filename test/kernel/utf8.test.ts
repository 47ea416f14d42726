// Whole blocks are looked at for UTF-8 at once: each bad sequence alone in a block, wherever it stands, against the platform's own decoder.

import { Random, testSeed } from '../oracle/random.ts'
import { KernelHost } from './host/kernel-host.ts'
import { range, text } from './one-column.ts'

const seed = testSeed()
const characters = ['a', 'é', '\u07ff', '\u0800', '€', '\ud7ff', '\ue000', '\uffff', '😀', '\u{10000}', '\u{10ffff}'].map(each =>
  Buffer.from(each),
)
const hostile = [
  '80',
  'bf',
  'c080',
  'c1bf',
  'c2',
  'c241',
  'c2c2',
  'e08080',
  'e09fbf',
  'e0a0',
  'e2822f',
  'eda080',
  'edbfbf',
  'f0808080',
  'f08fbfbf',
  'f09080',
  'f0908041',
  'f4908080',
  'f5808080',
  'f8888080',
  'ff',
  'fe',
  'c3a9a9',
  'e282acac',
  'f09f9880bf',
].map(hex => Buffer.from(hex, 'hex'))

describe('a block that is not UTF-8', () => {
  it.each(range(70))('is found out with %i bytes in front of the bad ones', before => {
    for (const [i, bytes] of hostile.entries()) {
      for (const behind of [0, 1, 15, 40]) {
        const source = Buffer.concat([Buffer.alloc(before, 'a'), bytes, Buffer.alloc(behind, 'z')])
        expect([i, behind, isRefused(source)]).toEqual([i, behind, true])
      }
      expect(isRefused(Buffer.concat([Buffer.alloc(before, 'a'), characters[i % characters.length]!]))).toBe(false)
    }
  })

  it(`is told from one that is, whatever the bytes (SEED=${seed})`, () => {
    const random = new Random(seed)
    for (let round = 0; round < 3000; round++) {
      const source = Buffer.concat(range(1 + random.below(60)).map(() => random.pick(characters)))
      if (random.once(2)) source[random.below(source.length)] = 0x80 | random.below(0x80)
      if (random.once(8)) source[random.below(source.length)] = 0x61
      const field = source.subarray(0, source.length - random.below(3))
      if (field.length > 0) expect([round, field.toString('hex'), isRefused(field)]).toEqual([round, field.toString('hex'), !isText(field)])
    }
  })

  it('is found out where text follows in the next block', () => {
    const host = new KernelHost({ columns: [text] })
    const source = Buffer.from('c3a90ac30aa90a', 'hex')
    expect(host.run(source, [3, 5]).rows.map(row => row.badValues.length)).toEqual([0, 1, 1])
  })
})

const host = new KernelHost({ columns: [text] })

function isRefused(field: Uint8Array): boolean {
  return host.run(Buffer.concat([field, Buffer.from('\n')])).rows[0]!.badValues.length > 0
}

function isText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
