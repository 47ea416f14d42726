// Files that hold up whoever reads them, more of them than there are functions, and many that do not.

import { testSeed } from '../oracle/random.ts'
import { checkChanges } from './check-changes.ts'
import { ledgerEntry } from './look-at-scene.ts'
import { csvText, sourceVersion } from './source-text.ts'
import { World } from './world.ts'

const seed = testSeed()
const concurrency = 2
const slow = Array.from({ length: 6 }, (_, at) => `incoming/plain/slow-${at}.csv`)
const quick = Array.from({ length: 60 }, (_, at) => `incoming/plain/quick-${at}.csv`)

it(`S30: files that stand still do not keep others from being converted, and are given up (SEED=${seed})`, async () => {
  const world = new World({ seed, batchSize: 5, concurrency })
  try {
    const reads = new Map<string, number>()
    let mostAtOnce = 0
    world.chooseFault = ({ operation, key }) => {
      mostAtOnce = Math.max(mostAtOnce, world.processes().length)
      if (operation !== 'GetObject' || !slow.includes(key)) return undefined
      reads.set(key, (reads.get(key) ?? 0) + 1)
      return 'stall body'
    }
    for (const key of [...slow, ...quick]) world.drop(sourceVersion(key, 1, [0, 1]))
    await world.drain()
    expect(mostAtOnce).toBe(concurrency)
    expect(quick.map(key => ledgerEntry(world, key)?.state)).toEqual(quick.map(() => 'done'))
    expect(slow.map(key => ledgerEntry(world, key))).toMatchObject(slow.map(() => ({ state: 'failed', failure: { code: 'TIMEOUT' } })))
    expect(world.deadLetters.messages.size).toBe(slow.length)
    expect(await checkChanges(world)).toEqual([])

    // The quick ones did not wait for them: before the first slow file was given up nearly all were there, whatever the order of deliveries.
    const firstGivenUp = world.changes.findIndex(({ key }) => key.startsWith('retry/'))
    const before = new Set(world.changes.slice(0, firstGivenUp).map(({ key }) => key))
    expect([...before].filter(key => key.startsWith('parquet/plain/quick-')).length).toBeGreaterThan(quick.length * 0.8)
    // A slow file is held on to for so long, and no longer: five deliveries; in each, bodies that bring half of the rest, then three fruitless ones.
    const halves = Math.ceil(Math.log2(csvText(sourceVersion(slow[0]!, 1, [0, 1])).length)) + 1
    for (const count of reads.values()) expect(count).toBeLessThanOrEqual(5 * (halves + 3))
  } finally {
    world.end()
  }
})
