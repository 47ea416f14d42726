// Definition levels, indices and booleans: the RLE / bit-packing hybrid, read back by a decoder that was written from the specification.

import { Random, testSeed } from '../oracle/random.ts'
import { KernelHost } from './host/kernel-host.ts'
import { encodingsOf, flag, lines, long, maxDictionaryBytes, maxPageRows, range, runLongs } from './one-column.ts'

const seed = testSeed()

describe('runs and bit-packing', () => {
  const lengths = [1, 2, 7, 8, 9, 15, 16, 17, 23, 24, 25, 63, 64, 65, 127, 128, 129]

  it('give back booleans of runs of every length', () => {
    const host = new KernelHost({ columns: [flag] })
    for (const first of lengths) {
      for (const second of lengths) {
        const values = range(3 * (first + second)).map(i => i % (first + second) < first)
        const { columns } = host.run(lines(values.map(String)))
        expect(columns[0]).toEqual(values)
      }
    }
  })

  it('give back nulls in runs of every length', () => {
    const host = new KernelHost({ columns: [long] })
    for (const first of lengths) {
      for (const second of lengths) {
        const values = range(3 * (first + second)).map(i => (i % (first + second) < first ? BigInt(i % 3) : null))
        expect(runLongs(values, host).columns[0]).toEqual(values)
      }
    }
  })

  const largestWidth = Math.log2(maxDictionaryBytes / 8)

  it.each(range(largestWidth + 1).slice(1))('give back indices of %d bits', width => {
    const distinct = 2 ** width
    const few = range(maxPageRows).map(i => BigInt(i % Math.min(distinct, 100))) // a first page for which the dictionary pays
    const mixed = range(distinct).map(i => BigInt((i * 7) % distinct))
    const values = [...few, ...mixed, ...Array<bigint>(50).fill(1n), ...mixed.slice(0, 1000)]
    const { columns, chunks } = runLongs(values, new KernelHost({ columns: [{ type: { name: 'int' } }] }))
    expect(columns[0]!.findIndex((value, row) => value !== values[row])).toBe(-1)
    expect(chunks[0]!.dictionary!.valueCount).toBe(distinct)
    expect(new Set(encodingsOf(chunks[0]!))).toEqual(new Set(['RLE_DICTIONARY']))
  })

  it(`give back seeded runs and mixtures (SEED=${seed})`, () => {
    const random = new Random(seed)
    const host = new KernelHost({ columns: [long] })
    for (let file = 0; file < 200; file++) {
      const distinct = random.pick([1, 2, 3, 100])
      const values = range(random.below(20)).flatMap(() => {
        const run = random.once(2)
        const first = someLong(random, distinct)
        return range(random.below(40)).map(() => (run ? first : someLong(random, distinct)))
      })
      expect(host.run(lines(values.map(value => (value === null ? '' : String(value))))).columns[0]).toEqual(values)
    }
  })
})

function someLong(random: Random, distinct: number): bigint | null {
  return random.once(5) ? null : BigInt(random.below(distinct))
}
