// The slow road to floats on its own: the kernel takes it for few texts, so that tests of the kernel seldom see it.

import { roundToFloat } from '../../src/kernel/round-number.ts'
import { parseFloating } from '../oracle/parse-number.ts'
import { Random, testSeed } from '../oracle/random.ts'
import { hardCases } from './hard-cases.ts'

const seed = testSeed()
const isNumber = (text: string) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)

/** Texts that lie half-way between two floats, or so near that their doubles do. */
function nearHalfway(random: Random): string {
  const bits = new DataView(random.bytes(4).buffer)
  const float = Math.abs(bits.getFloat32(0))
  bits.setUint32(0, (bits.getUint32(0) & 0x7fffffff) + 1)
  const halfway = float / 2 + bits.getFloat32(0) / 2 // exact as a double
  if (!Number.isFinite(halfway) || halfway === 0) return '0'
  const exact = halfway.toFixed(Math.min(100, Math.max(0, 60 - Math.floor(Math.log10(halfway)))))
  return `${random.pick(['', '-', '+'])}${exact}${random.pick(['', '0', '1', '000000001'])}`
}

describe('rounding text to a float', () => {
  it.each([...hardCases.float!, ...hardCases.double!].filter(isNumber))('is exact for %s', text => {
    expect({ value: roundToFloat(text) }).toEqual(parseFloating(text, 'float'))
  })

  it(`is exact for 5000 seeded texts near the middle between two floats (SEED=${seed})`, () => {
    const random = new Random(seed)
    const texts = Array.from({ length: 5000 }, () => nearHalfway(random)).filter(isNumber)
    const wrong = texts.filter(text => {
      const expected = parseFloating(text, 'float')
      return !('value' in expected) || !Object.is(roundToFloat(text), expected.value)
    })
    expect(wrong).toEqual([])
  })
})
