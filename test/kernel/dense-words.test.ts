// Dictionaries of words that lie close to each other, which are not hashed (kernel/dense-words.ts): the same as any other dictionary.

import { Random, testSeed } from '../oracle/random.ts'
import { KernelHost } from './host/kernel-host.ts'
import { dictionaryValues, double, encodingsOf, lines, long, maxDictionaryWords, maxPageRows, range, runLongs } from './one-column.ts'

const seed = testSeed()
const rows = 60_000

/** Dense values, some far outside: enough of them for a window, few enough for a dictionary. */
const progressions: [string, (random: Random) => bigint][] = [
  ['numbers in a row', random => BigInt(random.below(9000))],
  ['numbers in a row, below zero too', random => BigInt(random.below(9000) - 4000)],
  ['multiples of an odd number', random => BigInt(random.below(9000)) * 77_777n + 5n],
  ['multiples of a power of two', random => BigInt(random.below(9000)) * 2n ** 40n - 2n ** 50n],
  ['whole seconds in microseconds', random => 1_700_000_000_000_000n + BigInt(random.below(9000)) * 1_000_000n],
  ['the ends of the range', random => BigInt.asIntN(64, 2n ** 63n - 4000n + BigInt(random.below(8000)))],
  ['a few words far away', random => (random.once(40) ? random.between(-(2n ** 63n), 2n ** 63n - 1n) : BigInt(random.below(9000)))],
  ['words between the multiples', random => (random.once(40) ? 10n : 0n) + 1000n * BigInt(random.below(5000))],
  ['a window that is left behind', random => BigInt(random.below(3000))],
  ['mostly new ones', random => BigInt(random.below(30_000)) * 60n],
  ['no common unit', random => BigInt(random.below(9000)) ** 4n],
]

describe('a dictionary of', () => {
  it.each(progressions)(`%s holds each value once, in the order they came (SEED=${seed})`, (name, next) => {
    const random = new Random(seed)
    const drift = name === 'a window that is left behind' ? 1n : 0n
    const values = range(rows).map(row => next(random) + drift * BigInt(row >> 2))
    const { columns, chunks } = runLongs(values)
    expect(columns[0]).toEqual(values)
    expect(encodingsOf(chunks[0]!)[0]).toBe('RLE_DICTIONARY')
    expect(dictionaryValues(chunks[0]!, long)).toEqual([...new Set(values)])
  })

  it(`32-bit floats printed as doubles does too (SEED=${seed})`, () => {
    const random = new Random(seed)
    const values = range(rows).map(() => (random.once(50) ? 0 : Math.fround(-74 + random.below(9000) * 2 ** -17)))
    const { columns, chunks } = new KernelHost({ columns: [double] }).run(lines(values.map(String)))
    expect(columns[0]).toEqual(values)
    expect(dictionaryValues(chunks[0]!, double)).toEqual([...new Set(values)])
  })

  it(`more words than it takes gives up behind them (SEED=${seed})`, () => {
    const random = new Random(seed)
    const values = range(400_000).map(row => BigInt(random.below(row < maxPageRows ? 30_000 : 170_000))) // the first ones must repeat
    const { columns, chunks } = runLongs(values)
    expect(columns[0]).toEqual(values)
    expect(encodingsOf(chunks[0]!)).toEqual(expect.arrayContaining(['RLE_DICTIONARY', 'PLAIN']))
    expect(dictionaryValues(chunks[0]!, long)).toEqual([...new Set(values)].slice(0, maxDictionaryWords))
  })

  it('a column chunk knows nothing of the one before', () => {
    const host = new KernelHost({ columns: [long] })
    const dense = range(rows).map(row => BigInt((row * 7) % 6000))
    const first = runLongs(dense, host)
    runLongs(
      dense.map(value => value * 1009n - 3n),
      host,
    )
    expect(runLongs(dense, host).chunks).toEqual(first.chunks)
  })
})
