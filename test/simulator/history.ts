// A history: what users, operators and the platform do to a pipeline, and when. It is data, so that it can be printed, and made smaller
// until every single step is needed for what it shows (shrink.ts).

import { Random } from '../oracle/random.ts'
import { folderOf, isFix } from './datasets.ts'
import { fixOf, markersOf } from './expected.ts'
import { FAULTS, type Fault } from './faults.ts'
import { type SourceVersion, sourceVersion } from './source-text.ts'
import type { WorldOptions } from './world.ts'

export type Step = { at: number /* ms */ } & (
  | { act: 'drop'; source: SourceVersion; notifications: number; delayMs: number }
  /** A marker is stored. */
  | { act: 'mark'; key: string; notifications: number; delayMs: number }
  | { act: 'remove'; key: string; notifications: number; delayMs: number }
  | { act: 'duplicate'; key: string }
  | { act: 'redrive' | 'queue redrive' | 'reconcile' }
  /** Happens to the next request that it can happen to, and, if it persists, to all attempts of the same call. */
  | { act: 'fault'; fault: Fault; isPersistent: boolean }
  /** Everything fails for a while. */
  | { act: 'outage'; fault: Fault; forMs: number }
  /** A process that is at work dies, wherever it is. */
  | { act: 'kill' }
  /** The next request is very long on its way. */
  | { act: 'delay'; byMs: number }
)

export interface History {
  options: WorldOptions
  steps: readonly Step[]
}

/** Whether nothing but users and the order of events disturbs it. */
export function isCalm({ steps }: History): boolean {
  return !steps.some(({ act }) => ['fault', 'outage', 'kill', 'delay'].includes(act))
}

export function generateHistory(seed: number): History {
  const random = new Random(seed)
  const keys = Array.from({ length: 1 + random.below(3) }, () => random.pick(someKeys)).flatMap(key => withFixes(random, key))
  let at = 0
  const steps: Step[] = []
  const fixed = keys.find(key => keys.includes(fixOf(key)))
  if (fixed !== undefined && random.once(2)) {
    steps.push({ at, act: 'drop', source: sourceVersion(fixed, 0, [0, 1], 1), ...anyFate(random) })
    at += random.pick(gaps)
  }
  for (let left = 2 + random.below(7) + (keys.some(isFix) ? 2 : 0); left > 0; left--) {
    steps.push({ at, ...userAct(random, random.pick(keys), keys, steps) })
    at += random.pick(gaps)
  }
  if (!random.once(6))
    steps.push(...Array.from({ length: 1 + random.below(6) }, () => ({ at: random.below(at + 1000), ...trouble(random) })))
  return { options: worldOptions(random, seed), steps: steps.sort((a, b) => a.at - b.at) }
}

const someKeys = ['plain/a', 'plain/b', 'parted/a', 'parted/b', 'archived/a', 'mirrored/a', 'mirrored/b', 'free/a']
  .concat(['marked/a', 'marked/day/a', 'marked/day/b'])
  .map(name => `incoming/${name}.csv`)

/** Now and then somebody corrects what is rejected of it, and what is rejected of the correction. */
function withFixes(random: Random, key: string): string[] {
  if (folderOf(key) === 'free' || !random.once(2)) return [key]
  return [key, fixOf(key), ...(random.once(4) ? [fixOf(fixOf(key))] : [])]
}

const seconds = 1000
const minutes = 60 * seconds
const gaps = [0, 20, 100, 300, 1 * seconds, 3 * seconds, 40 * seconds, 10 * minutes, 60 * minutes] // ms

type Act = Step extends infer S ? (S extends Step ? Omit<S, 'at'> : never) : never

function userAct(random: Random, key: string, keys: readonly string[], before: readonly Step[]): Act {
  const markers = markersOf(key)
  if (markers.length > 0 && random.once(3))
    return { act: random.once(4) ? 'remove' : 'mark', key: random.pick(markers), ...anyFate(random) }
  switch (random.below(10)) {
    case 0:
      return { act: 'remove', key, ...anyFate(random) }
    case 1:
      return { act: 'duplicate', key }
    case 2:
      return { act: random.pick(['redrive', 'queue redrive', 'reconcile']) }
    default: {
      const again = isFix(key) && random.once(4) ? lastDropOf(key, before) : undefined
      return { act: 'drop', source: again ?? anySource(random, key, keys, before.length + 1), ...anyFate(random) }
    }
  }
}

function lastDropOf(key: string, steps: readonly Step[]): SourceVersion | undefined {
  return steps.flatMap(step => (step.act === 'drop' && step.source.key === key ? [step.source] : [])).at(-1)
}

/** @param keys of the history: rows are rejected mostly where somebody may correct them */
function anySource(random: Random, key: string, keys: readonly string[], version: number): SourceVersion {
  const parts = Array.from({ length: 1 + random.below(4) }, () => random.below(3))
  const isGood = random.below(3) > 0
  const isAlwaysGood = folderOf(key) === 'free' || (isGood && !keys.includes(fixOf(key)))
  const badRows = isAlwaysGood || random.once(5) ? 0 : 1 + random.below(2)
  return sourceVersion(key, version, parts, badRows, random.once(5) ? random.pick(['open quote', 'open quote', 'deadly']) : undefined)
}

/** Notifications come at least once, late at times; now and then one is lost for good. */
function anyFate(random: Random): { notifications: number; delayMs: number } {
  return { notifications: random.pick([0, 1, 1, 1, 1, 1, 2, 3]), delayMs: random.pick([0, 0, 0, 2 * seconds, 2 * minutes]) }
}

function trouble(random: Random): Act {
  switch (random.below(8)) {
    case 0:
      return { act: 'outage', fault: random.pick(outages), forMs: random.pick([1 * seconds, 30 * seconds, 20 * minutes, 400 * minutes]) }
    case 1:
      return { act: 'kill' }
    case 2:
    case 3:
      return { act: 'delay', byMs: random.pick([100, 500, 2 * seconds, 60 * seconds, 14 * minutes, 20 * minutes]) }
    default:
      return { act: 'fault', fault: random.pick(FAULTS), isPersistent: random.once(2) }
  }
}

const outages: readonly Fault[] = ['503', '500', '403', 'expired token', 'reset before', 'reset after', '500 after', 'stall']

function worldOptions(random: Random, seed: number): WorldOptions {
  return {
    seed,
    s3: {
      isVersioned: random.once(2),
      etags: random.pick(['md5', 'md5', 'opaque']),
      absentDelete: random.pick([204, 404, 412]),
    },
    ...(random.once(3) ? { partBytes: 300 } : {}),
    batchSize: random.pick([1, 3, 5]),
    concurrency: random.pick([1, 2, 3]),
    environment: { PARQUETRY_MAX_RECEIVES: random.pick(['2', '5', '5']) },
  }
}
