// Long decimals that their double gives back: the kernel's exact arithmetic (kernel/shortest-double.ts) against JavaScript's own texts of doubles.

import { ALIVE, evidenceBytes, evidenceOf } from '../../src/kernel/evidence.ts'
import { Kernel } from '../../src/kernel/kernel.ts'
import { kernelModule } from '../../src/kernel/kernel-file.ts'
import { Random, testSeed } from '../oracle/random.ts'
import { lines, range } from './one-column.ts'

const seed = testSeed()
const count = 20_000

/** Whether the kernel lets each text, in a column of its own, be a double. */
function survivesInKernel(texts: readonly string[]): boolean[] {
  const source = lines(texts)
  const kernel = new Kernel(kernelModule())
  const { exports } = kernel
  exports.setDialect(0x2c, 0x22, 0x22, 0)
  kernel.input.reserve(source.length)
  kernel.input.view(0, source.length).set(source)
  exports.scan(0, source.length, 1)
  exports.indexRows(0, 1)
  return texts.map((_, row) => {
    const evidence = exports.createEvidence(0)
    exports.observeRows(evidence, row, row + 1)
    return (evidenceOf(kernel.bytes(evidence, evidenceBytes)).alive & ALIVE.double) !== 0
  })
}

/** Texts of 16 and 17 digits, of `double`: its shortest, one digit beside it, and with a digit too many. */
function around(double: number): string[] {
  const text = String(double)
  const beside = (by: number) => `${text.slice(0, -1)}${(Number(text.at(-1)) + by) % 10 || 1}`
  return [text, beside(1), beside(9), double.toPrecision(17), double.toPrecision(16)]
}

const kinds: [string, (random: Random) => number][] = [
  ['coordinates', random => -180 + (360 * random.below(2 ** 32)) / 2 ** 32 + random.below(1000) / 2 ** 45],
  ['32-bit floats', random => Math.fround(-74 + random.below(2 ** 20) * 2 ** -18)],
  ['large amounts', random => random.below(2 ** 31) * 1000 + random.below(2 ** 20) / 2 ** 20],
  ['powers of two and what lies beside them', random => 2 ** (2 + random.below(50)) * (1 + (random.below(3) - 1) * 2 ** -52)],
  ['quotients', random => (1 + random.below(2 ** 30)) / (1 + random.below(2 ** 20))],
]

describe('a double gives a long decimal back', () => {
  it.each(kinds)(`for %s where JavaScript's text says so (SEED=${seed})`, (_, next) => {
    const random = new Random(seed)
    const texts = range(count / 5)
      .flatMap(() => around(next(random)))
      .filter(text => /^-?(0|[1-9]\d*)\.\d*[1-9]$/.test(text))
    const survives = survivesInKernel(texts)
    const wrong = texts.filter((text, i) => survives[i] !== (String(Number(text)) === text))
    expect(texts.length).toBeGreaterThan(count / 10)
    expect(wrong).toEqual([])
  })
})
