import { Random, testSeed } from '../oracle/random.ts'
import { wrongReadings } from './compare-reading.ts'

const seed = testSeed()

it(`reads 400 seeded sources as they are found like the slow twin (SEED=${seed})`, async () => {
  expect(await wrongReadings(400, new Random(seed))).toEqual([])
})
