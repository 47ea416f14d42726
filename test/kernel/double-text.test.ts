// Which ways to write a double give a number back: the kernel's arithmetic (kernel/double-text.ts), and what it asks the host (double-texts.ts),
// against the slow twin.

import { doubleTexts as askedOfHost } from '../../src/kernel/double-texts.ts'
import { ALIVE, evidenceBytes, evidenceOf } from '../../src/kernel/evidence.ts'
import { Kernel } from '../../src/kernel/kernel.ts'
import { kernelModule } from '../../src/kernel/kernel-file.ts'
import { type DoubleText, doubleTexts } from '../oracle/double-texts.ts'
import { Random, testSeed } from '../oracle/random.ts'
import { lines, range } from './one-column.ts'

const seed = testSeed()
const count = 6000

const bits: Record<DoubleText, number> = { shortest: 1, 'seventeen, even': 2, 'seventeen, up': 4 }

/** Each text in a column of its own: the ways that are left. */
function leftByKernel(texts: readonly string[]): number[] {
  const source = lines(texts)
  const kernel = new Kernel(kernelModule())
  const { exports } = kernel
  exports.setDialect(0x2c, 0x22, 0x22, 0)
  kernel.input.reserve(Math.max(1, source.length))
  kernel.input.view(0, source.length).set(source)
  exports.scan(0, source.length, 1)
  exports.indexRows(0, 1)
  return texts.map((_, row) => {
    const evidence = exports.createEvidence(0)
    exports.observeRows(evidence, row, row + 1)
    const { alive, doubleTexts } = evidenceOf(kernel.bytes(evidence, evidenceBytes))
    return alive & ALIVE.double ? doubleTexts : 0
  })
}

function ofTwin(text: string): number {
  return doubleTexts(text).reduce((sum, way) => sum | bits[way], 0)
}

/** Texts of `double`: its shortest, with 16 digits and 17, each with another one beside it. */
function around(double: number): string[] {
  const texts = [String(double), double.toPrecision(17), double.toPrecision(16), double.toPrecision(18).replace(/\d(?=e|$)/, '')]
  const beside = (text: string, by: number) => text.replace(/\d(?=e|$)/, digit => String((Number(digit) + by) % 10))
  return texts.flatMap(text => [text, beside(text, 1), beside(text, 9)]).map(asPythonDoes)
}

function asPythonDoes(text: string): string {
  const short = text.includes('.') ? text.replace(/\.?0*(?=e|$)/, '') : text
  return short.replace(/e([+-])(\d)$/, 'e$10$2')
}

/** What inference looks at by its digits: a fraction or an exponent, and at most 17 of them. */
function isForDoubles(text: string): boolean {
  const digits = text.replace(/e.*$/, '').replace(/[-.]/g, '').replace(/^0+/, '')
  return /[.e]/.test(text) && digits.length <= 17 && !/0$/.test(digits)
}

function anyDouble(random: Random): number {
  const double = new DataView(random.bytes(8).buffer).getFloat64(0)
  return Number.isFinite(double) ? double : 0
}

const kinds: [string, (random: Random) => number][] = [
  ['coordinates', random => -180 + (360 * random.below(2 ** 32)) / 2 ** 32 + random.below(1000) / 2 ** 45],
  ['32-bit floats', random => Math.fround(-74 + random.below(2 ** 20) * 2 ** -18)],
  ['32-bit floats of any size', random => Math.fround(anyDouble(random)) || Math.fround(random.below(2 ** 24) / 2 ** 40)],
  ['large amounts', random => random.below(2 ** 31) * 1000 + random.below(2 ** 20) / 2 ** 20],
  ['cents', random => random.below(1e8) / 100],
  ['parts of one', random => random.below(2 ** 32) / 2 ** 32 + random.below(2 ** 20) / 2 ** 53],
  ['small parts of one', random => random.below(2 ** 32) / 2 ** 32 / 10 ** random.below(12)],
  ['numbers with an end in binary', random => random.below(2 ** 31) / 2 ** random.below(60)],
  ['powers of two and what lies beside them', random => 2 ** (random.below(200) - 100) * (1 + (random.below(3) - 1) * 2 ** -52)],
  ['quotients', random => (1 + random.below(2 ** 30)) / (1 + random.below(2 ** 20))],
  ['doubles of any size', anyDouble],
  ['the smallest doubles', random => random.below(2 ** 20) * 2 ** -1074],
]

describe('the ways to write a double that give a number back', () => {
  it.each(kinds)(`are those of the twin, for %s (SEED=${seed})`, (_, next) => {
    const random = new Random(seed)
    const texts = range(count / 12)
      .flatMap(() => around(next(random)))
      .filter(isForDoubles)
    const left = leftByKernel(texts)
    const wrong = texts.flatMap((text, i) => {
      const [kernel, host, twin] = [left[i], askedOfHost(text), ofTwin(text)]
      return kernel === twin && host === twin ? [] : [`${text}: kernel ${kernel}, host ${host}, twin ${twin}`]
    })
    expect(texts.length).toBeGreaterThan(count / 10)
    expect(wrong.slice(0, 10)).toEqual([])
  })
  it.each([
    ['-73.963485717773438', ['seventeen, even', 'seventeen, up']],
    ['-73.96348571777344', ['shortest']],
    ['0.5', ['shortest', 'seventeen, even', 'seventeen, up']],
    ['0.7', ['shortest']],
    ['0.69999999999999996', ['seventeen, even', 'seventeen, up']],
    ['5.684341886080802e-14', ['shortest']],
    ['33.33333587646484375', []],
    ['0.0012283325195312501', []],
  ])('%s', (text, ways) => expect(doubleTexts(text)).toEqual(ways))
})
