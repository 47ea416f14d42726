// The reply to the write that makes an output visible gets lost, and for a while nobody can look whether it took place.

import { testSeed } from '../oracle/random.ts'
import { watchDeletions } from './check-done.ts'
import { recover } from './recover.ts'
import { sourceVersion } from './source-text.ts'
import { World } from './world.ts'

const seed = testSeed()
const output = 'parquet/plain/a.parquet'

it.each([
  ['a single PUT', {}, 'PutObject'],
  ['a multipart upload', { partBytes: 300 }, 'CompleteMultipartUpload'],
])(
  `T06, T07, T08: the outcome of %s is unknown for minutes: nothing is removed, and it comes right by itself (SEED=${seed})`,
  async (_, options, operation) => {
    const world = new World({ seed, batchSize: 1, concurrency: 1, ...options })
    try {
      const tooEarly = watchDeletions(world)
      let darkUntil: number | undefined
      world.chooseFault = ({ operation: found, key }) => {
        if (key !== output) return undefined
        if (found === operation && darkUntil === undefined) {
          darkUntil = world.time.now + 200_000
          return 'reset after'
        }
        const isDark = darkUntil !== undefined && world.time.now < darkUntil
        return isDark && (found === 'HeadObject' || found === operation) ? '500' : undefined
      }
      world.drop(sourceVersion('incoming/plain/a.csv', 1, [0, 1, 2]))
      const recovery = await recover(world, false)
      expect(darkUntil).toBeDefined()
      expect([...tooEarly, ...recovery.violations]).toEqual([])
      expect(recovery.neededOperator).toBe(false)
      expect(world.changes.filter(({ key, object }) => key === output && object === undefined)).toEqual([])
    } finally {
      world.end()
    }
  },
)
