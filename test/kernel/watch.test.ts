// Outlines are enough: a value that the parser of a column's type accepts, and that looks right, is one that inference would not mind.

import { Random, testSeed } from '../oracle/random.ts'
import { wrongWatches } from './compare-watch.ts'

const seed = testSeed()

it(`watching agrees with observing for 8000 seeded columns (SEED=${seed})`, () => {
  expect(wrongWatches(8_000, new Random(seed))).toEqual([])
})
