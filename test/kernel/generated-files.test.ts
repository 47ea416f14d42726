// Generated files of all types through scanner, parsers and pages: what comes out is what the generator put in.

import { generateCsv } from '../oracle/generate-csv.ts'
import { Random, testSeed } from '../oracle/random.ts'
import { equalValues } from './compare-values.ts'
import { KernelHost } from './host/kernel-host.ts'
import { range } from './one-column.ts'
import { wrongBounds } from './wrong-bounds.ts'

const seed = testSeed()

describe('generated files', () => {
  const files = range(60).map(i =>
    generateCsv(seed + i, { dialect: { header: false }, rows: i % 3 === 0 ? 300 : 40, badCellEvery: 30, raggedEvery: 20, extras: false }),
  )
  const hostOf = ({ columns, nullTokens }: (typeof files)[number]) => new KernelHost({ columns, nullTokens })

  it(`come out with their values, but for the bad rows (SEED=${seed})`, () => {
    for (const file of files) {
      const good = file.records.filter(
        ({ cells }) => cells.length === file.columns.length && cells.every(({ outcome }) => 'value' in outcome),
      )
      const { columns } = hostOf(file).run(file.bytes)
      for (const [index, values] of columns.entries()) {
        const expected = good.map(({ cells }) => cells[index]!.outcome).map(outcome => ('value' in outcome ? outcome.value : null))
        const different = values.findIndex((value, row) => !equalValues(value, expected[row]!))
        expect({ file: file.seed, index, count: values.length, different }).toEqual({
          file: file.seed,
          index,
          count: good.length,
          different: -1,
        })
      }
    }
  })

  it(`make the same pages and hashes whatever the blocks (SEED=${seed})`, () => {
    for (const file of files) {
      const host = hostOf(file)
      const whole = host.run(file.bytes)
      const random = new Random(file.seed)
      const blockEnds = range(1 + random.below(6))
        .map(() => random.below(file.bytes.length + 1))
        .sort((a, b) => a - b)
      const { chunks, contentHash } = host.run(file.bytes, blockEnds, random.below(100))
      expect({ file: file.seed, chunks, contentHash }).toEqual({ file: file.seed, chunks: whole.chunks, contentHash: whole.contentHash })
    }
  })

  it(`have the bounds of their values (SEED=${seed})`, () => {
    for (const file of files) {
      const { chunks } = hostOf(file).run(file.bytes)
      for (const [index, chunk] of chunks.entries()) {
        expect(wrongBounds(chunk, file.columns[index]!).map(wrong => `${wrong} in column ${index} (SEED=${file.seed})`)).toEqual([])
      }
    }
  })
})
