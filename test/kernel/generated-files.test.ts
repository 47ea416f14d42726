import { testSeed } from '../oracle/random.ts'
import { wrongInFile } from './compare-file.ts'
import { range } from './one-column.ts'

const seed = testSeed()

describe('generated files of all types', () => {
  it(`come out with their values, pages and bounds, whatever the blocks (60 files from SEED=${seed} on)`, () => {
    expect(range(60).flatMap(i => wrongInFile(seed + i))).toEqual([])
  })
})
