import { Random, testSeed } from './random.ts'
import { roundDecimal } from './round-decimal.ts'

describe('roundDecimal', () => {
  it('rounds doubles as Number() does, which V8 rounds correctly', () => {
    const random = new Random(testSeed())
    for (let i = 0; i < 5000; i++) {
      const digits = random.between(0n, 10n ** BigInt(1 + random.below(30)))
      const exponent = random.between(-345n, 310n)
      const text = `${digits}e${exponent}`
      expect([random.seed, text, roundDecimal(digits, exponent, 'double')]).toEqual([random.seed, text, Number(text)])
    }
  })

  it('is exact for every float written out in full, and rounds what lies between two of them to the nearer', () => {
    const random = new Random(testSeed())
    for (let i = 0; i < 2000; i++) {
      const bits = random.below(0x7f7fffff)
      const [low, high] = [floatOf(bits), floatOf(bits + 1)]
      // In units of 2^-150, half the smallest float: whole numbers all of them.
      const [a, b] = [inHalfUnits(low), inHalfUnits(high)]
      const middle = (a + b) / 2n
      const round = (units: bigint, nudge: bigint): number => roundDecimal(units * 5n ** 150n * 10n + nudge, -151n, 'float')
      const told = { seed: random.seed, bits }
      expect({ ...told, value: round(a, 0n) }).toEqual({ ...told, value: low })
      expect({ ...told, value: round(middle, -1n) }).toEqual({ ...told, value: low })
      expect({ ...told, value: round(middle, 0n) }).toEqual({ ...told, value: bits % 2 === 0 ? low : high })
      expect({ ...told, value: round(middle, 1n) }).toEqual({ ...told, value: high })
    }
  })

  it('overflows half-way above the largest float', () => {
    const half = 2n ** 128n - 2n ** 103n
    expect(roundDecimal(half - 1n, 0n, 'float')).toBe(3.4028234663852886e38)
    expect(roundDecimal(half, 0n, 'float')).toBe(Number.POSITIVE_INFINITY)
  })
})

function floatOf(bits: number): number {
  const view = new DataView(new ArrayBuffer(4))
  view.setUint32(0, bits)
  return view.getFloat32(0)
}

/** A float is a double, so scaling by powers of two is exact; in two steps, since 2^150 times the largest is beyond doubles. */
function inHalfUnits(float: number): bigint {
  return float < 1 ? BigInt(float * 2 ** 150) : BigInt(float * 2 ** 100) * 2n ** 50n
}
