// S3 tells everybody to slow down: half of all requests are refused, for as long as it takes.

import { testSeed } from '../oracle/random.ts'
import { checkChanges } from './check-changes.ts'
import { checkEnd } from './check-end.ts'
import { sourceVersion } from './source-text.ts'
import { World } from './world.ts'

const files = 200
const seed = testSeed()

interface Weather {
  requests: number
  refused: number
  invocations: number
  deadLetters: number
  violations: string[]
}

/** @param isRefused asked for each request to S3 */
async function convertAll(isRefused: (world: World) => boolean): Promise<Weather> {
  const world = new World({ seed, batchSize: 5, concurrency: 10 })
  let refused = 0
  world.chooseFault = ({ canSuffer }) => {
    if (!canSuffer('503') || !isRefused(world)) return undefined
    refused++
    return '503'
  }
  try {
    for (let at = 0; at < files; at++) world.drop(sourceVersion(`incoming/plain/${at}.csv`, 1, [0, 1]))
    await world.drain()
    const violations = [...(await checkEnd(world)), ...(await checkChanges(world))]
    const { requests } = world.network
    return { requests, refused, invocations: world.lambda.invocations, deadLetters: world.deadLetters.messages.size, violations }
  } finally {
    world.end()
  }
}

it(`T56: ${files} files, half of all requests refused: all are converted, and few requests are made in vain (SEED=${seed})`, async () => {
  const calm = await convertAll(() => false)
  const storm = await convertAll(world => world.random.once(2))
  expect(storm).toMatchObject({ deadLetters: 0, violations: [] })
  expect(storm.refused).toBeGreaterThan(calm.requests / 2)
  // Each request is made twice on the average; more only where a file had to be begun anew.
  expect(storm.requests).toBeLessThan(3 * calm.requests)
  expect(storm.invocations).toBeLessThan(2 * files)
}, 600_000) // ms; some 10 s on a machine that has nothing else to do
