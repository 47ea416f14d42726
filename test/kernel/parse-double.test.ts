// The kernel's doubles against the engine's own Number(), bit for bit. For longer: `npm run test:fuzz`.

import { Random, testSeed } from '../oracle/random.ts'
import { doubleKinds, wrongDoubles } from './random-doubles.ts'

const seed = testSeed()
const textsPerRun = 50_000

describe('doubles', () => {
  it.each(doubleKinds)(`T25: are what Number() makes of ${textsPerRun} seeded texts of the kind %p (SEED=${seed})`, kind => {
    expect(wrongDoubles(kind, textsPerRun, new Random(seed))).toEqual([])
  })
})
