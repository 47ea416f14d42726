// Processes killed at random moments, while files are dropped and dropped anew: npm run test:kills -- [--seed 1] [--kills 200]
//
// The outputs must end up as if nobody had been killed, byte for byte; prints what is not so, and then ends with 1.

import { parseArgs } from 'node:util'
import { watchDeletions } from './check-done.ts'
import { recover } from './recover.ts'
import { type SourceVersion, sourceVersion } from './source-text.ts'
import { World } from './world.ts'

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, kills: { type: 'string', default: '200' } } })
const seed = Number(values.seed)
const kills = Number(values.kills)

const folders = ['plain', 'parted', 'archived', 'free', 'mirrored']
const files = 40

/** The same place is always as good or as bad as before; rows and partitions differ. */
function versionOf(at: number, version: number): SourceVersion {
  const folder = folders[at % folders.length]!
  const badRows = folder === 'free' ? 0 : at % 3
  return sourceVersion(`incoming/${folder}/${at}.csv`, version, [version % 3, 3, at % 3], badRows, at % 10 === 7 ? 'open quote' : undefined)
}

/** Everything under the prefixes that readers look at. */
function visible({ s3 }: World): Record<string, string> {
  const found = [...s3.objects].filter(([key]) => /^(parquet|rejects|archive)\//.test(key)).sort()
  return Object.fromEntries(found.map(([key, { body }]) => [key, body.toString('latin1')]))
}

async function inWorld<T>(live: (world: World) => Promise<T>): Promise<T> {
  const world = new World({ seed, batchSize: 3, concurrency: 4, partBytes: 300 })
  try {
    return await live(world)
  } finally {
    world.end()
  }
}

/** File → its last version. */
const versions = new Map<number, number>()

const disturbed = await inWorld(async world => {
  const violations = watchDeletions(world)
  for (let killed = 0; killed < kills; ) {
    const at = world.random.below(files)
    const version = (versions.get(at) ?? 0) + 1
    versions.set(at, version)
    world.drop(versionOf(at, version))
    await world.runFor(world.random.below(3000))
    const atWork = world.processes()
    if (atWork.length === 0) continue
    world.random.pick(atWork).kill()
    killed++
  }
  const recovery = await recover(world, true)
  return { violations: [...violations, ...recovery.violations], visible: visible(world) }
})
const undisturbed = await inWorld(async world => {
  for (const [at, version] of versions) world.drop(versionOf(at, version))
  await world.drain()
  return visible(world)
})
const differing = [...new Set([disturbed.visible, undisturbed].flatMap(Object.keys))].filter(
  key => disturbed.visible[key] !== undisturbed[key],
)
const problems = [...disturbed.violations, ...differing.map(key => `${key} is not what it is when nobody is killed`)]
console.log([...problems, `${kills} kills from seed ${seed}: ${problems.length} problems`].join('\n'))
process.exitCode = problems.length > 0 ? 1 : 0
